namespace DaprdStandIn.Tests;

public class ComponentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_component_that_cannot_work_ends_daprd()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunningDaprd.StartAsync(resources: [Manifests.Component("queue", "pubsub.kafka")]));

        Assert.Contains("level=fatal", error.Message, StringComparison.Ordinal);
        Assert.Contains("initialization error occurred for queue (pubsub.kafka/v1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_that_ignores_errors_or_is_for_another_app_does_no_harm()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources:
        [
            Manifests.Component("ignored", "pubsub.kafka", "  ignoreErrors: true"),
            Manifests.Component("foreign", "pubsub.kafka", "scopes: [storefront]"),
            "this: [is not YAML",
            Manifests.PubSub + "\n---\n" + Manifests.StateStore,
        ]);

        var metadata = await daprd.Client.GetMetadataAsync(Cancellation);

        Assert.Equal(["pubsub", "statestore"], metadata.Components.Select(component => component.Name));
        Assert.Contains("level=warning msg=\"daprd load Component error when parsing", daprd.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_does_not_answer_ends_daprd_after_the_init_timeout()
    {
        var port = RunningDaprd.FreePort();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningDaprd.StartAsync(resources:
        [
            Manifests.Component("statestore", "state.redis", $$"""
                  initTimeout: 200ms
                  metadata:
                  - name: redisHost
                    value: 127.0.0.1:{{port}}
                """),
        ]));

        Assert.Contains($"error connecting to redis at 127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }
}
