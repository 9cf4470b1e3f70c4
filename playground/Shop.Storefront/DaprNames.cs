namespace Shop.Storefront;

/// <summary>What this app must agree on with its daprd and with the orders app: component, topic and app-id.</summary>
internal static class DaprNames
{
    public const string PubSub = "pubsub";
    public const string OrdersTopic = "orders";
    public const string OrdersAppId = "orders";
}
