namespace DaprdStandIn.Tests;

/// <summary>Resource files that change while daprd runs.</summary>
public class HotReloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_component_comes_changes_its_name_and_goes()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.PubSub]);

        daprd.Write("store.yaml", Manifests.StateStore);
        await LoadsAsync(daprd, "pubsub", "statestore");
        await daprd.Client.SaveStateAsync("statestore", "a", 1, cancellationToken: Cancellation);

        daprd.Write("store.yaml", Manifests.Component("other", "state.in-memory"));
        await LoadsAsync(daprd, "pubsub", "other");

        daprd.Write("store.yaml", "");
        await LoadsAsync(daprd, "pubsub");
    }

    [Fact]
    public async Task A_component_that_cannot_work_ends_a_running_daprd()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.PubSub]);

        daprd.Write("queue.yaml", Manifests.Component("queue", "pubsub.kafka"));

        Assert.Equal(1, await daprd.ExitAsync());
        Assert.Contains("Fatal error from runtime: process component queue error: ", daprd.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ignores_errors_does_not_and_neither_does_a_file_that_is_no_YAML()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.PubSub]);

        daprd.Write("queue.yaml", Manifests.Component("queue", "pubsub.kafka", "  ignoreErrors: true"));
        daprd.Write("odd.yaml", "this: [is not YAML");
        daprd.Write("store.yaml", Manifests.StateStore);

        await LoadsAsync(daprd, "pubsub", "statestore");
        Assert.Contains("Ignoring error processing component: process component queue error: ", daprd.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_that_comes_later_brings_messages_to_the_app()
    {
        await using var app = await TestApp.StartAsync(_ => { });
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Manifests.PubSub]);
        await daprd.WaitUntilReadyAsync();

        daprd.Write("subscription.yaml", Manifests.DeclarativeSubscription);

        await Eventually.IsTrueAsync(async () =>
            (await daprd.Http.GetStringAsync("/v1.0/metadata", Cancellation)).Contains("DECLARATIVE", StringComparison.Ordinal));
    }

    private static Task LoadsAsync(RunningDaprd daprd, params string[] components) => Eventually.IsTrueAsync(async () =>
        (await daprd.Client.GetMetadataAsync(Cancellation)).Components.Select(component => component.Name).SequenceEqual(components));
}
