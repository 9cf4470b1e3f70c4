var builder = DistributedApplication.CreateBuilder(args);

var redis = builder.AddContainer("redis", "redis", "8.2").WithEndpoint(targetPort: 6379, name: "tcp");
var store = builder.AddDaprSharedComponent("statestore", "state.redis")
    .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));

// A daprd for app-id "api", run apart from the app and wired in both directions.
builder.AddProject("api", "../DaprSharedApp.Api/DaprSharedApp.Api.csproj")
    .WithDaprShared(dapr => dapr.WithReference(store));

builder.Build().Run();
