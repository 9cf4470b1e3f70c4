namespace DaprShared.Hosting.Tests;

/// <summary>What users put into daprd's environment and arguments, wherever daprd is published to.</summary>
public abstract class ContainerSettingsTests
{
    /// <summary>Adds the compute environment of the target.</summary>
    protected abstract void AddEnvironment(IDistributedApplicationBuilder builder);

    [Fact]
    public async Task A_token_has_a_call_of_its_own_and_nothing_is_written_otherwise()
    {
        var (errors, files) = await FailAsync(dapr =>
            dapr.WithEnvironment("DAPR_API_TOKEN", "s3cret").WithEnvironment("APP_API_TOKEN", "s3cret"));

        Assert.Equal(
            [
                "error DAPRSHARED071: orders: variable 'DAPR_API_TOKEN' is daprd's own. Use WithApiToken instead.",
                "error DAPRSHARED071: orders: variable 'APP_API_TOKEN' is daprd's own. Use WithAppToken instead.",
            ],
            errors);
        Assert.Empty(files);
    }

    [Fact]
    public async Task Arguments_of_the_model_stay() => Assert.StartsWith(
        "error DAPRSHARED072: orders: a callback of WithArgs has removed --mode, --app-id, --dapr-http-port, ",
        Assert.Single((await FailAsync(dapr => dapr.WithArgs(context => context.Args.Clear()))).Errors), StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_is_no_argument()
    {
        var (log, files) = await AppHost.LogAsync(builder =>
        {
            var licence = builder.AddParameter("licence", "s3cret", secret: true);
            Add(builder).WithArgs(context => context.Args.Add(ReferenceExpression.Create($"--x={licence}"))).WithArgs("--y=1");
        });

        Assert.Contains(
            "warning DAPRSHARED080: orders: an argument of WithArgs holds the secret 'licence', "
            + "which everybody who sees the workload could read. "
            + "Use WithEnvironment.",
            log);
        Assert.Contains(files.Values, text => text.Contains("--y=1", StringComparison.Ordinal));
        Assert.DoesNotContain(files.Values, text => text.Contains("--x", StringComparison.Ordinal));
    }

    protected Task<(IReadOnlyList<string> Errors, SortedDictionary<string, string> Files)> FailAsync(
        Action<IResourceBuilder<DaprSharedResource>> configure,
        string step = "publish") =>
        AppHost.FailAsync(builder => configure(Add(builder)), step);

    private IResourceBuilder<DaprSharedResource> Add(IDistributedApplicationBuilder builder)
    {
        AddEnvironment(builder);
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
        return builder.AddDaprShared("orders").WithReference(builder.AddDaprSharedComponent("store", "state.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)));
    }

    /// <summary>Variables that are daprd's own in a cluster, and what to do instead.</summary>
    public static TheoryData<string, string> OfTheCluster => new()
    {
        { "NAMESPACE", "Remove it: it is the pod's own." },
        { "POD_NAME", "Remove it: it is the pod's own." },
        { "GOMEMLIMIT", "Remove it: it follows from the memory limit in WithResources." },
        { "DAPR_CONTROLPLANE_NAMESPACE", "Set ControlPlane.Namespace instead." },
        { "DAPR_CONTROLPLANE_TRUST_DOMAIN", "Set ControlPlane.TrustDomain instead." },
        { "DAPR_TRUST_ANCHORS", "Use WithTrustAnchors instead." },
    };
}

/// <summary>The same in a cluster.</summary>
public abstract class ClusterSettingsTests : ContainerSettingsTests
{
    [Theory]
    [MemberData(nameof(OfTheCluster))]
    public async Task What_the_manifest_sets_cannot_be_set_twice(string variable, string fix) => Assert.Equal(
        $"error DAPRSHARED071: orders: variable '{variable}' is daprd's own. {fix}",
        Assert.Single((await FailAsync(dapr => dapr.WithEnvironment(variable, "x"))).Errors));

    [Fact]
    public async Task A_variable_is_set_in_one_place()
    {
        static IResourceBuilder<DaprSharedResource> Pod(IResourceBuilder<DaprSharedResource> dapr) =>
            dapr.WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { ["REGION"] = "north" } });

        Assert.Equal(
            ["error DAPRSHARED071: orders: variable 'REGION' is set by WithPodSettings as well. Keep one of them."],
            (await FailAsync(dapr => Pod(dapr).WithEnvironment("REGION", "south"))).Errors);
        var workload = (await FailAsync(dapr => Pod(dapr))).Files.Object("DaemonSet/orders-dapr");
        Assert.Contains("- name: REGION\n", workload, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_WithPodSettings_puts_into_the_environment_is_there(bool isInjected)
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            var dapr = builder.AddDaprShared("orders").WithPodSettings(pod => pod with
            {
                Environment = new Dictionary<string, string> { ["REGION"] = "south", ["ZONE"] = "a" },
                SecretEnvironment = new Dictionary<string, TokenReference> { ["LICENCE"] = new("licences", "dapr") },
            });
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });

        var pod = files.Object("DaemonSet/orders-dapr").At("spec/template");
        if (isInjected)
        {
            Assert.EndsWith(",ZONE=a,REGION=south", (string?)pod.At("metadata/annotations/dapr.io~1env"));
            Assert.Equal("LICENCE=licences:dapr", pod.At("metadata/annotations/dapr.io~1env-from-secret"));
        }
        else
        {
            var environment = ((List<object>)pod.At("spec/containers/0/env")!).ToDictionary(variable => (string)variable.At("name")!);
            Assert.Equal(("south", "a"), (environment["REGION"].At("value"), environment["ZONE"].At("value")));
            Assert.Equal("licences", environment["LICENCE"].At("valueFrom/secretKeyRef/name"));
        }
    }

    [Fact]
    public async Task What_the_container_was_given_is_carried()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            builder.AddDaprShared("orders").WithImagePullPolicy(ImagePullPolicy.Missing).WithArgs("--app-health-threshold=7");
        });

        var container = files.Object("DaemonSet/orders-dapr").At("spec/template/spec/containers/0");
        Assert.Equal("IfNotPresent", container.At("imagePullPolicy"));
        Assert.Equal("--app-health-threshold=7", container.Texts("args")[^1]);
    }

    [Fact]
    public async Task A_resource_may_have_capitals_and_its_app_id_has_none()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            builder.AddContainer("Front", "shop/front").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDaprShared("Jobs");
        });

        Assert.Equal(
            ["--app-id=front", "--app-id=jobs"],
            new[] { "front", "jobs" }.Select(appId =>
                files.Object($"DaemonSet/{appId}-dapr").Texts("spec/template/spec/containers/0/args")[1]));
    }
}
