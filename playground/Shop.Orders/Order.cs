namespace Shop.Orders;

internal sealed record Order(string Id, string Item, int Quantity);

internal sealed record Restock(string Item, int Quantity);
