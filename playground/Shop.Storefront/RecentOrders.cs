using System.Collections.Concurrent;

namespace Shop.Storefront;

/// <summary>The last few orders that went through this process, newest first.</summary>
internal sealed class RecentOrders
{
    private const int Kept = 10;
    private readonly ConcurrentQueue<Order> _orders = new();

    public IEnumerable<Order> NewestFirst => _orders.Reverse();

    public void Add(Order order)
    {
        _orders.Enqueue(order);
        while (_orders.Count > Kept)
        {
            _orders.TryDequeue(out _);
        }
    }
}
