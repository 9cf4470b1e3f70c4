namespace DaprShared.EndToEnd;

/// <summary>Nothing is lost while an app is away.</summary>
public sealed class AwayTests(Away away) : IClassFixture<Away>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Messages_that_are_published_while_an_app_is_away_arrive_after_its_return() =>
        await ArriveAsync("policy", away.Messages);

    [Fact]
    public async Task With_health_checks_a_job_a_reminder_and_messages_that_are_due_while_an_app_is_away_arrive_after_its_return() =>
        await ArriveAsync("health", [.. away.Messages, "job", "reminder"]);

    [Fact]
    public async Task A_message_that_the_app_answers_with_503_is_tried_again_and_one_that_it_answers_with_500_is_delivered_once()
    {
        await away.PublishAsync("internal-error", failures: 5, failure: 500);
        await away.PublishAsync("unavailable", failures: 5, failure: 503);

        IReadOnlyDictionary<string, int> seen = new Dictionary<string, int>();
        await away.Eventually(
            async () => (seen = await away.SeenAsync("policy")).GetValueOrDefault("unavailable") == 6,
            Soon, "the app has answered 503 five times, and then 200");

        Assert.Equal(1, seen["internal-error"]);
    }

    private Task ArriveAsync(string app, IReadOnlyList<string> expected) => away.Eventually(
        async () => !expected.Except((await away.SeenAsync(app)).Keys).Any(), Soon, $"{app} has been given everything");
}
