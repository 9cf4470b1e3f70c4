namespace DaprShared.Hosting.Tests;

/// <summary>Files that a team already has.</summary>
public sealed class ResourceFileTests : IDisposable
{
    private readonly TeamFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_copied_into_the_container_as_they_are()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path);

        // Read when the application starts, not when it is declared.
        _folder.Write("store.yaml", TeamFolder.Store);
        _folder.Write("more.yml", "{}");
        _folder.Write("readme.md", "no");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "below"));
        _folder.Write("below/other.yaml", TeamFolder.Store);
        var files = await dapr.FilesAsync();

        Assert.Equal(["resources/more.yml", "resources/store.yaml"],
            files.Keys.Where(file => file.StartsWith("resources/", StringComparison.Ordinal)));
        Assert.Equal(TeamFolder.Store, files["resources/store.yaml"]);
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
        _folder.Write("bad.yaml", "a: [1");
        _folder.Write("list.yaml", "- a");
        _folder.Write("twice.yaml", "a: 1\na: 2");
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path);

        var mistakes = builder.Diagnostics();

        Assert.Equal(3, mistakes.Count);
        Assert.All(mistakes, text => Assert.Contains($"error DAPRSHARED033: {_folder.Path}", text, StringComparison.Ordinal));
        Assert.Contains("bad.yaml: is not YAML that daprd could read: line 2:", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_clash_are_refused()
    {
        _folder.Write("statestore.yaml", TeamFolder.Store);
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path)
            .WithReference(builder.AddDaprSharedComponent("statestore", "state.redis"));

        var mistakes = builder.Diagnostics();

        Assert.Equal(2, mistakes.Count);
        Assert.Contains("DAPRSHARED034: orders: Component 'statestore' is in the AppHost and in '", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED034: orders: the file 'statestore.yaml' comes from the AppHost and from '", mistakes[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_that_daprd_does_not_take_from_a_folder_are_warnings()
    {
        _folder.Write("config.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata:\n  name: shop\n");
        _folder.Write("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\n");
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path);

        var mistakes = builder.Diagnostics();

        Assert.All(mistakes, text => Assert.StartsWith("warning DAPRSHARED036", text, StringComparison.Ordinal));
        Assert.Contains("holds the Configuration 'shop'", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("not of Dapr's (apiVersion 'v1')", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_kubectl_has_read_is_read_as_its_author_wrote_it()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path);
        _folder.Write("list.yaml", """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: dapr.io/v1alpha1
              kind: Component
              metadata: {name: statestore, namespace: "", uid: 2d8a}
              spec: {type: state.redis, version: v1, metadata: []}
            """);

        // daprd passes over a List.
        Assert.Equal(
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: statestore}\n"
            + "spec: {type: state.redis, version: v1, metadata: []}\n",
            (await dapr.FilesAsync())["resources/list.yaml"]);
        Assert.Contains("warning DAPRSHARED142: ", Assert.Single(builder.Diagnostics()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: Configuration\nmetadata: {name: daprConfig}\nspec: {}", "warning DAPRSHARED036")]
    [InlineData(
        "kind: Component\nmetadata: {name: s, namespace: [a]}\nspec: {type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED141")]
    [InlineData(
        "kind: Component\nmetadata: {name: s}\nspec: {type: state.redis, version: '{{ .v }}', metadata: []}",
        "error DAPRSHARED140")]
    [InlineData("kind: HTTPEndpoint\nmetadata: {name: s}\nspec: {baseUrl: 'http://localhost:8080'}", "warning DAPRSHARED143")]
    [InlineData(
        "kind: Component\nmetadata: {name: s}\nspec: {typ: state.redis, type: state.redis, version: v1, metadata: []}",
        "error DAPRSHARED146")]
    [InlineData("kind: Component\nmetadata: {name: s}\nspec: {type: state.redis, metadata: []}", "error DAPRSHARED148")]
    public void What_is_wrong_with_a_document_is_told_once_whoever_refers_to_it(string document, string mistake)
    {
        _folder.Write("document.yaml", $"apiVersion: dapr.io/v1alpha1\n{document}\n");
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path);
        builder.AddDaprShared("billing").WithResourcesFolder(_folder.Path);

        Assert.StartsWith(mistake, Assert.Single(builder.Diagnostics(DaprdMode.Kubernetes)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_works_on_one_machine_only_is_a_warning_when_it_is_published()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared("orders").WithRemoteUrl("http://localhost:5000")
            .WithReference(builder.AddDaprSharedComponent("nightly", "bindings.cron").WithMetadata("schedule", "@every 20s"))
            .WithReference(builder.AddDaprSharedComponent("secrets", "secretstores.local.file")
                .WithMetadata("secretsFile", "/secrets/s.json"))
            .WithReference(builder.AddDaprSharedComponent("store", "state.redis").WithMetadata("redisHost", "127.0.0.1:6379"));

        var warnings = builder.Diagnostics(DaprdMode.Kubernetes);

        Assert.Equal(
            ["143: orders", "143: store", "145: nightly", "144: secrets"],
            warnings.Select(
                warning => string.Join(':', warning.Replace("warning DAPRSHARED", "", StringComparison.Ordinal).Split(':')[..2])));
        builder.Resources.OfType<DaprSharedResource>().Single().Annotations.Add(
            new ContainerMountAnnotation("secrets", "/secrets", ContainerMountType.Volume, isReadOnly: true));
        Assert.DoesNotContain(
            builder.Diagnostics(DaprdMode.Kubernetes),
            warning => warning.Contains("DAPRSHARED144", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_join_plain_manifests_too()
    {
        _folder.Write("store.yaml", TeamFolder.Store);

        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithResourcesFolder(_folder.Path)
            .WithReference(builder.AddDaprSharedSubscription("order-placed", "pubsub", "orders", "/orders"))
            .WithReference(builder.AddDaprSharedConfiguration("shop").WithTracing(1)));

        Assert.Equal("shop", files["dapr-shared/orders/component-statestore.yaml"].At("metadata/namespace"));
        Assert.Equal("{{ x", files["dapr-shared/orders/component-statestore.yaml"].At("spec/metadata/1/value"));
        Assert.Equal("/orders", files["dapr-shared/orders/subscription-order-placed.yaml"].At("spec/routes/default"));
        Assert.Equal("1", files["dapr-shared/orders/configuration-shop.yaml"].At("spec/tracing/samplingRate"));
        Assert.Contains("httpendpoint-bank.yaml", (List<object>)files["dapr-shared/orders/kustomization.yaml"].At("resources")!);
        Assert.Contains("--config=shop",
            ((List<object>)files["dapr-shared/orders/daemonset-orders-dapr.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>());
    }

    [Fact]
    public async Task A_Configuration_of_a_folder_is_published_where_a_daprd_names_it()
    {
        _folder.Write("configurations.yaml", TeamFolder.Configurations);
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            builder.AddDaprShared("billing").WithResourcesFolder(_folder.Path);
            builder.AddDaprShared("orders").WithResourcesFolder(_folder.Path).WithOptions(options => options.Config = "shop");
        });

        var configuration = Assert.Single(files.Objects(), item => item.Name.StartsWith("Configuration/", StringComparison.Ordinal));
        Assert.Equal("Configuration/shop", configuration.Name);
        Assert.All(log.Where(line => line.Contains("DAPRSHARED036", StringComparison.Ordinal)), line => Assert.Contains(
            "holds the Configuration 'other', which daprd does not take from a folder of resources, so it is not published.", line,
                StringComparison.Ordinal));
        Assert.DoesNotContain("checksum/config", files.Object("DaemonSet/billing-dapr"), StringComparison.Ordinal);
        Assert.Contains("checksum/config", files.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
    }
}
