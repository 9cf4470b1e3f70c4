using System.Net;
using System.Net.Sockets;

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
        builder.AddApp("policy")
            .WithDaprShared(dapr => dapr.WithReference(pubsub));

        // Beside it, app health checks.
        builder.AddApp("health").WithEnvironment("ActorType", "Clock")
            .WithDaprShared(dapr => dapr
                .WithReference(pubsub).WithReference(store)
                .WithJobs().WithActors().WithAppHealthCheck("/healthz"));

        // What daprd does by itself.
        builder.AddApp("neither")
            .WithDaprShared(dapr => dapr.WithReference(pubsub).WithJobs().WithoutInboundRetries());
    }

    // The orchestrator's proxy would keep a connection, and what is sent over it, until the app is back. In a cluster nobody does.
    private static IResourceBuilder<ProjectResource> AddApp(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<Projects.DaprShared_EndToEnd_App>(name).WithHttpEndpoint(FreePort(), isProxied: false);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
