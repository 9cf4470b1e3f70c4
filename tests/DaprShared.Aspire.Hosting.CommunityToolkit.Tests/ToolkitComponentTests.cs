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
    public async Task A_CommunityToolkit_component_becomes_one_object_in_a_cluster()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var store = builder.AddDaprComponent("statestore", "state.redis");
            builder.AddDaprShared("orders").WithReference(store);
            builder.AddDaprShared("billing").WithReference(store);
        });

        var file = Assert.Single(files.Keys, key => key.Contains("statestore", StringComparison.Ordinal));
        Assert.Equal("dapr-shared/billing/component-statestore.yaml", file);
        Assert.Equal(["billing", "orders"], files[file].Texts("scopes"));
    }

    [Fact]
    public void A_file_of_the_type_gets_the_name_of_the_component_and_nothing_else_of_it_changes()
    {
        const string file =
            """
            # state: ours
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: { name: state, labels: { name: state } }
            spec:
              type: state.redis
              version: v1
              metadata:
              - name: state
                value: "name: state"
              - name: stateKey
                value: state
            """;
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, ".dapr", "components")).FullName;
        File.WriteAllText(Path.Combine(folder, "state.yaml"), file);
        var builder = AppHost.Create();
        List<Diagnostic> mistakes = [];

        var found = new ToolkitComponent("orders", builder.AddDaprStateStore("statestore").Resource, _folder.Path).Read(mistakes);

        Assert.Empty(mistakes);
        Assert.Equal("statestore.yaml", Assert.Single(found.Files).Name);
        Assert.Equal(file.Replace("{ name: state, labels", "{ name: statestore, labels", StringComparison.Ordinal), found.Files[0].Text);
    }

    [Fact]
    public async Task The_file_of_a_CommunityToolkit_component_is_carried_over()
    {
        _folder.Write("store.yaml", TeamFolder.Store);
        _folder.Write("other.yaml", "{}");
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprComponent("statestore", "state", new DaprComponentOptions
            {
                LocalPath = Path.Combine(_folder.Path, "store.yaml"),
            }));

        Assert.Equal(TeamFolder.Store, (await dapr.FilesAsync())["resources/store.yaml"]);
        var warning = Assert.Single(builder.Diagnostics());
        Assert.Contains("warning DAPRSHARED042: statestore: a sidecar would also read 'other.yaml'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_only_CommunityToolkit_can_read_is_refused_and_the_call_to_use_instead_is_named()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprComponent("statestore", "state.redis").WithMetadata("redisHost", "redis:6379"));
        builder.AddDaprShared("billing")
            .WithReference(builder.AddDaprComponent("secrets", "secretstore", new DaprComponentOptions
            {
                LocalPath = Path.Combine(_folder.Path, "gone.yaml"),
            }));

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
        builder.AddProcess("app", "http")
            .WithReference(dapr)
            .WithReference(builder.AddConnectionString("e"))
            .WithReference(redis.GetEndpoint("tcp"));
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
        Assert.Contains(
            "DAPRSHARED004: orders-dapr:",
            Assert.ThrowsAny<DistributedApplicationException>(() => orders.WithDaprShared()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_needs_CommunityToolkit_and_no_publisher()
    {
        var references = typeof(DaprSharedCommunityToolkitExtensions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Equal(
            ["Aspire.Hosting", "CommunityToolkit.Aspire.Hosting.Dapr", "DaprShared", "DaprShared.Aspire.Hosting"],
            references
                .Where(name => name!.Contains("Aspire", StringComparison.Ordinal) || name.Contains("Dapr", StringComparison.Ordinal))
                .Order());
    }
}
