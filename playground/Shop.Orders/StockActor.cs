using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Shop.Orders;

/// <summary>What is in stock of one item, which is the actor's id; public because the SDK makes a proxy of it at run time.</summary>
public interface IStockActor : IActor
{
    Task<int> AddAsync(int quantity);

    Task<int> CountAsync();
}

/// <summary>daprd lets one call at a time into an actor, so what comes in twice at once is counted twice.</summary>
internal sealed class StockActor(ActorHost host) : Actor(host), IStockActor
{
    private const string Quantity = "quantity";

    public Task<int> AddAsync(int quantity) => StateManager.AddOrUpdateStateAsync(Quantity, quantity, (_, stock) => stock + quantity);

    public Task<int> CountAsync() => StateManager.GetOrAddStateAsync(Quantity, 0);
}
