namespace Shop.Orders;

/// <summary>What this app and its daprd must agree on: the names of the Dapr components and of the topics.</summary>
internal static class DaprNames
{
    public const string PubSub = "pubsub";
    public const string OrdersTopic = "orders";
    public const string RestockTopic = "restock";
    public const string StateStore = "statestore";
}
