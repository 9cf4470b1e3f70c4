namespace DaprShared.Hosting.Tests;

/// <summary>Mistakes of an AppHost are reported together, before anything starts.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void What_is_not_published_is_said()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithApp(builder.AddProcess("tool", "http")).WithVolume("certs", "/certs");
        builder.AddDaprShared("b")
            .WithApp(builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080))
            .WithInjectedDaprd()
            .WithArgs("--log-level=debug");

        Assert.DoesNotContain(builder.Diagnostics(), mistake => mistake.Contains("DAPRSHARED08", StringComparison.Ordinal));
        Assert.Collection(
            Published(builder),
            mistake => Assert.StartsWith("warning DAPRSHARED081: a: app 'tool' gets no workload,", mistake),
            mistake => Assert.StartsWith("warning DAPRSHARED080: b: the sidecar injector takes no arguments", mistake),
            mistake => Assert.StartsWith("warning DAPRSHARED080: a: the mount of 'certs' at '/certs'", mistake));
    }

    [Fact]
    public void What_only_a_container_has_is_said()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared("entry").WithEntrypoint("/custom");
        builder.AddDaprShared("port").WithHttpEndpoint(targetPort: 7777, name: "profile");
        builder.AddDaprShared("open").WithExternalHttpEndpoints();
        builder.AddDaprShared("image").WithDockerfile(".");

        Assert.Equal(
            [
                "warning DAPRSHARED080: entry: the entry point '/custom' is the container's; in a cluster the command is '/daprd'. "
                + "Let it be the image's '/daprd' (WithDockerfile), or change the command with PublishAsKubernetesService.",
                "warning DAPRSHARED080: port: the endpoint 'profile' has no port in the Services and the NetworkPolicy. "
                + "Reach it with kubectl port-forward, or add its port with PublishAsKubernetesService.",
                "warning DAPRSHARED080: open: WithExternalHttpEndpoints opens nothing in a cluster. "
                + "Set ApiServiceType with WithPodSettings, or route to it with AddIngress.",
                "warning DAPRSHARED080: image: nobody builds the image of WithDockerfile for plain manifests; "
                + "they have 'docker.io/daprio/daprd:1.18.3'. Push the image, and name it with WithImage in place of WithDockerfile.",
            ],
            Published(builder));
    }

    // Two daprds read it, and it is one mistake; whether it is declared, named, or in a file.
    [Theory]
    [InlineData("declared")]
    [InlineData("named")]
    [InlineData("file")]
    public void An_illegal_name_of_a_Configuration_is_told_once(string how)
    {
        using TeamFolder folder = new();
        folder.Write("shop.yaml", "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {name: Shop}\nspec: {}\n");
        var builder = AppHost.Create("--operation", "publish");
        var configuration = how == "declared" ? builder.AddDaprSharedConfiguration("Shop") : null;
        foreach (var daprd in new[] { builder.AddDaprShared("a"), builder.AddDaprShared("b") })
        {
            _ = configuration is null ? daprd.WithOptions(options => options.Config = "Shop") : daprd.WithReference(configuration);
            _ = how == "file" ? daprd.WithResourcesFolder(folder.Path) : daprd;
        }

        Assert.Equal(
            [
                "error DAPRSHARED073: Shop: the Configuration has the name 'Shop', which Kubernetes refuses. "
                + "Use lower-case letters, digits, inner hyphens and dots, at most 253.",
            ],
            from mistake in ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            where mistake.IsError
            select mistake.ToString());
    }

    [Fact]
    public void In_plain_manifests_the_name_of_a_daprd_is_that_of_nothing()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared(new string('d', 56), appId: "orders");

        Assert.Empty(ModelValidator.Validate(Targets.Published([.. builder.Resources])));
    }

    [Fact]
    public void Names_that_Kubernetes_refuses_are_mistakes_when_they_are_published()
    {
        var builder = AppHost.Create();
        var store = builder.AddDaprSharedComponent("Store", "state.redis");
        builder.AddDaprShared("a", appId: "a")
            .WithReference(store)
            .WithReference(builder.AddDaprSharedSubscription("Placed", store, "orders", "/orders"))
            .WithReference(builder.AddDaprSharedResiliency("Patience"))
            .WithReference(builder.AddDaprSharedConfiguration("Shop"))
            .WithServiceAccount("my_account")
            .WithPriorityClass("High")
            .WithImagePullSecret("reg/istry")
            .WithTrustAnchorsFromConfigMap(new('r', 254))
            .WithPodSettings(
                pod => pod with { SecretEnvironment = new Dictionary<string, TokenReference> { ["X"] = new("My_Secret", "k") } });

        Assert.Empty(builder.Diagnostics());
        Assert.Equal(
            [
                "Patience: the Resiliency has the name 'Patience'",
                "Placed: the Subscription has the name 'Placed'",
                "Shop: the Configuration has the name 'Shop'",
                "Store: the Component has the name 'Store'",
                "a: the ServiceAccount has the name 'my_account'",
                "a: the environment's Secret has the name 'My_Secret'",
                "a: the priority class has the name 'High'",
                "a: the pull Secret has the name 'reg/istry'",
                $"a: the trust anchors' ConfigMap has the name '{new string('r', 254)}'",
            ],
            from mistake in ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            where mistake.Rule == DiagnosticRules.IllegalName
            let text = $"{mistake.Subject}: {mistake.Message.Split(',')[0]}"
            orderby text
            select text);
    }

    // What is said of what is lost, and of volumes.
    private static IReadOnlyList<string> Published(IDistributedApplicationBuilder builder) =>
        [
            .. from diagnostic in ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            where diagnostic.Rule.Code is "DAPRSHARED069" or "DAPRSHARED080" or "DAPRSHARED081"
            select diagnostic.ToString(),
        ];

    [Theory]
    [InlineData("tcp", 1)]
    [InlineData("http", 0)]
    [InlineData(null, 0)]
    public void An_app_without_an_endpoint_that_daprd_can_call_is_a_mistake_and_one_without_any_is_not(string? scheme, int mistakes)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithApp(builder.AddProcess("orders", scheme is null ? [] : [scheme]));

        Assert.Equal(
            mistakes,
            builder.Diagnostics()
                .Count(
                    mistake => mistake.Contains(
                        "DAPRSHARED005: a: app 'orders' has no endpoint that daprd can call; it has 'tcp'.",
                        StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_app_has_one_daprd()
    {
        var builder = AppHost.Create();
        var (a, b) = (builder.AddDaprShared("a"), builder.AddDaprShared("b"));
        builder.AddProcess("orders").WithReference(a).WithReference(a).WithEnvironment("OTHER", b.Resource.HttpEndpoint);
        Assert.Null(await builder.MistakesAsync());

        builder = AppHost.Create();
        (a, b) = (builder.AddDaprShared("a"), builder.AddDaprShared("b"));
        builder.AddProcess("orders").WithReference(a).WithReference(b);
        Assert.StartsWith("error DAPRSHARED104: orders: it refers to 'a' and to 'b', but its variables ", await builder.MistakesAsync());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(5, "replicas = 5 has no effect: the number is the autoscaler's, 2 to 10. Remove one of the two.")]
    [InlineData(0, "replicas = 0 has no effect: the number is the autoscaler's, 2 to 10. Remove one of the two.")]
    public void An_autoscaler_needs_no_number(int? replicas, string? mistake)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").PublishAsDeployment(replicas).WithAutoscaling(2, 10);

        Assert.Equal(mistake is null ? [] : [$"warning DAPRSHARED023: a: {mistake}"], builder.Diagnostics(DaprdMode.Kubernetes));
    }

    [Fact]
    public void An_account_that_is_not_written_takes_no_annotation()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithServiceAccount("mine").WithServiceAccountAnnotation("team", "shop");
        builder.AddDaprShared("b")
            .WithServiceAccount("mine")
            .WithServiceAccountAnnotation("team", "shop")
            .WithPodSettings(pod => pod with { CreateServiceAccount = true });

        Assert.Equal(
            [
                "warning DAPRSHARED023: a: annotations of the ServiceAccount have no effect (team): "
                + "'mine' exists and is not written. Annotate that ServiceAccount, or let it be created.",
            ],
            builder.Diagnostics(DaprdMode.Kubernetes));
    }

    [Theory]
    [InlineData("team", "Configuration 'team' is known by its name only; it has to enable the feature WorkflowsClusteredDeployment.")]
    [InlineData("without", "Configuration 'without' in '{0}' does not enable the feature WorkflowsClusteredDeployment.")]
    [InlineData("off", "Configuration 'off' in '{0}' does not enable the feature WorkflowsClusteredDeployment.")]
    [InlineData("on", null)]
    public void The_Configuration_of_workflows_in_several_daprds_enables_the_feature(string name, string? mistake)
    {
        var folder = Directory.CreateTempSubdirectory("dapr-shared-");
        var file = Path.Combine(folder.FullName, "configurations.yaml");
        var configurations = new[]
        {
            ("without", "{}"),
            ("off", "{features: [{name: WorkflowsClusteredDeployment, enabled: false}]}"),
            ("on", "{features: [{name: WorkflowsClusteredDeployment, enabled: true}]}"),
        };
        File.WriteAllText(file, string.Join("---\n", configurations.Select(item =>
            $"apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {{name: {item.Item1}}}\nspec: {item.Item2}\n")));
        var builder = AppHost.Create();
        foreach (var (resource, replicas) in new[] { ("a", 2), ("b", 1) })
        {
            builder.AddDaprShared(resource)
                .WithWorkflows()
                .PublishAsDeployment(replicas)
                .WithResourcesFolder(folder.FullName)
                .WithOptions(options => options.Config = name);
        }

        Assert.Equal(
            mistake is null ? [] : [$"a: workflows run in several daprds, and {mistake.Replace("{0}", file, StringComparison.Ordinal)}"],
            from diagnostic in builder.Diagnostics(DaprdMode.Kubernetes)
            where diagnostic.StartsWith("warning DAPRSHARED074: ", StringComparison.Ordinal)
            select diagnostic["warning DAPRSHARED074: ".Length..].Split(" Enable it there")[0]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_Configuration_of_the_cluster_is_missed_elsewhere()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithOptions(options => options.Config = "team");
        builder.AddDaprShared("b")
            .WithOptions(options => options.Config = "settings")
            .WithReference(builder.AddDaprSharedConfiguration("settings"));

        Assert.Equal(
            [
                "warning DAPRSHARED075: a: option Config = 'team' names a Configuration of the cluster; "
                + "here daprd goes without it. Declare it with AddDaprSharedConfiguration(\"team\") and refer to it, "
                + "to have it everywhere.",
            ],
            builder.Diagnostics());
        Assert.Empty(builder.Diagnostics(DaprdMode.Kubernetes));
    }

    [Fact]
    public async Task A_right_application_has_no_mistakes()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "http").WithDaprShared();

        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public async Task All_mistakes_are_reported_at_once()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http");
        builder.AddDaprShared("a", appId: "My.Orders").WithApp(orders, "grpc");
        builder.AddDaprShared("b", appId: "same").WithRemoteUrl("orders:80");
        builder.AddDaprShared("c", appId: "same").WithOptions(options => options.LogLevel = "loud");

        var mistakes = await builder.MistakesAsync();

        Assert.Contains("DAPRSHARED001: a: app-id 'My.Orders'", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED005: a: app 'orders' has no endpoint 'grpc'; it has 'http'.", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED011: b: 'orders:80'", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED003: b, c:", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED009: c: option LogLevel = 'loud'", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_must_not_listen_on_a_port_of_daprd()
    {
        var builder = AppHost.Create();
        builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 3500).WithDaprShared();
        builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(port: 3500, targetPort: 8080).WithDaprShared();

        var mistakes = await builder.MistakesAsync();

        Assert.Contains(
            "DAPRSHARED008: orders-dapr: app 'orders' is called at port 3500 of its endpoint 'http'",
            mistakes,
            StringComparison.Ordinal);
        Assert.DoesNotContain("billing", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_plain_endpoints_need_a_name()
    {
        var builder = AppHost.Create();
        var orders = builder.AddExecutable("orders", "app", ".").WithHttpEndpoint(name: "public").WithHttpEndpoint(name: "admin");
        builder.AddDaprShared("orders-dapr").WithApp(orders);

        Assert.Contains(
            "DAPRSHARED007: orders-dapr: app 'orders' has the endpoints 'public', 'admin'.",
            await builder.MistakesAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_only_app_is_a_warning_and_starts()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "https").WithDaprShared();

        Assert.Null(await builder.MistakesAsync());
    }
}
