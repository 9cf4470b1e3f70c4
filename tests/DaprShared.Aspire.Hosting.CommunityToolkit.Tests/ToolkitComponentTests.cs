using CommunityToolkit.Aspire.Hosting.Dapr;

namespace DaprShared.Hosting.Tests;

/// <summary>Components of CommunityToolkit's integration, and apps with its sidecar.</summary>
public sealed class ToolkitComponentTests : IDisposable
{
    private readonly TeamFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_CommunityToolkit_component_keeps_its_name_and_type_and_is_awaited()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprStateStore("statestore"))
            .WithReference(builder.AddDaprComponent("queue", "bindings.rabbitmq"));

        var files = await dapr.FilesAsync();

        Assert.Equal("state.in-memory", files["resources/statestore.yaml"].At("spec/type"));
        Assert.Equal("bindings.rabbitmq", files["resources/queue.yaml"].At("spec/type"));
        Assert.Equal(["statestore", "queue"], (await builder.StartAsync("orders")).WaitsFor);
    }

    [Fact]
    public async Task The_file_of_a_CommunityToolkit_component_is_carried_over()
    {
        _folder.Write("store.yaml", TeamFolder.Store);
        _folder.Write("other.yaml", "{}");
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprComponent("statestore", "state", new DaprComponentOptions { LocalPath = Path.Combine(_folder.Path, "store.yaml") }));

        Assert.Equal(TeamFolder.Store, (await dapr.FilesAsync())["resources/store.yaml"]);
        var warning = Assert.Single(builder.Diagnostics());
        Assert.Contains("warning DAPRSHARED042: statestore: a sidecar would also read 'other.yaml'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_only_CommunityToolkit_can_read_is_refused_and_the_call_to_use_instead_is_named()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithReference(builder.AddDaprComponent("statestore", "state.redis").WithMetadata("redisHost", "redis:6379"));
        builder.AddDaprShared("billing").WithReference(builder.AddDaprComponent("secrets", "secretstore", new DaprComponentOptions { LocalPath = Path.Combine(_folder.Path, "gone.yaml") }));

        var mistakes = builder.Diagnostics();

        Assert.Equal(2, mistakes.Count);
        Assert.Contains("error DAPRSHARED041: statestore:", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("AddDaprSharedComponent(\"statestore\", \"state.redis\")", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("error DAPRSHARED032: secrets:", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_are_unambiguous_with_CommunityToolkit_in_scope()
    {
        var builder = AppHost.Create();
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
        IResourceBuilder<DaprSharedResource> dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedComponent("a", "state.redis")
                .WithMetadata("literal", "text")
                .WithMetadata("endpoint", redis.GetEndpoint("tcp"))
                .WithMetadata("parameter", builder.AddParameter("p", "v"))
                .WithMetadata("connection", builder.AddConnectionString("c")))
            .WithReference(builder.AddDaprStateStore("b"))
            .WithReference(builder.AddDaprComponent("d", "state.redis"));
        builder.AddProcess("app", "http").WithReference(dapr).WithReference(builder.AddConnectionString("e")).WithReference(redis.GetEndpoint("tcp"));
        builder.AddProcess("other", "http").WithDaprShared(own => own.WithReference(builder.AddDaprPubSub("f")));

        Assert.Equal(2, dapr.Resource.Sources.Count);
        Assert.Empty(dapr.Resource.Annotations.OfType<DaprComponentReferenceAnnotation>());
    }

    [Fact]
    public async Task An_app_with_a_sidecar_is_refused()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http").WithDaprSidecar();
        builder.AddDaprShared("orders-shared", appId: "orders").WithApp(orders);

        Assert.Contains("DAPRSHARED004: orders-shared:", await builder.MistakesAsync(), StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED004: orders-dapr:", Assert.Throws<DistributedApplicationException>(() => orders.WithDaprShared()).Message, StringComparison.Ordinal);
    }
}
