namespace Shop.AppHost;

/// <summary>The shop, wherever it runs.</summary>
internal static class ShopModel
{
    public static void AddShop(this IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "library/redis", "8.2")
            .WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: 6379, name: "tcp");
        var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);

        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address).AsActorStateStore();
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", address);

        // The orders service, step by step: one shared daprd, both directions. Its stock is kept by actors, one per item.
        var orders = builder.AddProject<Projects.Shop_Orders>("orders");
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithApp(orders)
            .WithActors()
            .WithAppHealthCheck("/healthz")
            .WithReference(store)
            .WithReference(pubsub)
            .PublishAsDaemonSet();
        orders.WithReference(dapr).WaitFor(dapr);

        // The storefront, the same in one call.
        builder.AddProject<Projects.Shop_Storefront>("storefront")
            .WithExternalHttpEndpoints()
            .WithDaprShared(storefront => storefront.WithReference(pubsub).PublishAsDeployment(replicas: 2));

        // A worker that nobody calls: it has no port, so its daprd has no app to call, and the worker has all of Dapr nonetheless.
        builder.AddProject<Projects.Shop_Worker>("worker")
            .WithDaprShared(worker => worker.WithReference(pubsub).PublishAsDeployment());
    }
}
