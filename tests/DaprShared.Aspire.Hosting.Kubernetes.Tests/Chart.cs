namespace DaprShared.Hosting.Tests;

/// <summary>Publishes Aspire's chart, and reads what Helm makes of it.</summary>
internal static class Chart
{
    public const string Pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    /// <summary>Publishes to an environment of Kubernetes without a dashboard, or runs another step.</summary>
    public static Task<SortedDictionary<string, string>> PublishAsync(
        Action<IDistributedApplicationBuilder> configure,
        string step = "publish") =>
        AppHost.PublishAsync(
            builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                configure(builder);
            },
            step);

    /// <summary>As playground/Shop.AppHost, without building its projects.</summary>
    public static void Shop(IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "library/redis", "8.2").WithEndpoint(targetPort: 6379, name: "tcp");
        var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address);
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", address);
        var orders = builder
            .AddProject(
                "orders",
                Path.Combine(AppContext.BaseDirectory, "Orders.csproj"),
                options => options.ExcludeLaunchProfile = true)
            .WithHttpEndpoint();
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithApp(orders)
            .WithReference(store)
            .WithReference(pubsub)
            .PublishAsDaemonSet();
        orders.WithReference(dapr).WaitFor(dapr);
        builder.AddContainer("storefront", "shop/storefront").WithHttpEndpoint(targetPort: 8080).WithExternalHttpEndpoints()
            .WithDaprShared(storefront => storefront.WithReference(pubsub).PublishAsDeployment(replicas: 2));
    }

    /// <summary>Finds an object.</summary>
    public static string Find(this IEnumerable<string> manifests, string kind, string name) =>
        manifests.Single(manifest => manifest.At("kind") as string == kind && manifest.At("metadata/name") as string == name);

    /// <summary>Returns the root certificates that the chart brings.</summary>
    public static string Certificates(this IEnumerable<string> manifests) =>
        ((string)manifests.Find("ConfigMap", "shop-dapr-system-trust-bundle").At("data/ca.crt")!).TrimEnd();
}
