using System.Text.RegularExpressions;
using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>A model that has everything, as plain manifests and as Helm makes them of the chart, in each version of Kubernetes.</summary>
public class SchemaTests
{
    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public async Task Every_object_of_the_chart_is_one_that_the_version_of_Kubernetes_knows(string version) =>
        KubernetesSchema.Of(version).Accepts(await s_chart.Value);

    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public async Task Every_plain_manifest_is_one_that_the_version_of_Kubernetes_knows(string version)
    {
        var schema = KubernetesSchema.Of(version);
        var plain = await s_plain.Value;

        Assert.NotEmpty(plain);
        schema.Accepts(plain);
    }

    [Fact]
    public async Task The_chart_has_every_kind()
    {
        string[] kinds =
        [
            "ServiceAccount", "ConfigMap", "Secret", "NetworkPolicy", "Service", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget",
            "Component", "Configuration", "Resiliency", "Subscription",
        ];

        Assert.Empty(kinds.Except((await s_chart.Value).Select(manifest => $"{manifest.At("kind")}")));
    }

    // The dashboard too, which is Aspire's own. Operators who pass values often forget the quotes.
    private static readonly Lazy<Task<IReadOnlyList<string>>> s_chart = new(async () =>
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            Model(builder);
        }));
        return helm.Template("--set", "secrets.orders_dapr.orders_dapr_api_token=123,config.orders_dapr.LOUD=true,config.orders_dapr.DAPRD_CPU_LIMIT=2,config.billing_dapr.DAPRD_REPLICAS=3");
    });

    private static readonly Lazy<Task<IReadOnlyList<string>>> s_plain = new(async () =>
        [.. (await AppHost.PublishAsync(Model)).Where(file => Regex.IsMatch(file.Key, "/(?!kustomization)[^/]+\\.yaml$")).Select(file => file.Value)]);

    private static void Model(IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp").WithVolume("data", "/data");
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").AsActorStateStore().IgnoreErrors()
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
            .WithMetadata("redisDB", "1")
            .WithSecretMetadata("redisPassword", builder.AddParameter("password", secret: true));
        var pubsub = builder.AddDaprSharedInMemoryPubSub("pubsub");
        var placed = builder.AddDaprSharedSubscription("placed", pubsub, "1", "/orders")
            .WithRule("event.type == \"refund\"", "/refunds").WithDeadLetterTopic("poison").WithMetadata("rawPayload", "true").WithBulkSubscribe(100, TimeSpan.FromSeconds(1));
        var patience = builder.AddDaprSharedResiliency("patience")
            .WithTimeout("short", TimeSpan.FromSeconds(2))
            .WithRetry("again", new() { MaxRetries = 3, HttpStatusCodes = "500" })
            .WithCircuitBreaker("fuse", new() { MaxRequests = 1, Trip = "consecutiveFailures > 8" })
            .WithAppTarget("orders", new("short", "again", "fuse"))
            .WithComponentTarget(store, outbound: new("short"))
            .WithActorTarget("Cart", new(CircuitBreaker: "fuse"));
        var shop = builder.AddDaprSharedConfiguration("shop").WithTracing(1).WithFeature("HotReload").WithMetrics(new(IncreasedCardinality: false)).WithAccessControl("shop")
            .WithHttpPipeline(builder.AddDaprSharedComponent("limits", "middleware.http.ratelimit").WithMetadata("maxRequestsPerSecond", "10"));

        builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080).WithHttpHealthCheck("/healthz").WithDaprShared(dapr => dapr
            .WithReference(store).WithReference(placed).WithReference(patience).WithReference(shop)
            .WithActors().WithJobs().WithAppToken().WithEnvironment("LOUD", builder.AddParameter("loud", "1")).WithEnvironment("ONE", "1")
            .WithNodeSelector("pool", "8").WithToleration("dedicated", "true", "NoSchedule").WithPriorityClass("platform").WithImagePullSecret("registry").WithServiceAccountAnnotation("id", "42")
            .WithImagePullPolicy(ImagePullPolicy.Always)
            .WithPodSettings(pod => pod with
            {
                Labels = new Dictionary<string, string> { ["team"] = "1" },
                Volumes =
                [
                    new() { Name = "scratch", EmptyDir = new() { SizeLimit = new("10Mi") } },
                    new() { Name = "certs", Secret = new() { SecretName = "certs", DefaultMode = 0x120, Items = [new() { Key = "ca", Path = "ca.crt" }] } },
                ],
                VolumeMounts = [new() { Name = "scratch", MountPath = "/scratch" }, new() { Name = "certs", MountPath = "/certs", ReadOnlyProperty = true }],
                Affinity = new() { PodAntiAffinity = new() { PreferredDuringSchedulingIgnoredDuringExecution = [new() { Weight = 1, PodAffinityTerm = new() { TopologyKey = "zone", LabelSelector = new() } }] } },
            })
            .WithWorkloadSettings(workload => workload with
            {
                MaxSurge = 0,
                MaxUnavailable = 2,
                Clients = [new() { NamespaceSelector = new() { MatchExpressions = [new() { Key = "team", OperatorProperty = "Exists" }] } }],
                MetricsNamespaces = new() { MatchLabels = new Dictionary<string, string> { ["team"] = "ops" } },
            }));
        builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr
            .PublishAsDeployment(2).WithTrustAnchors(builder.AddParameter("roots", PlainManifestTests.Certificate())).WithResources(cpuLimit: "1"));
        builder.AddContainer("cart", "shop/cart").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.PublishAsDeployment().WithAutoscaling(2, 5).WithWorkflows().WithReference(store));
        builder.AddContainer("mail", "shop/mail").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.WithInjectedDaprd(pinImage: true));
        builder.AddContainer("chat", "shop/chat").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.WithInjectedDaprd().PublishAsDeployment(2));
    }
}
