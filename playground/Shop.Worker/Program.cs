using Dapr.Client;
using Shop.Worker;

var builder = Host.CreateApplicationBuilder(args);

// The SDK finds daprd through DAPR_HTTP_ENDPOINT, DAPR_GRPC_ENDPOINT and DAPR_API_TOKEN.
builder.Services.AddSingleton(_ => new DaprClientBuilder().Build());
builder.Services.AddHostedService<Restocking>();

builder.Build().Run();
