using Dapr.Client;

var builder = WebApplication.CreateBuilder(args);

// The SDK finds daprd through DAPR_HTTP_ENDPOINT, DAPR_GRPC_ENDPOINT and DAPR_API_TOKEN, which the AppHost sets.
builder.Services.AddDaprClient();

var app = builder.Build();

app.MapPost("/visits", async (DaprClient dapr, CancellationToken cancellation) =>
{
    var visits = 1 + await dapr.GetStateAsync<int>("statestore", "visits", cancellationToken: cancellation);
    await dapr.SaveStateAsync("statestore", "visits", visits, cancellationToken: cancellation);
    return visits;
});

app.Run();
