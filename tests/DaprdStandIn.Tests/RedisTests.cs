using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace DaprdStandIn.Tests;

/// <summary>Run against a real Redis where its server is installed.</summary>
public sealed class RedisTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis is null ? ValueTask.CompletedTask : _redis.DisposeAsync();

    [Fact]
    public async Task Two_daprds_share_messages_and_keep_their_state_apart()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/orders", () => { }));
        await using var orders = await StartAsync("orders", app.Port, Manifests.DeclarativeSubscription);
        await using var storefront = await StartAsync("storefront");

        await storefront.Client.PublishEventAsync("pubsub", "orders", new { Id = "1" }, Cancellation);

        await Eventually.IsTrueAsync(() => app.At("/orders").Any());
        var cloudEvent = JsonNode.Parse(app.At("/orders").Single().Body)!;
        Assert.Equal(("storefront", "1"), ((string?)cloudEvent["source"], (string?)cloudEvent["data"]!["id"]));

        await orders.Client.SaveStateAsync("statestore", "key", "Bücher", cancellationToken: Cancellation);
        var (value, etag) = await orders.Client.GetStateAndETagAsync<string>("statestore", "key", cancellationToken: Cancellation);
        Assert.Equal(("Bücher", "1"), (value, etag));
        Assert.True(await orders.Client.TrySaveStateAsync("statestore", "key", "again", etag, cancellationToken: Cancellation));
        Assert.False(await orders.Client.TrySaveStateAsync("statestore", "key", "too late", etag, cancellationToken: Cancellation));
        Assert.Null(await storefront.Client.GetStateAsync<string>("statestore", "key", cancellationToken: Cancellation));
        await orders.Client.DeleteStateAsync("statestore", "key", cancellationToken: Cancellation);
        Assert.Null(await orders.Client.GetStateAsync<string>("statestore", "key", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Messages_wait_in_the_stream_for_a_daprd_that_starts_later()
    {
        await using (var storefront = await StartAsync("storefront"))
        {
            await storefront.Client.PublishEventAsync("pubsub", "orders", 42, Cancellation);
        }

        await using var app = await TestApp.StartAsync(app => app.MapPost("/orders", () => { }));
        await using var orders = await StartAsync("orders", app.Port, Manifests.DeclarativeSubscription);

        await Eventually.IsTrueAsync(() => app.At("/orders").Any());
    }

    [Fact]
    public async Task An_actor_finds_its_state_when_both_its_app_and_its_daprd_have_started_again()
    {
        var store = Manifests.Component("envs", "secretstores.local.env") + "\n---\n"
            + Manifests.Component("actorstore", "state.redis", RedisServer.Metadata("""
                  - name: actorStateStore
                    value: "true"
                """));
        foreach (var expected in (int[])[1, 2])
        {
            await using var host = await ActorApp.StartAsync(store: store, variables: _redis.Variables);

            Assert.Equal(expected, await host.Counter("a").AddAsync(1));
        }
    }

    private async Task<RunningDaprd> StartAsync(string appId, int? appPort = null, params string[] more)
    {
        string[] resources =
        [
            Manifests.Component("envs", "secretstores.local.env"),
            Manifests.Component("statestore", "state.redis", RedisServer.Metadata()),
            Manifests.Component("pubsub", "pubsub.redis", RedisServer.Metadata()),
            .. more,
        ];
        var daprd = await RunningDaprd.StartAsync(appId, appPort, resources: resources, variables: _redis.Variables);
        await daprd.WaitUntilReadyAsync();
        return daprd;
    }
}
