using Dapr.Client;

namespace Shop.Worker;

/// <summary>
/// Announces every few seconds what has come into stock. It only publishes, so daprd has no need to call it, and it has no port.
/// </summary>
internal sealed partial class Restocking(DaprClient dapr, ILogger<Restocking> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly string[] Items = ["Book", "Cup", "Pen"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        for (var i = 0; await timer.WaitForNextTickAsync(stoppingToken); i++)
        {
            var restock = new Restock(Items[i % Items.Length], Quantity: 10);
            try
            {
                await dapr.PublishEventAsync(DaprNames.PubSub, DaprNames.RestockTopic, restock, stoppingToken);
                Announced(log, restock.Quantity, restock.Item);
            }
            catch (Dapr.DaprException e)
            {
                // daprd has a life of its own; the next round may find it again.
                NotAnnounced(log, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "In stock: {Quantity} x {Item}")]
    private static partial void Announced(ILogger logger, int quantity, string item);

    [LoggerMessage(Level = LogLevel.Warning, Message = "daprd did not take the announcement")]
    private static partial void NotAnnounced(ILogger logger, Exception exception);
}

/// <summary>What is published, and what the orders app adds to its stock.</summary>
internal sealed record Restock(string Item, int Quantity);
