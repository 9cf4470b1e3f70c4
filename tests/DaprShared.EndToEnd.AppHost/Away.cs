using System.Net.NetworkInformation;

namespace DaprShared.EndToEnd.AppHost;

/// <summary>Apps that go away while their daprds stay.</summary>
internal static class Away
{
    private static int s_port = 20_000;

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

    // The orchestrator's proxy would keep a connection, and what is sent over it, until the app is back. In a cluster nobody does.
    // The app does not wait for its daprd, because its endpoint has no address for containers before it runs.
    public static (IResourceBuilder<ProjectResource> App, IResourceBuilder<DaprSharedResource> Dapr) AddApp(
        this IDistributedApplicationBuilder builder, string name)
    {
        var app = builder.AddProject<Projects.DaprShared_EndToEnd_App>(name).WithHttpEndpoint(FreePort(), isProxied: false);
        var dapr = builder.AddDaprShared($"{name}-dapr", appId: name).WithApp(app);
        return (app.WithReference(dapr), dapr);
    }

    // None that the system gives to outgoing connections (32768 and above): while the app is away, the port would be taken by one of them,
    // even by a connection to that very port, and the app could not come back.
    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return s_port = Enumerable.Range(s_port + 1, 10_000).First(port => !taken.Contains(port));
    }
}
