using System.Text.Json.Nodes;

namespace DaprShared;

public static partial class DaprObjects
{
    /// <summary>Returns the Subscription object.</summary>
    /// <param name="subscription">The subscription.</param>
    public static DaprObject Subscription(DaprSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return new()
        {
            ApiVersion = "dapr.io/v2alpha1",
            Kind = "Subscription",
            Metadata = new() { Name = subscription.Name },
            Scopes = ScopesOf(subscription.Scopes),
            Spec = Map(
                ("pubsubname", subscription.PubSub),
                ("topic", subscription.Topic),
                ("routes", Map(
                    ("rules", List(subscription.Rules.Select(rule => Map(("match", rule.Match), ("path", rule.Path))))),
                    ("default", subscription.Route))),
                ("deadLetterTopic", subscription.DeadLetterTopic),
                ("metadata", MapOf(subscription.Metadata, value => JsonValue.Create(value))),
                // Milliseconds as a number, unlike every other span of time in these kinds.
                ("bulkSubscribe", subscription.BulkSubscribe is not { } bulk ? null : Map(
                    ("enabled", true),
                    ("maxMessagesCount", bulk.MaxMessagesCount),
                    ("maxAwaitDurationMs", (int?)bulk.MaxAwaitDuration?.TotalMilliseconds)))),
        };
    }
}
