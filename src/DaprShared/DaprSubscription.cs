namespace DaprShared;

/// <summary>A rule of a subscription: events that match go to a path of their own.</summary>
/// <param name="Match">The condition, a CEL expression over the CloudEvent, for example <c>event.type == "refund"</c>.</param>
/// <param name="Path">
/// The app's path (HTTP) or the path in the event's envelope (gRPC). It is <c>path</c> in <c>spec.routes.rules</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/pubsub/howto-route-messages/"/>
public sealed record DaprRoute(string Match, string Path);

/// <summary>Delivery of several messages in one call to the app.</summary>
/// <param name="MaxMessagesCount">
/// The largest number of messages in a call. <see langword="null"/> for daprd's default, 100. It is
/// <c>spec.bulkSubscribe.maxMessagesCount</c>.
/// </param>
/// <param name="MaxAwaitDuration">
/// How long daprd waits for a full call, in whole milliseconds. <see langword="null"/> for daprd's default, 1 s. It is
/// <c>spec.bulkSubscribe.maxAwaitDurationMs</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-bulk/"/>
public sealed record DaprBulkSubscribe(int? MaxMessagesCount = null, TimeSpan? MaxAwaitDuration = null);

/// <summary>A declarative subscription (<c>dapr.io/v2alpha1</c>), the same locally and in a cluster.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/subscription-schema/"/>
public sealed record DaprSubscription
{
    /// <summary>Gets the subscription's name.</summary>
    /// <remarks>It is <c>metadata.name</c>.</remarks>
    public required string Name { get; init; }

    /// <summary>Gets the name of the pub/sub component.</summary>
    /// <remarks>It is <c>spec.pubsubname</c>.</remarks>
    public required string PubSub { get; init; }

    /// <summary>Gets the topic.</summary>
    /// <remarks>It is <c>spec.topic</c>.</remarks>
    public required string Topic { get; init; }

    /// <summary>Gets the app's path for events that no rule matches.</summary>
    /// <remarks>It is <c>spec.routes.default</c>.</remarks>
    public required string Route { get; init; }

    /// <summary>Gets the rules, which daprd tests in this order. Default: none.</summary>
    /// <remarks>They are <c>spec.routes.rules</c>.</remarks>
    public IReadOnlyList<DaprRoute> Rules { get; init; } = [];

    /// <summary>Gets the topic that messages go to which the app could not process, or <see langword="null"/>.</summary>
    /// <remarks>It is <c>spec.deadLetterTopic</c>.</remarks>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Gets what the pub/sub component is told about this subscription, for example <c>rawPayload</c>. Default: none.</summary>
    /// <remarks>It is <c>spec.metadata</c>.</remarks>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the bulk delivery, or <see langword="null"/> for one message a call.</summary>
    /// <remarks>It is <c>spec.bulkSubscribe</c>.</remarks>
    public DaprBulkSubscribe? BulkSubscribe { get; init; }

    /// <summary>Gets the app-ids that the subscription is for; none means all of the namespace.</summary>
    /// <remarks>They are the <c>scopes</c> of the Subscription.</remarks>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
