var builder = DistributedApplication.CreateBuilder(args);
builder.AddKubernetesEnvironment("k8s");

var redis = builder.AddContainer("redis", "library/redis", "8.2").WithImageRegistry("docker.io").WithEndpoint(targetPort: 6379, name: "tcp");
var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);

var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address).AsActorStateStore();
var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", address);

// The orders service, step by step: one shared daprd, both directions. Its stock is kept by actors, one per item.
var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");
var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
    .WithApp(orders)
    .WithActors()
    .WithReference(store)
    .WithReference(pubsub)
    .PublishAsDaemonSet();
orders.WithReference(dapr).WaitFor(dapr);

// The storefront, the same in one call.
builder.AddProject("storefront", "../Shop.Storefront/Shop.Storefront.csproj")
    .WithExternalHttpEndpoints()
    .WithDaprShared(storefront => storefront.WithReference(pubsub).PublishAsDeployment(replicas: 2));

// A worker that nobody calls: it has no port, so its daprd has no app to call, and the worker has all of Dapr nonetheless.
builder.AddProject("worker", "../Shop.Worker/Shop.Worker.csproj")
    .WithDaprShared(worker => worker.WithReference(pubsub).PublishAsDeployment());

builder.Build().Run();
