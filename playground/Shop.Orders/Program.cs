using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Client;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);

// The SDK finds daprd through DAPR_HTTP_ENDPOINT, DAPR_GRPC_ENDPOINT and DAPR_API_TOKEN.
builder.Services.AddDaprClient();
builder.Services.AddActors(options => options.Actors.RegisterActor<StockActor>());
builder.Services.AddHealthChecks();

// One trace through the apps and their daprds. Without it ASP.NET Core tells daprd not to sample what it is called for, and daprd obeys.
// The Dapr SDK calls by gRPC, whose spans are the parents of those of HTTP.
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddSource("Grpc.Net.Client"))
    .UseOtlpExporter();

// No UseHttpsRedirection: daprd does not follow redirects of the app, and would find no subscriptions.
var app = builder.Build();

app.UseCloudEvents();
app.MapSubscribeHandler();
app.MapActorsHandlers();
app.MapHealthChecks("/healthz");

app.MapPost("/orders", async (Order order, DaprClient dapr, ILogger<Program> log, CancellationToken cancellation) =>
{
    await dapr.SaveStateAsync(DaprNames.StateStore, order.Id, order, cancellationToken: cancellation);
    Log.Stored(log, order.Id, order.Quantity, order.Item);
}).WithTopic(DaprNames.PubSub, DaprNames.OrdersTopic);

app.MapGet("/orders/{id}", async (string id, DaprClient dapr, CancellationToken cancellation) =>
    await dapr.GetStateAsync<Order?>(DaprNames.StateStore, id, cancellationToken: cancellation) is { } order
        ? Results.Ok(order)
        : Results.NotFound());

app.MapPost("/restock", async (Restock restock, IActorProxyFactory actors, ILogger<Program> log) =>
    Log.Restocked(log, restock.Item, await Stock(actors, restock.Item).AddAsync(restock.Quantity)))
    .WithTopic(DaprNames.PubSub, DaprNames.RestockTopic);

app.MapGet("/stock/{item}", (string item, IActorProxyFactory actors) => Stock(actors, item).CountAsync());

app.MapGet("/instance", () => Instance.Current);

app.Run();

static IStockActor Stock(IActorProxyFactory actors, string item) =>
    actors.CreateActorProxy<IStockActor>(new ActorId(item), nameof(StockActor));

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stored order {Id}: {Quantity} x {Item}")]
    public static partial void Stored(ILogger logger, string id, int quantity, string item);

    [LoggerMessage(Level = LogLevel.Information, Message = "In stock now: {Quantity} x {Item}")]
    public static partial void Restocked(ILogger logger, string item, int quantity);
}
