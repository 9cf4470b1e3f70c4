namespace DaprShared.EndToEnd.AppHost;

/// <summary>Two apps that go away while their daprds stay.</summary>
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
        builder.AddProject<Projects.DaprShared_EndToEnd_App>("policy").WithHttpEndpoint()
            .WithDaprShared(dapr => dapr.WithReference(pubsub));

        // Beside it, app health checks.
        builder.AddProject<Projects.DaprShared_EndToEnd_App>("health").WithHttpEndpoint()
            .WithEnvironment("ActorType", "Clock")
            .WithDaprShared(dapr => dapr
                .WithReference(pubsub).WithReference(store)
                .WithJobs().WithActors().WithAppHealthCheck("/healthz"));
    }
}
