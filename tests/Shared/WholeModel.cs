namespace DaprShared.Hosting.Tests;

/// <summary>A model that has everything.</summary>
internal static class WholeModel
{
    public static void Add(IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp").WithVolume("data", "/data");
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").AsActorStateStore().IgnoreErrors()
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
            .WithMetadata("redisDB", "1")
            .WithSecretMetadata("redisPassword", builder.AddParameter("password", secret: true));
        var pubsub = builder.AddDaprSharedInMemoryPubSub("pubsub");
        var placed = builder.AddDaprSharedSubscription("placed", pubsub, "1", "/orders")
            .WithRule("event.type == \"refund\"", "/refunds")
            .WithDeadLetterTopic("poison")
            .WithMetadata("rawPayload", "true")
            .WithBulkSubscribe(100, TimeSpan.FromSeconds(1));
        var patience = builder.AddDaprSharedResiliency("patience")
            .WithTimeout("short", TimeSpan.FromSeconds(2))
            .WithRetry("again", new() { MaxRetries = 3, HttpStatusCodes = "500" })
            .WithCircuitBreaker("fuse", new() { MaxRequests = 1, Trip = "consecutiveFailures > 8" })
            .WithAppTarget("orders", new("short", "again", "fuse"))
            .WithComponentTarget(store, outbound: new("short"))
            .WithActorTarget("Cart", new(CircuitBreaker: "fuse"));
        var shop = builder.AddDaprSharedConfiguration("shop")
            .WithTracing(1)
            .WithFeature("HotReload")
            .WithMetrics(new(IncreasedCardinality: false))
            .WithAccessControl("shop")
            .WithHttpPipeline(builder.AddDaprSharedComponent("limits", "middleware.http.ratelimit")
                .WithMetadata("maxRequestsPerSecond", "10"));

        var orders = builder.AddContainer("orders", "shop/orders")
            .WithHttpEndpoint(port: 80, targetPort: 8080)
            .WithHttpHealthCheck("/healthz");
        orders.WithDaprShared(dapr => dapr
            .WithReference(store).WithReference(placed).WithReference(patience).WithReference(shop)
            .WithActors().WithJobs().WithAppToken().WithEnvironment("LOUD", builder.AddParameter("loud", "1")).WithEnvironment("ONE", "1")
            .WithNodeSelector("pool", "8").WithToleration("dedicated", "true", "NoSchedule").WithPriorityClass("platform")
            .WithImagePullSecret("registry").WithServiceAccountAnnotation("id", "42")
            .WithImagePullPolicy(ImagePullPolicy.Always)
            .WithPodSettings(pod => pod with
            {
                Labels = new Dictionary<string, string> { ["team"] = "1" },
                Volumes =
                [
                    new() { Name = "scratch", EmptyDir = new() { SizeLimit = new("10Mi") } },
                    new()
                    {
                        Name = "certs",
                        Secret = new() { SecretName = "certs", DefaultMode = 0x120, Items = [new() { Key = "ca", Path = "ca.crt" }] },
                    },
                ],
                VolumeMounts =
                [
                    new() { Name = "scratch", MountPath = "/scratch" },
                    new() { Name = "certs", MountPath = "/certs", ReadOnlyProperty = true },
                ],
                Affinity = new()
                {
                    PodAntiAffinity = new()
                    {
                        PreferredDuringSchedulingIgnoredDuringExecution =
                        [
                            new() { Weight = 1, PodAffinityTerm = new() { TopologyKey = "zone", LabelSelector = new() } },
                        ],
                    },
                },
            })
            .WithWorkloadSettings(workload => workload with
            {
                MaxSurge = 0,
                MaxUnavailable = 2,
                Clients =
                [
                    new() { NamespaceSelector = new() { MatchExpressions = [new() { Key = "team", OperatorProperty = "Exists" }] } },
                ],
                PodMonitor = new() { Interval = "30s" },
                MetricsNamespaces = new() { MatchLabels = new Dictionary<string, string> { ["team"] = "ops" } },
            }));
        builder.WithDaprSharedOtlpCollector("http://collector.ops:4317", headers: builder.AddParameter("collector-headers", secret: true));
        builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr
            .PublishAsDeployment(2).WithTrustAnchors(builder.AddParameter("roots", Certificate.Pem)).WithResources(cpuLimit: "1"));
        builder.AddContainer("cart", "shop/cart").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr
            .PublishAsDeployment().WithAutoscaling(2, 5).WithWorkflows().WithReference(store));
        builder.AddContainer("mail", "shop/mail").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr
            .WithInjectedDaprd(pinImage: true));
        builder.AddContainer("chat", "shop/chat").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr
            .WithInjectedDaprd().PublishAsDeployment(2));
    }
}
