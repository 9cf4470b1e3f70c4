// What the playground does not have, each with a shared daprd.
using DaprShared.EndToEnd.AppHost;

if (args is ["--Measure", ..])
{
    await Measured.RunAsync(args);
    return;
}

var builder = DistributedApplication.CreateBuilder(args);

if (builder.Configuration["Daprds"] == "many")
{
    foreach (var number in Enumerable.Range(1, 10))
    {
        builder.AddDaprShared($"dapr-{number}", appId: $"app-{number}");
    }

    // Two that end at once: daprd knows neither the component nor the option.
    var unknown = builder.AddDaprSharedComponent("pubsub", "pubsub.nosuch");
    builder.AddDaprShared("wrong-component", appId: "wrong-component").WithReference(unknown);
    builder.AddDaprShared("unknown-option", appId: "unknown-option").WithArgs("--no-such-option");
}
else if (builder.Configuration["Daprds"] == "files")
{
    builder.AddDaprShared("files-dapr", appId: "files").WithResourcesFolder(builder.Configuration["Folder"]!);
}
else if (builder.Configuration["Daprds"] == "away")
{
    builder.AddAppsThatGoAway();
}
else if (builder.Configuration["Daprds"] == "faults")
{
    builder.AddAppsUnderFaults();
}
else if (builder.Configuration["Daprds"] == "broken")
{
    // One that dies at its first start, while its app waits for it: nobody listens on that port.
    var nowhere = builder.AddDaprSharedComponent("nowhere", "state.redis").WithMetadata("redisHost", "127.0.0.1:1");
    builder.AddProject<Projects.DaprShared_EndToEnd_App>("waiting")
        .WithHttpEndpoint()
        .WithDaprShared(dapr => dapr.WithReference(nowhere));

    // One whose scheduler has a small disk, in memory; etcd alone sets 64 MB aside for its log.
    builder.AddDaprShared("jobs-dapr", appId: "jobs").WithJobs();
    builder.Scheduler().WithContainerRuntimeArgs("--mount", "type=tmpfs,destination=/var/lock/dapr,tmpfs-size=96m,tmpfs-mode=1777");

    // One to be killed, and one whose component loses its back end.
    builder.AddDaprShared("killed-dapr", appId: "killed");
    var redis = builder.AddContainer("redis", "library/redis", "8.2")
        .WithImageRegistry("docker.io")
        .WithEndpoint(targetPort: 6379, name: "tcp");
    var state = builder.AddDaprSharedComponent("statestore", "state.redis")
        .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));
    builder.AddDaprShared("state-dapr", appId: "state").WithReference(state);
}
else
{
    // A container. What runs in it is a daprd too, only as something that answers HTTP and says who it is.
    builder.AddContainer("container", "daprio/daprd", "1.18.3").WithImageRegistry("docker.io").WithEntrypoint("/daprd")
        .WithArgs("--app-id=in-the-container", "--dapr-http-port=8080", "--dapr-listen-addresses=0.0.0.0")
        .WithHttpEndpoint(targetPort: 8080)
        .WithDaprShared()
        .WithEnvironment("DAPR_API_TOKEN", ""); // meant for what it calls; it asks nobody for a token

    // An executable. As it keeps and passes on its orders in memory, it is one that needs no back end.
    var store = builder.AddDaprSharedComponent("statestore", "state.in-memory");
    var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.in-memory");
    var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    var orders = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Shop.Orders", configuration));
    builder.AddExecutable("executable", "dotnet", orders, "Shop.Orders.dll")
        .WithHttpEndpoint(env: "ASPNETCORE_HTTP_PORTS")
        .WithEnvironment("ASPNETCORE_URLS", "") // that of the AppHost, its dashboard's
        .WithHttpHealthCheck("/healthz")
        .WithDaprShared(dapr => dapr.WithReference(store).WithReference(pubsub));
}

builder.Build().Run();
