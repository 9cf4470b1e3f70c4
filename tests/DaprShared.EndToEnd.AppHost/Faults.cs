namespace DaprShared.EndToEnd.AppHost;

/// <summary>Two shared daprds and all that they stand on, to be stopped, killed and paused.</summary>
internal static class Faults
{
    public static void AddAppsUnderFaults(this IDistributedApplicationBuilder builder)
    {
        // Redis acknowledges what it has written to its disk, and the volume outlives the container, which each start makes anew.
        var redis = builder.AddContainer("redis", "library/redis", "8.2")
            .WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: 6379, name: "tcp")
            .WithVolume(builder.Configuration["Volume"], "/data")
            .WithArgs("redis-server", "--dir", "/data", "--appendonly", "yes", "--appendfsync", "always", "--protected-mode", "no");
        var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address).AsActorStateStore();

        // What a killed daprd had in hand comes again after these two, by default 60 s and 15 s.
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis")
            .WithMetadata("redisHost", address)
            .WithMetadata("processingTimeout", "5s")
            .WithMetadata("redeliverInterval", "2s");

        // Where the load comes in: it publishes, keeps state and calls the other one.
        builder.AddDaprShared("edge-dapr", appId: "edge").WithReference(store).WithReference(pubsub);

        var (app, dapr) = builder.AddApp("counter");
        app.WithEnvironment("ActorType", "Clock").WithEnvironment("Seen", "/seen").WithBindMount(builder.Configuration["Seen"]!, "/seen");

        // An app that is away is noticed before a job or a reminder has had its three retries of a second each. The defaults take 15 s.
        dapr.WithReference(pubsub).WithReference(store).WithJobs().WithActors().WithAppHealthCheck("/healthz")
            .WithOptions(options => (options.AppHealthProbeInterval, options.AppHealthThreshold) = (1, 1));

        // As in Docker Compose: the jobs outlive the container.
        builder.Scheduler().WithVolume($"{builder.Configuration["Volume"]}-jobs", "/var/lock");
    }

    /// <summary>Returns the scheduler that is there because a daprd needs one.</summary>
    public static IResourceBuilder<ContainerResource> Scheduler(this IDistributedApplicationBuilder builder) =>
        builder.CreateResourceBuilder(builder.Resources.OfType<ContainerResource>().Single(resource => resource.Name == "dapr-scheduler"));
}
