namespace DaprShared.EndToEnd.AppHost;

/// <summary>Apps that go away while their daprds stay.</summary>
internal static class Away
{
    public static void AddAppsThatGoAway(this IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "library/redis", "8.2")
            .WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: 6379, name: "tcp");
        var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address).AsActorStateStore();
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", address);

        // What every daprd of an app has: the inbound retry policy.
        builder.AddApp("policy").Dapr
            .WithReference(pubsub);

        // Beside it, app health checks.
        var (app, dapr) = builder.AddApp("health");
        app.WithEnvironment("ActorType", "Clock");
        dapr.WithReference(pubsub).WithReference(store).WithJobs().WithActors().WithAppHealthCheck("/healthz");
    }

    // A container, because what is between a container and a process is the orchestrator's: its proxy keeps a connection, and what is
    // sent over it, until the app is back, and its tunnel to an app without a proxy can come back on another port, which no running
    // container is told. In a cluster there is neither. The daprds are there before their apps.
    public static (IResourceBuilder<ContainerResource> App, IResourceBuilder<DaprSharedResource> Dapr) AddApp(
        this IDistributedApplicationBuilder builder, string name)
    {
        var app = builder.AddContainer(name, "dapr-shared-end-to-end-app", "1").WithImageRegistry("localhost")
            .WithHttpEndpoint(targetPort: 8080, env: "ASPNETCORE_HTTP_PORTS");
        var dapr = builder.AddDaprShared($"{name}-dapr", appId: name).WithApp(app);
        return (app.WithReference(dapr), dapr);
    }
}
