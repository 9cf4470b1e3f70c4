using System.Net.Http.Json;

namespace DaprShared.EndToEnd;

/// <summary>Apps that have been away for a minute, under publishing, and are back.</summary>
public sealed class Away() : RunningAppHost(
    "tests/DaprShared.EndToEnd.AppHost", ["--Daprds", "away"], "policy-dapr", "health-dapr")
{
    private static readonly string[] Apps = ["policy", "health"];
    private readonly Dictionary<string, HttpClient> _apps = [];
    private HttpClient _publisher = null!;

    /// <summary>One a second, all of them published while the apps were away.</summary>
    public IReadOnlyList<string> Messages { get; } = [.. Enumerable.Range(1, 60).Select(number => $"message-{number}")];

    protected override async Task StartedAsync()
    {
        foreach (var app in Apps)
        {
            _apps[app] = new() { BaseAddress = new(await UrlAsync(app, "http")), Timeout = TimeSpan.FromSeconds(10) };
        }

        _publisher = await DaprAsync("policy-dapr");
        await PublishAsync("before");
        foreach (var app in Apps)
        {
            await Eventually(async () => (await SeenAsync(app)).ContainsKey("before"), Start, $"{app} is subscribed");
        }

        // Due well after daprd's third probe has failed, and before the return. Each has three retries, one a second.
        using var health = await DaprAsync("health-dapr");
        foreach (var path in (string[])["jobs/job", "actors/Clock/1/reminders/reminder"])
        {
            using var scheduled = await health.PostAsJsonAsync($"/v1.0/{path}", new { dueTime = "50s" });
            scheduled.EnsureSuccessStatusCode();
        }

        await CommandAsync("stop");
        foreach (var message in Messages)
        {
            await PublishAsync(message);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await CommandAsync("start");
    }

    /// <summary>Publishes to both apps, through the daprd of one.</summary>
    /// <param name="id">What they count it as.</param>
    /// <param name="failures">How many times they fail.</param>
    /// <param name="failure">With which status.</param>
    public async Task PublishAsync(string id, int failures = 0, int failure = 500)
    {
        using var published = await _publisher.PostAsJsonAsync("/v1.0/publish/pubsub/messages", new { id, failures, failure });
        published.EnsureSuccessStatusCode();
    }

    /// <summary>Returns how many times an app has been given what, since it came back.</summary>
    public async Task<IReadOnlyDictionary<string, int>> SeenAsync(string app)
    {
        try
        {
            return (await _apps[app].GetFromJsonAsync<Dictionary<string, int>>("/seen"))!;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new Dictionary<string, int>(); // not there yet
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var client in _apps.Values.Append(_publisher))
        {
            client?.Dispose();
        }

        await base.DisposeAsync();
    }

    private async Task CommandAsync(string command)
    {
        foreach (var (exit, output) in await Task.WhenAll(
            from app in Apps select AspireAsync("resource", app, command, "--non-interactive", "--nologo")))
        {
            Assert.True(exit == 0, output);
        }
    }
}
