namespace DaprShared.Hosting.Tests;

/// <summary>Placement and scheduler are started for those who ask, once.</summary>
public sealed class ControlPlaneTests
{
    [Fact]
    public async Task Nothing_is_started_when_nothing_asks()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "http").WithDaprShared();

        var daprd = await builder.StartAsync("orders-dapr");

        Assert.Equal(["orders", "orders-dapr"], builder.Resources.Select(resource => resource.Name));
        Assert.Null(daprd.Value("placement-host-address"));
        Assert.Null(daprd.Value("scheduler-host-address"));
    }

    [Fact]
    public async Task Actors_workflows_and_jobs_of_several_apps_share_one_placement_and_one_scheduler()
    {
        var builder = AppHost.Create();
        builder.AddProcess("carts", "http").WithDaprShared(dapr => dapr.WithActors());
        builder.AddProcess("orders", "http").WithDaprShared(dapr => dapr.WithWorkflows().WithActors());
        builder.AddProcess("mails", "http").WithDaprShared(dapr => dapr.WithJobs());

        Assert.Equal(
            ["dapr-placement", "dapr-scheduler"],
            builder.Resources.Select(resource => resource.Name).Where(name => name.StartsWith("dapr-", StringComparison.Ordinal)).Order());
        var started = await builder.StartAsync(["carts-dapr", "orders-dapr", "mails-dapr"]);
        // One that asks for less has all of it too, as in a cluster: its app may call an actor of another one.
        foreach (var daprd in started.Values)
        {
            Assert.Equal("dapr-placement.dev.internal:50005", daprd.Value("placement-host-address"));
            Assert.Equal("dapr-scheduler.dev.internal:50006", daprd.Value("scheduler-host-address"));
            Assert.Equal(["dapr-placement", "dapr-scheduler"], daprd.WaitsFor.Order());
        }
    }

    [Theory]
    [InlineData("dapr-placement", "/placement", "docker.io/daprio/placement:1.18.3", "--port=50005 --healthz-port=8080")]
    [InlineData("dapr-scheduler", "/scheduler", "docker.io/daprio/scheduler:1.18.3",
        "--port=50006 --healthz-port=8080 --etcd-data-dir=/var/lock/dapr/scheduler --override-broadcast-host-port=dapr-scheduler:50006")]
    public async Task The_services_are_hidden_containers_with_a_health_check(string name, string binary, string image, string arguments)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithActors();
        var service = builder.Resources.OfType<ContainerResource>().Single(resource => resource.Name == name);

        var started = await builder.StartAsync(name);

        Assert.Equal(arguments.Split(' '), started.Arguments);
        Assert.Equal(binary, service.Entrypoint);
        Assert.Equal(image, service.TryGetContainerImageName(out var text) ? text : null);
        Assert.Contains("/healthz", Assert.Single(service.Annotations.OfType<HealthCheckAnnotation>()).Key, StringComparison.Ordinal);
        Assert.Contains(service.Annotations, annotation => annotation is HiddenAnnotation);
        Assert.Equal([("grpc", name == "dapr-placement" ? 50005 : 50006, "http2"), ("health", 8080, "http")],
            service.Annotations.OfType<EndpointAnnotation>()
                .Select(endpoint => (endpoint.Name, endpoint.TargetPort!.Value, endpoint.Transport)));
    }

    [Fact]
    public async Task An_address_of_ones_own_wins()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithActors().WithOptions(options => options.PlacementHostAddress = "placement.example.com:50005");

        Assert.Equal("placement.example.com:50005", (await builder.StartAsync("orders")).Value("placement-host-address"));
    }

    [Fact]
    public async Task Published_the_services_are_those_of_the_cluster()
    {
        var plain = await AppHost.PublishAsync(builder =>
        {
            builder.ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with { Namespace = "dapr" });
            builder.AddDaprShared("orders").WithActors().WithWorkflows().WithJobs();
        });

        Assert.DoesNotContain(
            plain.Keys,
            file => file.Contains("placement", StringComparison.Ordinal)
                || file.Contains("scheduler", StringComparison.Ordinal));
        var arguments = plain["dapr-shared/orders/daemonset-orders-dapr.yaml"].Texts("spec/template/spec/containers/0/args");
        Assert.Contains("--placement-host-address=dapr-placement-server.dapr.svc.cluster.local:50005", arguments);
        Assert.Contains("--scheduler-host-address=dapr-scheduler-server-a.dapr.svc.cluster.local:443", arguments);
    }

    [Fact]
    public async Task Actors_without_a_state_store_are_a_warning()
    {
        var builder = AppHost.Create();
        var plain = builder.AddDaprSharedComponent("plain", "state.in-memory");
        var store = builder.AddDaprSharedComponent("store", "state.in-memory").AsActorStateStore();
        builder.AddDaprShared("a").WithActors().WithReference(plain);
        builder.AddDaprShared("b").WithWorkflows().WithReference(store);
        builder.AddDaprShared("c").WithJobs();

        var warning = Assert.Single(Mistakes(builder));

        Assert.StartsWith(
            "warning DAPRSHARED045: a: Actors keep their state in a component with actorStateStore = true, and none is referenced.",
            warning,
            StringComparison.Ordinal);
        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public void Actors_in_an_app_with_several_replicas_are_refused()
    {
        var builder = AppHost.Create();
        builder.AddProject("carts", Path.Combine(AppContext.BaseDirectory, "Carts.csproj"), options => options.ExcludeLaunchProfile = true)
            .WithHttpEndpoint()
            .WithReplicas(2)
            .WithDaprShared(dapr => dapr.WithActors());

        Assert.Contains(
            Mistakes(builder),
            mistake => mistake.StartsWith(
                "error DAPRSHARED046: carts-dapr: app 'carts' hosts actors and has 2 replicas;",
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "1.15.7", true)]
    [InlineData(3, "1.15.7", true)]
    [InlineData(1, "1.15.7", false)]
    [InlineData(null, "1.16.0", false)]
    public void Workflows_in_several_daprds_need_a_version_that_shares_them(int? replicas, string version, bool isMistake)
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders").WithWorkflows().WithImageTag(version);
        _ = replicas is { } number ? dapr.PublishAsDeployment(number) : dapr.PublishAsDaemonSet();

        Assert.Equal(
            isMistake,
            Mistakes(builder, DaprdMode.Kubernetes)
                .Any(mistake => mistake.Contains("DAPRSHARED047: orders: workflows run in several daprds", StringComparison.Ordinal)));
        Assert.Equal(replicas != 1, ResolvedDaprd.Of(dapr.Resource).Daprd.RequiredFeatures.Contains("WorkflowsClusteredDeployment"));
    }

    [Fact]
    public void The_local_Configuration_has_the_feature_that_the_published_one_needs()
    {
        var builder = AppHost.Create();
        var shared = builder.AddDaprShared("shared").WithWorkflows();
        var single = builder.AddDaprShared("single").WithWorkflows().PublishAsDeployment();

        Assert.Equal("WorkflowsClusteredDeployment", Configuration(shared.Resource).At("spec/features/0/name"));
        Assert.Equal("true", Configuration(shared.Resource).At("spec/features/0/enabled"));
        Assert.Null(Configuration(single.Resource).At("spec/features"));
    }

    [Theory]
    [InlineData(false, "orders-dapr")]
    [InlineData(true, "settings")]
    public async Task Workflows_in_several_daprds_get_the_feature_that_they_need(bool hasConfiguration, string name)
    {
        var plain = await AppHost.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders").WithWorkflows();
            if (hasConfiguration)
            {
                dapr.WithReference(builder.AddDaprSharedConfiguration("settings").WithTracing(samplingRate: 1));
            }
        });

        var (configuration, workload) = (
            plain[$"dapr-shared/orders/configuration-{name}.yaml"],
            plain["dapr-shared/orders/daemonset-orders-dapr.yaml"]);
        Assert.Equal("WorkflowsClusteredDeployment", configuration.At("spec/features/0/name"));
        Assert.Equal(name, workload.At("spec/template/metadata/annotations/dapr.io~1config"));
        Assert.Contains($"--config={name}", workload.Texts("spec/template/spec/containers/0/args"));
    }

    private static string Configuration(DaprSharedResource dapr) =>
        ManifestYaml.Write(DaprObjects.LocalConfiguration(ResolvedDaprd.Of(dapr).Daprd));

    private static IEnumerable<string> Mistakes(IDistributedApplicationBuilder builder, DaprdMode mode = DaprdMode.Standalone) =>
        builder.Diagnostics(mode);
}
