namespace DaprShared.Hosting.Tests;

/// <summary>What users put into daprd's environment and arguments, wherever daprd is published to.</summary>
public sealed class ContainerSettingsTests
{
    public static TheoryData<string> Targets => ["chart", "manifests", "compose"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_token_has_a_call_of_its_own_and_nothing_is_written_otherwise(string target)
    {
        var (errors, files) = await FailAsync(target, dapr => dapr.WithEnvironment("DAPR_API_TOKEN", "s3cret").WithEnvironment("APP_API_TOKEN", "s3cret"));

        Assert.Equal(
            [
                "error DAPRSHARED071: orders: variable 'DAPR_API_TOKEN' is daprd's own. Use WithApiToken instead.",
                "error DAPRSHARED071: orders: variable 'APP_API_TOKEN' is daprd's own. Use WithAppToken instead.",
            ],
            errors);
        Assert.Empty(files);
    }

    [Fact]
    public async Task A_token_has_a_call_of_its_own_in_run_mode_too()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithEnvironment("DAPR_API_TOKEN", "s3cret").WithEnvironment("NAMESPACE", "shop");

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => builder.StartAsync("orders"));
        Assert.Equal("error DAPRSHARED071: orders: variable 'DAPR_API_TOKEN' is daprd's own. Use WithApiToken instead.", error.Message);
    }

    [Fact]
    public async Task Without_a_memory_limit_the_one_of_Go_is_the_users()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithPodSettings(pod => pod with { Resources = new() }).WithEnvironment("GOMEMLIMIT", "500MiB");
        });

        Assert.Equal("500MiB", chart["values.yaml"].At("config/orders/GOMEMLIMIT"));
    }

    // As an output of a cloud resource and the connection string that is made from it.
    [Fact]
    public async Task References_may_go_in_a_circle()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithEnvironment("QUEUE", ReferenceExpression.Create($"{new CloudResource("queue").Output}"));
        });

        Assert.Contains("QUEUE:", chart.Object("ConfigMap/orders-config"), StringComparison.Ordinal);
    }

    private sealed class CloudResource(string name) : Resource(name), IResourceWithConnectionString
    {
        public CloudOutput Output => new(this);

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Output}");
    }

    private sealed record CloudOutput(CloudResource Resource) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
    {
        public string ValueExpression => "{queue.outputs.endpoint}";

        public IEnumerable<object> References => [Resource];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new("https://queue.example");
    }

    [Theory]
    [InlineData("NAMESPACE", "Remove it: it is the pod's own.")]
    [InlineData("POD_NAME", "Remove it: it is the pod's own.")]
    [InlineData("GOMEMLIMIT", "Remove it: it follows from the memory limit in WithResources.")]
    [InlineData("DAPR_CONTROLPLANE_NAMESPACE", "Set ControlPlane.Namespace instead.")]
    [InlineData("DAPR_CONTROLPLANE_TRUST_DOMAIN", "Set ControlPlane.TrustDomain instead.")]
    [InlineData("DAPR_TRUST_ANCHORS", "Use WithTrustAnchors instead.")]
    [InlineData("DAPRD_LOG_LEVEL", "Remove it, and set what it comes from: an option, or the metadata of a component.", false)]
    [InlineData("STORE_REDISHOST", "Remove it, and set what it comes from: an option, or the metadata of a component.", false)]
    public async Task What_the_manifest_sets_cannot_be_set_twice(string variable, string fix, bool isAlways = true)
    {
        var expected = $"error DAPRSHARED071: orders: variable '{variable}' is daprd's own. {fix}";

        Assert.Equal(expected, Assert.Single((await FailAsync("chart", Set)).Errors));
        if (isAlways)
        {
            Assert.Equal(expected, Assert.Single((await FailAsync("manifests", Set)).Errors));
            Assert.Empty((await FailAsync("compose", Set)).Errors);
            Assert.Equal(expected, Assert.Single((await AppHost.FailAsync(builder => Set(Add(builder, "compose")), PlainManifests.StepName)).Errors));
            var builder = AppHost.Create();
            builder.AddDaprShared("orders").WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { [variable] = "x" } });
            Assert.Equal(expected, Assert.Single(builder.Diagnostics(DaprdMode.Kubernetes)));
        }

        void Set(IResourceBuilder<DaprSharedResource> dapr) => dapr.WithEnvironment(variable, "x");
    }

    [Theory]
    [InlineData("chart")]
    [InlineData("manifests")]
    public async Task A_variable_is_set_in_one_place(string target)
    {
        static IResourceBuilder<DaprSharedResource> Pod(IResourceBuilder<DaprSharedResource> dapr) =>
            dapr.WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { ["REGION"] = "north" } });

        Assert.Equal(
            ["error DAPRSHARED071: orders: variable 'REGION' is set by WithPodSettings as well. Keep one of them."],
            (await FailAsync(target, dapr => Pod(dapr).WithEnvironment("REGION", "south"))).Errors);
        Assert.Contains("- name: REGION\n", (await FailAsync(target, dapr => Pod(dapr))).Files.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Arguments_of_the_model_stay(string target) => Assert.StartsWith(
        "error DAPRSHARED072: orders: a callback of WithArgs has removed --mode, --app-id, --dapr-http-port, ",
        Assert.Single((await FailAsync(target, dapr => dapr.WithArgs(context => context.Args.Clear()))).Errors), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_secret_is_no_argument(string target)
    {
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            var licence = builder.AddParameter("licence", "s3cret", secret: true);
            Add(builder, target).WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--x={licence}"))).WithArgs("--y=1");
        });

        Assert.Contains("warning DAPRSHARED080: orders: an argument of WithArgs holds the secret 'licence', which everybody who sees the workload could read. Use WithEnvironment.", log);
        Assert.Contains(files.Values, text => text.Contains("--y=1", StringComparison.Ordinal));
        Assert.DoesNotContain(files.Values, text => text.Contains("--x", StringComparison.Ordinal));
    }

    private static Task<(IReadOnlyList<string> Errors, SortedDictionary<string, string> Files)> FailAsync(string target, Action<IResourceBuilder<DaprSharedResource>> configure) =>
        AppHost.FailAsync(builder => configure(Add(builder, target)));

    private static IResourceBuilder<DaprSharedResource> Add(IDistributedApplicationBuilder builder, string target)
    {
        _ = target switch
        {
            "chart" => (object)builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false),
            "compose" => builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false),
            _ => builder,
        };
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
        return builder.AddDaprShared("orders").WithReference(builder.AddDaprSharedComponent("store", "state.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)));
    }
}
