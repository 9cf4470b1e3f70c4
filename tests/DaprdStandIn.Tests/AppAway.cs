using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

/// <summary>
/// An app goes away. Meanwhile a message is published, and what was asked for before is due: a job, a job with patience, a reminder, and a
/// job that repeats. Then the app comes back.
/// </summary>
public sealed class AppAway : IAsyncLifetime
{
    /// <summary>Everything is due at that time, and away the app is for long enough that three retries of a second each are over.</summary>
    private const string DueTime = "2500ms";

    private const string Reminder = "actors/Cart/1/reminders/reminder";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What has arrived in the end, by what daprd is told.</summary>
    public Dictionary<(bool Policy, bool HealthCheck), string> Arrived { get; } = [];

    public async ValueTask InitializeAsync()
    {
        (bool, bool)[] cases = [(false, false), (true, false), (false, true), (true, true)];
        var results = await Task.WhenAll(cases.Select(@case => RunAsync(@case.Item1, @case.Item2)));
        foreach (var (@case, result) in cases.Zip(results))
        {
            Arrived[@case] = result;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> RunAsync(bool policy, bool healthCheck)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var scheduler = await RunningScheduler.StartAsync();
        var app = await TestApp.StartAsync(Map);
        await using var daprd = await RunningDaprd.StartAsync(
            appPort: app.Port,
            resources: [.. Resources(healthCheck), .. policy ? (string[])[ResiliencyTests.InboundPolicy] : []],
            variables: redis.Variables,
            arguments:
            [
                "--placement-host-address=" + redis.Address, "--scheduler-host-address=" + scheduler.Address,
                .. healthCheck
                    ? ["--enable-app-health-check", "--app-health-probe-interval=1", "--app-health-threshold=1"]
                    : Array.Empty<string>(),
            ]);
        await daprd.WaitUntilReadyAsync();
        await Eventually.IsTrueAsync(async () =>
            (await daprd.Http.GetStringAsync("/v1.0/metadata", Cancellation)).Contains("DECLARATIVE", StringComparison.Ordinal));

        await PostAsync("/v1.0/jobs/once", $$"""{"dueTime":"{{DueTime}}"}""");
        await PostAsync("/v1.0/jobs/patient", $$$"""
            { "dueTime": "{{{DueTime}}}", "failurePolicy": { "constant": { "interval": "1s", "maxRetries": 30 } } }
            """);
        await PostAsync("/v1.0/jobs/every", $$"""{"dueTime":"{{DueTime}}","schedule":"@every 100ms","repeats":3}""");
        await PostAsync("/v1.0/" + Reminder, $$"""{"dueTime":"{{DueTime}}"}""");
        await app.DisposeAsync();
        if (healthCheck)
        {
            await Eventually.IsTrueAsync(() => daprd.Output.Contains("un-healthy", StringComparison.Ordinal));
        }

        await PostAsync("/v1.0/publish/pubsub/orders", "{}");

        // Without a health check the app is away until nothing but patience is left; with one, until all is due.
        await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
        await Eventually.IsTrueAsync(async () => healthCheck || await AreGoneAsync("jobs/once", "jobs/every", Reminder));
        await using var returned = await TestApp.StartAsync(Map, app.Port);

        // Nothing is on its way any more: what has not arrived now never will.
        await Eventually.IsTrueAsync(
            async () => await PendingAsync() == "0" && await AreGoneAsync("jobs/once", "jobs/every", "jobs/patient", Reminder));
        return string.Join(", ", returned.Received.Select(received => received.Path.Split('/')[^1])
            .Where(name => name is "orders" or "once" or "patient" or "reminder" or "every").Order());

        async Task PostAsync(string path, string body)
        {
            using var content = new StringContent(body, null, "application/json");
            using var response = await daprd.Http.PostAsync(path, content, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        async Task<bool> AreGoneAsync(params string[] paths)
        {
            var statuses = await Task.WhenAll(paths.Select(path => daprd.TryGetAsync("/v1.0/" + path)));
            return statuses.All(status => status != HttpStatusCode.OK);
        }

        async Task<string?> PendingAsync()
        {
            // "0" also where nobody has read the message yet; then the group has not got to the end of the stream.
            var pending = (await redis.Client.ExecuteAsync(["XPENDING", "orders", "orders"], Cancellation)).Items![0].Text;
            var group = (await redis.Client.ExecuteAsync(["XINFO", "GROUPS", "orders"], Cancellation)).Items![0].Items!;
            return group[^1].Text == "0" ? pending : null;
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/dapr/config", () => Results.Json(new { entities = new[] { "Cart" } }));
        app.MapFallback(() => Results.Ok());
    }

    /// <param name="healthCheck">
    /// The reader of the paused subscription takes the message, which is redelivered when this time is over. A message that is tried for
    /// longer is redelivered, too, so otherwise it is daprd's minute.
    /// </param>
    private static string[] Resources(bool healthCheck) =>
    [
        Manifests.Component("envs", "secretstores.local.env"),
        Manifests.ActorStateStore(),
        Manifests.Component("pubsub", "pubsub.redis", RedisServer.Metadata($"""
              - name: processingTimeout
                value: {(healthCheck ? "2s" : "60s")}
              - name: redeliverInterval
                value: 500ms
            """)),
        Manifests.DeclarativeSubscription,
    ];
}

/// <summary>What the real daprd does, in seconds instead of a minute.</summary>
public class AppAwayTests(AppAway away) : IClassFixture<AppAway>
{
    [Theory]
    [InlineData(false, false, "patient")]
    [InlineData(true, false, "orders, patient")]
    [InlineData(false, true, "every, every, every, once, orders, patient, reminder")]
    [InlineData(true, true, "every, every, every, once, orders, patient, reminder")]
    public void What_the_app_gets_after_its_return(bool policy, bool healthCheck, string arrived) =>
        Assert.Equal(arrived, away.Arrived[(policy, healthCheck)]);
}
