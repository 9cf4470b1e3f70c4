using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting.Tests;

/// <summary>What the dashboard shows of a running daprd.</summary>
public sealed class MetadataWatchTests
{
    private const string Health = "GET /v1.0/healthz", Metadata = "GET /v1.0/metadata";

    // As daprd 1.18.3 answers.
    private const string Loaded = """
        {"id":"orders","runtimeVersion":"1.18.3","components":[{"name":"statestore","type":"state.redis","version":"v1","capabilities":
        ["ETAG"]},{"name":"pubsub","type":"pubsub.redis","version":"v1"}],"extended":{"daprRuntimeVersion":"1.18.3"},"subscriptions":
        [{"pubsubname":"pubsub","topic":"sales","rules":[{"match":"event.type == \"big\"","path":"/big"},{"path":"/sales"}],
        "deadLetterTopic":"dead","type":"DECLARATIVE"}],"appConnectionProperties":{"port":8099,"protocol":"http","channelAddress":
        "localhost"},"actorRuntime":{"runtimeStatus":"RUNNING","activeActors":[{"type":"Cart","count":2},{"type":"Stock"}],
        "hostReady":true,"placement":"placement: connected"},"scheduler":{"connected_addresses":["dapr-scheduler:50006"]},
        "workflows":{"connectedWorkers":1}}
        """;

    [Fact]
    public void Metadata_reads_as_lines() => Assert.Equal(
        [
            new("Components", "statestore (state.redis), pubsub (pubsub.redis)"),
            new("Subscriptions", "pubsub/sales → /big | /sales"),
            new("Actors", "Cart, Stock"),
            new("Actor runtime", "RUNNING, placement: connected"),
            new("Workflow workers", "1"),
            new("App channel", "http://localhost:8099"),
            new("Scheduler", "dapr-scheduler:50006"),
        ],
        DaprdMetadata.Lines(DaprdAnswer.Parse(Loaded)));

    [Theory]
    [InlineData("""{"id":"orders","actorRuntime":{"runtimeStatus":"DISABLED"},"appConnectionProperties":{"protocol":"http"}}""")]
    [InlineData("[]")]
    [InlineData("not JSON")]
    public void What_is_not_there_has_no_line(string metadata) => Assert.Empty(DaprdMetadata.Lines(DaprdAnswer.Parse(metadata)));

    [Fact]
    public async Task A_daprd_shows_why_it_is_not_ready_and_then_what_it_has_loaded_until_it_ends()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:orders-dapr-api-token"] = "the-token";
        var dapr = builder.AddDaprShared("orders-dapr").Resource;
        await using var daprd = new FakeDaprd()
            .Answer(Health, 500, """{"errorCode":"ERR_HEALTH_NOT_READY","message":"dapr is not ready: [runtime]"}""")
            .Answer(Metadata, 200, "{}");
        daprd.Is(dapr);
        await using var app = builder.Build();
        using var watch = await WatchAsync(app);

        await app.StateAsync(dapr, KnownResourceStates.Running);
        await app.UntilAsync(dapr, snapshot => Value(snapshot, "Readiness") == "dapr is not ready: [runtime]");

        daprd.Answer(Metadata, 200, Loaded).Answer(Health, 204);
        var ready = await app.UntilAsync(dapr, snapshot => Value(snapshot, "Readiness") == "ready");
        Assert.Equal("statestore (state.redis), pubsub (pubsub.redis)", Value(ready, "Components"));
        Assert.All(ready.Properties, property => Assert.True(property.IsHighlighted, $"{property.Name} is not shown at first sight"));
        Assert.All(daprd.Asked, asked => Assert.Equal("the-token", asked.Token));

        await app.StateAsync(dapr, KnownResourceStates.Exited);
        var ended = await app.UntilAsync(dapr, snapshot => Value(snapshot, "Readiness") is null);
        Assert.Null(Value(ended, "Components"));
        await watch.StoppingAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Metadata_is_asked_for_ever_more_rarely_until_something_changes()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http");
        var dapr = builder.AddDaprShared("orders-dapr").WithApp(orders).Resource;
        await using var daprd = new FakeDaprd().Answer(Health, 204).Answer(Metadata, 200, "{}");
        daprd.Is(dapr);
        await using var app = builder.Build();
        using var watch = await WatchAsync(app);

        await app.StateAsync(dapr, KnownResourceStates.Running);
        await app.UntilAsync(dapr, snapshot => Value(snapshot, "Readiness") == "ready");
        while (daprd.Times(Health) < 128)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.InRange(daprd.Times(Metadata), 2, 20);

        var before = daprd.Times(Metadata);
        await app.StateAsync(orders.Resource, KnownResourceStates.Running);
        daprd.Answer(Metadata, 200, Loaded);
        await app.UntilAsync(dapr, snapshot => Value(snapshot, "Subscriptions") == "pubsub/sales → /big | /sales");
        Assert.InRange(daprd.Times(Metadata), before + 1, before + 20);
        await watch.StoppingAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_daprd_that_does_not_answer_says_so()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr").Resource;
        var daprd = new FakeDaprd();
        daprd.Is(dapr);
        await daprd.DisposeAsync();
        await using var app = builder.Build();
        using var watch = await WatchAsync(app);

        await app.StateAsync(dapr, KnownResourceStates.Running);

        var shown = await app.UntilAsync(dapr, snapshot => Value(snapshot, "Readiness") is not null);
        Assert.StartsWith(
            $"daprd did not answer at {dapr.HttpEndpoint.Url}/v1.0/healthz: ",
            Value(shown, "Readiness"),
            StringComparison.Ordinal);
        await watch.StoppingAsync(TestContext.Current.CancellationToken);
    }

    private static string? Value(CustomResourceSnapshot snapshot, string line) =>
        (string?)snapshot.Properties.FirstOrDefault(property => property.Name == line)?.Value;

    private static async Task<MetadataWatch> WatchAsync(DistributedApplication app)
    {
        var watch = new MetadataWatch(
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), app.ResourceNotifications)
        {
            Interval = TimeSpan.FromMilliseconds(1),
        };
        await watch.StartingAsync(TestContext.Current.CancellationToken);
        return watch;
    }
}
