using CommunityToolkit.Aspire.Hosting.Dapr;

namespace DaprShared.Hosting.Tests;

/// <summary>Files that a team already has, and components of CommunityToolkit's integration.</summary>
public sealed class ResourceFileTests : IDisposable
{
    private const string Store =
        """
        # Ours, since 2021.
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          namespace: shop
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: redisPassword
            value: hunter2   # to be moved
          - name: queryIndexes
            value: '{{ x }}'
          - name: enableTLS
            value: no
        ---
        apiVersion: dapr.io/v1alpha1
        kind: HTTPEndpoint
        metadata:
          name: bank
        spec:
          baseUrl: https://bank.example.com
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_are_copied_into_the_container_as_they_are()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders").WithResourcesFolder(_folder);

        // Read when the application starts, not when it is declared.
        Write("store.yaml", Store);
        Write("more.yml", "{}");
        Write("readme.md", "no");
        Directory.CreateDirectory(Path.Combine(_folder, "below"));
        Write("below/other.yaml", Store);
        var files = await dapr.FilesAsync();

        Assert.Equal(["resources/more.yml", "resources/store.yaml"], files.Keys.Where(file => file.StartsWith("resources/", StringComparison.Ordinal)));
        Assert.Equal(Store, files["resources/store.yaml"]);
        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public async Task A_path_is_relative_to_the_AppHost()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder("nowhere");

        Assert.Contains(
            $"DAPRSHARED032: orders: the folder '{Path.GetFullPath("nowhere", builder.AppHostDirectory)}' does not exist.",
            await builder.MistakesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_YAML_is_refused()
    {
        Write("bad.yaml", "a: [1");
        Write("list.yaml", "- a");
        Write("twice.yaml", "a: 1\na: 2");
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder);

        var mistakes = builder.Diagnostics();

        Assert.Equal(3, mistakes.Count);
        Assert.All(mistakes, text => Assert.Contains("error DAPRSHARED033: orders: '", text, StringComparison.Ordinal));
        Assert.Contains("bad.yaml' is not YAML that daprd could read: line 2:", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_clash_are_refused()
    {
        Write("statestore.yaml", Store);
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder).WithReference(builder.AddDaprSharedComponent("statestore", "state.redis"));

        var mistakes = builder.Diagnostics();

        Assert.Equal(2, mistakes.Count);
        Assert.Contains("DAPRSHARED034: orders: Component 'statestore' is in the AppHost and in '", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED034: orders: the file 'statestore.yaml' comes from the AppHost and from '", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_that_daprd_does_not_take_from_a_folder_are_warnings()
    {
        Write("config.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata:\n  name: shop\n");
        Write("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\n");
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder);

        var mistakes = builder.Diagnostics();

        Assert.All(mistakes, text => Assert.StartsWith("warning DAPRSHARED036", text, StringComparison.Ordinal));
        Assert.Contains("holds the Configuration 'shop'", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("not of Dapr's (apiVersion 'v1')", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_join_the_chart_once_as_they_are_and_a_secret_in_them_is_a_warning()
    {
        Write("store.yaml", Store);
        void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            builder.AddDaprShared("orders").WithResourcesFolder(_folder);
            builder.AddDaprShared("billing").WithResourcesFolder(_folder);
        }

        var chart = await AppHost.PublishAsync(Shop);

        Assert.Equal(
            """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
              namespace: shop
            spec:
              type: state.redis
              version: v1
              metadata:
                - name: redisPassword
                  value: hunter2
                - name: queryIndexes
                  value: "{{`{{`}} x }}"
                - name: enableTLS
                  value: no

            """,
            chart["templates/orders/component-statestore.yaml"], ignoreLineEndingDifferences: true);
        Assert.Equal("https://bank.example.com", chart["templates/orders/httpendpoint-bank.yaml"].At("spec/baseUrl"));
        Assert.Single(chart.Keys, file => file.Contains("statestore", StringComparison.Ordinal));
        Assert.Equal(Store, File.ReadAllText(Path.Combine(_folder, "store.yaml")));

        var builder = AppHost.Create("--operation", "publish");
        Shop(builder);
        var warning = Assert.Single(builder.Diagnostics(DaprdMode.Kubernetes));
        Assert.Contains("warning DAPRSHARED035", warning, StringComparison.Ordinal);
        Assert.Contains("metadata 'redisPassword'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_join_plain_manifests_too()
    {
        Write("store.yaml", Store);

        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithResourcesFolder(_folder)
            .WithReference(builder.AddDaprSharedSubscription("order-placed", "pubsub", "orders", "/orders"))
            .WithReference(builder.AddDaprSharedConfiguration("shop").WithTracing(1)));

        Assert.Equal("shop", files["dapr-shared/orders/component-statestore.yaml"].At("metadata/namespace"));
        Assert.Equal("{{ x }}", files["dapr-shared/orders/component-statestore.yaml"].At("spec/metadata/1/value"));
        Assert.Equal("/orders", files["dapr-shared/orders/subscription-order-placed.yaml"].At("spec/routes/default"));
        Assert.Equal("1", files["dapr-shared/orders/configuration-shop.yaml"].At("spec/tracing/samplingRate"));
        Assert.Contains("httpendpoint-bank.yaml", (List<object>)files["dapr-shared/orders/kustomization.yaml"].At("resources")!);
        Assert.Contains("--config=shop", ((List<object>)files["dapr-shared/orders/daemonset-orders-dapr.yaml"].At("spec/template/spec/containers/0/args")!).Cast<string>());
    }

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
        Write("store.yaml", Store);
        Write("other.yaml", "{}");
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprComponent("statestore", "state", new DaprComponentOptions { LocalPath = Path.Combine(_folder, "store.yaml") }));

        Assert.Equal(Store, (await dapr.FilesAsync())["resources/store.yaml"]);
        var warning = Assert.Single(builder.Diagnostics());
        Assert.Contains("warning DAPRSHARED042: statestore: a sidecar would also read 'other.yaml'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_only_CommunityToolkit_can_read_is_refused_and_the_call_to_use_instead_is_named()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithReference(builder.AddDaprComponent("statestore", "state.redis").WithMetadata("redisHost", "redis:6379"));
        builder.AddDaprShared("billing").WithReference(builder.AddDaprComponent("secrets", "secretstore", new DaprComponentOptions { LocalPath = Path.Combine(_folder, "gone.yaml") }));

        var mistakes = builder.Diagnostics();

        Assert.Equal(2, mistakes.Count);
        Assert.Contains("error DAPRSHARED041: statestore:", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("AddDaprSharedComponent(\"statestore\", \"state.redis\")", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("error DAPRSHARED032: secrets:", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CommunityToolkit_component_becomes_an_object_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            var store = builder.AddDaprComponent("statestore", "state.redis");
            builder.AddDaprShared("orders").WithReference(store);
            builder.AddDaprShared("billing").WithReference(store);
        });

        var file = Assert.Single(chart.Keys, key => key.Contains("statestore", StringComparison.Ordinal));
        Assert.Equal("templates/orders/component-statestore.yaml", file);
        Assert.Equal(["billing", "orders"], (List<object>)chart[file].At("scopes")!);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
