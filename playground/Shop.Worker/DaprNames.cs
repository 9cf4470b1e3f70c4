namespace Shop.Worker;

/// <summary>What this app must agree on with its daprd and with the orders app: component and topic.</summary>
internal static class DaprNames
{
    public const string PubSub = "pubsub";
    public const string RestockTopic = "restock";
}
