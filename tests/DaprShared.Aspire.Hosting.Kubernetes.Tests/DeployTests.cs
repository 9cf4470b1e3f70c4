using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>
/// AppHost lines in; what is asked of the cluster, and whether Helm gets to work, out. A server of this process plays the cluster, a script
/// plays Helm.
/// </summary>
public sealed class DeployTests : IDisposable
{
    private const string Deploy = "helm-deploy-k8s", Check = "check-dapr-control-plane";
    private readonly ClusterStandIn _cluster = new();
    private readonly string _kubeConfig = Path.GetTempFileName();

    public DeployTests()
    {
        HelmStandIn.Install();
        File.WriteAllText(_kubeConfig, _cluster.KubeConfig("current"));
    }

    public void Dispose()
    {
        _cluster.Dispose();
        File.Delete(_kubeConfig);
    }

    [Fact]
    public async Task A_deployment_asks_the_cluster_before_Helm_changes_it()
    {
        var error = await FailureAsync(Deploy, Shop);

        Assert.Contains("error DAPRSHARED092: dapr-system: namespace 'dapr-system' has no Deployment dapr-operator.", error);
        Assert.All(_cluster.Requests, request => Assert.StartsWith("GET ", request));

        _cluster.WithDapr();
        var files = await AppHost.PublishAsync(Shop, Deploy);
        Assert.Contains("upgrade --install shop", files["helm.log"]);
    }

    [Fact]
    public async Task Everything_that_is_in_the_way_is_said_at_once()
    {
        _cluster.WithDapr().Serve("dapr.io/v1alpha1", "Configuration")
            .Add("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"orders-dapr-service","namespace":"shop-ns"}}""")
            .Add("""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"old-orders","namespace":"shop-ns"},
                 "spec":{"selector":{},"template":{"metadata":{"annotations":{"dapr.io/enabled":"true","dapr.io/app-id":"orders"} } } } }
                """);

        var error = await FailureAsync(Check, Shop);

        Assert.Contains("DAPRSHARED095: orders-dapr: the cluster does not know the kind dapr.io/v1alpha1/Component.", error);
        Assert.Contains(
            "DAPRSHARED096: orders-dapr: Deployment 'old-orders' of namespace 'shop-ns' has a sidecar with the app-id 'orders'",
            error);
        Assert.Contains(
            "DAPRSHARED097: orders-dapr: Service 'orders-dapr-service' of namespace 'shop-ns' belongs to somebody else.",
            error);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_told_and_nothing_is_deployed()
    {
        _cluster.Answer("/apis/apps/v1/namespaces/dapr-system/deployments/dapr-operator", 401);

        Assert.Contains("error DAPRSHARED090: k8s: ", await FailureAsync(Deploy, Shop));
    }

    [Fact]
    public async Task A_daprd_with_an_image_of_its_own_is_checked_too()
    {
        var error = await FailureAsync(Check, builder =>
        {
            AddEnvironment(builder);
            builder.AddDaprShared("orders").WithDockerfile(".");
        });

        Assert.Contains("error DAPRSHARED092: dapr-system: ", error);
    }

    [Fact]
    public async Task The_check_can_be_switched_off()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            Shop(builder);
            builder.ConfigureDaprShared(options => options.CheckControlPlane = false);
        }, Deploy);

        Assert.Contains("upgrade --install", files["helm.log"]);
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public async Task A_deployment_fills_in_each_part_of_a_composed_value()
    {
        _cluster.WithDapr().Serve("dapr.io/v1alpha1", "Component");
        var files = await AppHost.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            var (user, password) = (builder.AddParameter("user", "guest"), builder.AddParameter("queue-password", "s3cret", secret: true));
            builder.AddDaprShared("orders").WithReference(builder.AddDaprSharedComponent("ps", "pubsub.rabbitmq")
                .WithMetadata("connectionString", ReferenceExpression.Create($"amqp://{user}:{password}@queue")));
        }, Deploy);
        using var helm = new Helm(files);

        var secret = helm.Template("-f", helm.AddFile("values.deployed.yaml", files["values.k8s.yaml"]))
            .Single(manifest => manifest.At("metadata/name") is "orders-secrets");
        Assert.Equal("amqp://guest:s3cret@queue", secret.At("stringData/PS_CONNECTIONSTRING"));
    }

    [Fact]
    public async Task A_copy_of_the_trust_anchors_is_there_before_the_pods_that_read_it()
    {
        _cluster.WithDapr();

        var files = await AppHost.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            builder.AddDaprShared("orders").WithTrustAnchorsFromConfigMap("dapr-trust-bundle");
        }, Deploy);

        Assert.Contains("upgrade --install", files["helm.log"]);
        Assert.Equal("ROOT", (string?)_cluster.Find("/api/v1/namespaces/shop-ns/configmaps/dapr-trust-bundle")!["data"]!["ca.crt"]);
    }

    [Fact]
    public async Task Aspires_own_trust_bundle_needs_no_copy()
    {
        _cluster.WithDapr();
        await AppHost.PublishAsync(Shop, Deploy);

        Assert.DoesNotContain(_cluster.Requests, request => !request.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_environment_is_deployed_without_a_look_at_the_other()
    {
        _cluster.WithDapr();
        var files = await AppHost.PublishAsync(
            builder =>
            {
                var first = AddEnvironment(builder);
                var second = builder.AddKubernetesEnvironment("prod").WithSharedDaprds().WithDashboard(false);
                second.Resource.KubeConfigPath = "missing";
                builder.AddDaprShared("orders").WithComputeEnvironment(first);
                builder.AddDaprShared("basket").WithTrustAnchorsFromConfigMap("dapr-trust-bundle").WithComputeEnvironment(second);
            },
            Deploy);

        Assert.Contains("upgrade --install", files["k8s/helm.log"]);
    }

    [Fact]
    public async Task Azures_environment_is_asked_after_its_credentials_are_there()
    {
        _cluster.WithDapr();
        var (log, files) = await AppHost.LogAsync(
            builder =>
            {
                builder.AddResource(new AzureStandIn(builder, "aks", _kubeConfig)).WithSharedDaprds();
                builder.AddDaprShared("orders").WithTrustAnchorsFromConfigMap("dapr-trust-bundle");
            },
            "helm-deploy-aks");

        Assert.True(files.ContainsKey("helm.log"), string.Join('\n', log));
        Assert.Contains("upgrade --install", files["helm.log"]);
        Assert.Contains("README.md", files.Keys);
        Assert.NotNull(_cluster.Find("/api/v1/namespaces/default/configmaps/dapr-trust-bundle"));
    }

    private static async Task<string> FailureAsync(string step, Action<IDistributedApplicationBuilder> configure)
    {
        var (errors, files) = await AppHost.FailAsync(configure, step);
        Assert.NotEmpty(errors);
        Assert.DoesNotContain("helm.log", files.Keys);
        return string.Join('\n', errors);
    }

    private IResourceBuilder<Aspire.Hosting.Kubernetes.KubernetesEnvironmentResource> AddEnvironment(IDistributedApplicationBuilder builder)
    {
        var environment = builder.AddKubernetesEnvironment("k8s")
            .WithSharedDaprds()
            .WithDashboard(false)
            .WithHelm(helm => helm.WithNamespace("shop-ns").WithReleaseName("shop"));
        environment.Resource.KubeConfigPath = _kubeConfig;
        return environment;
    }

    private void Shop(IDistributedApplicationBuilder builder)
    {
        AddEnvironment(builder);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis");
        builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.WithReference(store));
    }
}
