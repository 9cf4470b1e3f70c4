namespace DaprShared.Hosting.Tests;

/// <summary>
/// Where daprds go: each environment has a target that says what is different there, and nobody else asks which one it is.
/// </summary>
public sealed class TargetTests
{
    [Fact]
    public async Task A_target_of_ones_own_is_asked_for_all_that_differs()
    {
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(DaprdMode.Kubernetes));
            builder.AddDaprShared("orders").WithOptions(options => options.LogLevel = "warn").WithEnvironment("USERS", "own");
        });

        var container = files["cloud/orders.txt"].Split('\n');
        Assert.Subset(container.ToHashSet(), new HashSet<string> { "<--mode=kubernetes>", "<--log-level=warn>" }); // Mode, Literal
        Assert.Contains("PREPARED=before all callbacks", container); // Prepare
        Assert.Contains("OF_THE_TARGET=orders", container); // Variables
        Assert.Contains("COMPLETED=behind all callbacks, which have set USERS", container); // Complete
        Assert.Contains("warning DAPRSHARED080: orders: it was validated after it was prepared. Leave it.", log); // Validate
        Assert.Equal(["cloud/orders.txt"], files.Keys); // nothing that belongs to another target
    }

    [Fact]
    public async Task A_variable_of_the_target_is_not_the_users() => Assert.Equal(
        [
            "error DAPRSHARED071: orders: variable 'OF_THE_TARGET' is daprd's own. "
            + "Remove it, and set what it comes from: an option, or the metadata of a component.",
        ],
        (await AppHost.FailAsync(builder =>
        {
            builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(DaprdMode.Kubernetes));
            builder.AddDaprShared("orders").WithEnvironment("OF_THE_TARGET", "mine");
        })).Errors);

    [Fact]
    public async Task Each_of_two_environments_has_its_own()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var edge = builder.AddResource(new FakeEnvironment("edge")).WithAnnotation(new FakeTarget(DaprdMode.Standalone));
            var cloud = builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(DaprdMode.Kubernetes));
            builder.AddDaprShared("orders").WithComputeEnvironment(edge);
            // A daprd goes where its app goes.
            builder.AddContainer("mails", "shop/mails").WithHttpEndpoint(targetPort: 8080).WithComputeEnvironment(cloud).WithDaprShared();
        });

        Assert.Equal(["cloud/mails-dapr.txt", "cloud/mails.txt", "edge/orders.txt"], files.Keys);
        Assert.Contains("<--mode=standalone>", files["edge/orders.txt"], StringComparison.Ordinal);
        Assert.Contains("<--mode=kubernetes>", files["cloud/mails-dapr.txt"], StringComparison.Ordinal);
    }

    // What an environment is not asked for by name it cannot be taken for: neither for a cluster nor for Compose.
    [Theory]
    [InlineData(DaprdMode.Standalone, 0)]
    [InlineData(DaprdMode.Kubernetes, 1)]
    public void Only_the_mode_decides_what_is_lost_in_a_cluster(DaprdMode mode, int warnings)
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(mode));
        builder.AddDaprShared("orders").WithEntrypoint("/custom");

        Assert.Equal(
            warnings,
            ModelValidator.Validate(Targets.Published([.. builder.Resources]))
                .Count(diagnostic => diagnostic.Message.StartsWith("the entry point '/custom'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_environment_that_no_target_serves_is_an_error()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            builder.AddResource(new FakeEnvironment("cloud"));
            builder.AddDaprShared("orders");
        });

        Assert.Equal([Unserved("orders")], errors);
        Assert.Empty(files);
    }

    [Fact]
    public async Task A_daprd_that_is_bound_to_an_unserved_one_is_an_error_and_another_is_none()
    {
        var (errors, _) = await AppHost.FailAsync(builder =>
        {
            var edge = builder.AddResource(new FakeEnvironment("edge")).WithAnnotation(new FakeTarget(DaprdMode.Standalone));
            var cloud = builder.AddResource(new FakeEnvironment("cloud"));
            builder.AddDaprShared("mails").WithComputeEnvironment(edge);
            builder.AddDaprShared("orders").WithComputeEnvironment(cloud);
        });

        Assert.Equal([Unserved("orders")], errors);
    }

    [Fact]
    public async Task In_run_mode_environments_do_not_matter()
    {
        var builder = AppHost.Create();
        builder.AddResource(new FakeEnvironment("cloud"));
        builder.AddResource(new FakeEnvironment("edge")).WithAnnotation(new FakeTarget(DaprdMode.Kubernetes));
        builder.AddDaprShared("orders");

        Assert.Contains("--mode=standalone", (await builder.StartAsync("orders")).Arguments);
    }

    [Fact]
    public async Task The_step_of_the_plain_manifests_has_the_plain_target_beside_an_environment()
    {
        var files = await AppHost.PublishAsync(
            builder =>
            {
                builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(DaprdMode.Standalone));
                var collector = builder.AddContainer(FakeTarget.Dashboard, "dashboard").WithHttpEndpoint(targetPort: 18889);
                builder.AddDaprShared("orders").WithEnvironment("OF_THE_ENVIRONMENT", collector.GetEndpoint("http"));
            },
            PlainManifests.StepName);

        var workload = files["dapr-shared/orders/daemonset-orders-dapr.yaml"];
        Assert.Contains("--mode=kubernetes", workload.Texts("spec/template/spec/containers/0/args"));
        Assert.DoesNotContain("OF_THE_TARGET", workload, StringComparison.Ordinal);
        Assert.DoesNotContain("OF_THE_ENVIRONMENT", workload, StringComparison.Ordinal); // its dashboard is no part of the cluster
        Assert.DoesNotContain(files.Keys, file => file.StartsWith("cloud/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Aspires_own_manifest_has_the_containers_as_they_run_here()
    {
        var manifest = (await AppHost.PublishAsync(
            builder =>
            {
                builder.AddResource(new FakeEnvironment("cloud")).WithAnnotation(new FakeTarget(DaprdMode.Kubernetes));
                builder.AddDaprShared("orders");
            },
            "publish-manifest"))["aspire-manifest.json"];

        Assert.Contains("--mode=standalone", manifest.Texts("resources/orders/args"));
    }

    [Fact]
    public void The_package_needs_none_of_the_other_three()
    {
        var references = typeof(DaprSharedExtensions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Equal(
            ["Aspire.Hosting", "DaprShared"],
            references.Where(name => name!.Contains("Aspire", StringComparison.Ordinal) || name.Contains("Dapr", StringComparison.Ordinal))
                .Order());
    }

    private static string Unserved(string daprd) =>
        $"error DAPRSHARED054: {daprd}: it is published to 'cloud' (FakeEnvironment), which does not know shared daprds. "
        + "Call WithSharedDaprds() on 'cloud'. The package DaprShared.Aspire.Hosting.Kubernetes has it for Kubernetes, "
        + "Azure's included, and DaprShared.Aspire.Hosting.Docker for Docker Compose; "
        + "for another kind, publish the daprd to one of these with WithComputeEnvironment.";

    private sealed class FakeTarget(DaprdMode mode) : Target
    {
        public const string Dashboard = "dashboard";

        public override DaprdMode Mode => mode;

        public override string Literal(string text) => $"<{text}>";

        public override void Prepare(IReadOnlyList<DaprSharedResource> daprds, Targets targets)
        {
            foreach (var daprd in daprds)
            {
                daprd.Annotations.Insert(0, new EnvironmentCallbackAnnotation(context =>
                    context.EnvironmentVariables["PREPARED"] = context.EnvironmentVariables.Count == 0 ? "before all callbacks" : "late"));
            }
        }

        public override IEnumerable<Diagnostic> Validate(IReadOnlyList<ResolvedDaprd> daprds, Targets targets) =>
            from daprd in daprds
            where daprd.Resource.Annotations[0] is EnvironmentCallbackAnnotation
            select DiagnosticRules.NotPublished.For(daprd.Resource.Name, "it was validated after it was prepared.", "Leave it.");

        public override IEnumerable<KeyValuePair<string, object>> Variables(ResolvedDaprd daprd) =>
            [new("OF_THE_TARGET", daprd.Resource.Name)];

        public override void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services) =>
            variables["COMPLETED"] = $"behind all callbacks, which have set {variables.Keys.SingleOrDefault(name => name == "USERS")}";

        public override bool Owns(IResource resource) => resource.Name == Dashboard;
    }
}
