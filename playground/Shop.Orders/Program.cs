using Dapr.Client;
using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);

// The SDK finds daprd through DAPR_HTTP_ENDPOINT, DAPR_GRPC_ENDPOINT and DAPR_API_TOKEN.
builder.Services.AddDaprClient();
builder.Services.AddHealthChecks();

// No UseHttpsRedirection: daprd does not follow redirects of the app, and would find no subscriptions.
var app = builder.Build();

app.UseCloudEvents();
app.MapSubscribeHandler();
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

app.MapPost("/restock", async (Restock restock, DaprClient dapr, ILogger<Program> log, CancellationToken cancellation) =>
{
    var stock = await dapr.GetStateEntryAsync<int>(DaprNames.StateStore, StockKey(restock.Item), cancellationToken: cancellation);
    stock.Value += restock.Quantity;
    if (!await stock.TrySaveAsync(cancellationToken: cancellation))
    {
        return Results.Conflict(); // somebody else was faster; daprd delivers the message again
    }

    Log.Restocked(log, restock.Item, stock.Value);
    return Results.Ok();
}).WithTopic(DaprNames.PubSub, DaprNames.RestockTopic);

app.MapGet("/stock/{item}", (string item, DaprClient dapr, CancellationToken cancellation) =>
    dapr.GetStateAsync<int>(DaprNames.StateStore, StockKey(item), cancellationToken: cancellation));

app.MapGet("/instance", () => Instance.Current);

app.Run();

static string StockKey(string item) => $"stock-{item}";

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stored order {Id}: {Quantity} x {Item}")]
    public static partial void Stored(ILogger logger, string id, int quantity, string item);

    [LoggerMessage(Level = LogLevel.Information, Message = "In stock now: {Quantity} x {Item}")]
    public static partial void Restocked(ILogger logger, string item, int quantity);
}
