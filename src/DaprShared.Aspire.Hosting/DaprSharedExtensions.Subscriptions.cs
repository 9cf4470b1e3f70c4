using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Adds a declarative subscription, for an app that does not subscribe by itself. <c>dapr.WithReference(subscription)</c> gives it to
    /// an app's daprd.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is the subscription's.</param>
    /// <param name="pubSub">The pub/sub component. A daprd that refers to the subscription refers to it as well.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="route">The app's path for events that no rule matches, for example <c>/orders</c>.</param>
    /// <returns>
    /// The subscription: a <c>dapr.io/v2alpha1</c> file in run mode, an object scoped to the app-ids that refer to it when published.
    /// </returns>
    /// <remarks>
    /// DAPRSHARED128 warns of a daprd without an app, DAPRSHARED129 of two subscriptions to one topic, DAPRSHARED130 of a route that
    /// answers something else.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var placed = builder.AddDaprSharedSubscription("order-placed", pubsub, topic: "orders", route: "/orders")
    ///     .WithRule("event.type == \"refund\"", "/refunds")
    ///     .WithDeadLetterTopic("poison");
    /// dapr.WithReference(placed);
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/subscription-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedSubscriptionResource> AddDaprSharedSubscription(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<DaprSharedComponentResource> pubSub,
        string topic,
        string route)
    {
        ArgumentNullException.ThrowIfNull(pubSub);
        return AddSubscription(builder, name, pubSub.Resource.Name, pubSub.Resource, topic, route);
    }

    /// <summary>
    /// Adds a declarative subscription to a pub/sub component that is known by its name only: one of a resources folder, or of the cluster.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is the subscription's.</param>
    /// <param name="pubSub">The name of the pub/sub component.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="route">The app's path for events that no rule matches, for example <c>/orders</c>.</param>
    /// <returns>The subscription.</returns>
    /// <remarks>
    /// It is a <c>Subscription</c>, as that of the other overload. DAPRSHARED039 warns when the daprd has no such component.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/subscription-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedSubscriptionResource> AddDaprSharedSubscription(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        string pubSub,
        string topic,
        string route) =>
        AddSubscription(builder, name, pubSub, null, topic, route);

    /// <summary>
    /// Adds a rule: events that match go to a path of their own. daprd tests rules in the order in which they were added.
    /// </summary>
    /// <param name="builder">The subscription.</param>
    /// <param name="match">The condition, a CEL expression over the CloudEvent: <c>event.type == "refund"</c>.</param>
    /// <param name="path">The app's path.</param>
    /// <returns>The subscription.</returns>
    /// <remarks>It appears in <c>spec.routes.rules</c>. DAPRSHARED130 warns of a path that answers something else.</remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/pubsub/howto-route-messages/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedSubscriptionResource> WithRule(
        this IResourceBuilder<DaprSharedSubscriptionResource> builder,
        string match,
        string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(match);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Change(builder, subscription => subscription with { Rules = [.. subscription.Rules, new(match, path)] });
    }

    /// <summary>Sets the topic that messages go to which the app could not process.</summary>
    /// <param name="builder">The subscription.</param>
    /// <param name="topic">The topic.</param>
    /// <returns>The subscription.</returns>
    /// <remarks>It appears as <c>spec.deadLetterTopic</c>.</remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-deadletter/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedSubscriptionResource> WithDeadLetterTopic(
        this IResourceBuilder<DaprSharedSubscriptionResource> builder,
        string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        return Change(builder, subscription => subscription with { DeadLetterTopic = topic });
    }

    /// <summary>Delivers several messages in one call to the app.</summary>
    /// <param name="builder">The subscription.</param>
    /// <param name="maxMessagesCount">The largest number of messages in a call, or <see langword="null"/> for daprd's default, 100.</param>
    /// <param name="maxAwaitDuration">
    /// How long daprd waits for a full call, in whole milliseconds, or <see langword="null"/> for daprd's default, 1 s.
    /// </param>
    /// <returns>The subscription.</returns>
    /// <remarks>It appears as <c>spec.bulkSubscribe</c>.</remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-bulk/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedSubscriptionResource> WithBulkSubscribe(
        this IResourceBuilder<DaprSharedSubscriptionResource> builder,
        int? maxMessagesCount = null,
        TimeSpan? maxAwaitDuration = null) =>
        Change(builder, subscription => subscription with { BulkSubscribe = new(maxMessagesCount, maxAwaitDuration) });

    /// <summary>Sets what the pub/sub component is told about the subscription, for example <c>rawPayload</c>.</summary>
    /// <param name="builder">The subscription.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The subscription.</returns>
    /// <remarks>It appears in <c>spec.metadata</c> of the Subscription.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/subscription-schema/"/>
    [AspireExport("withSubscriptionMetadata", MethodName = "withMetadata")]
    public static IResourceBuilder<DaprSharedSubscriptionResource> WithMetadata(
        this IResourceBuilder<DaprSharedSubscriptionResource> builder,
        string name,
        string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return Change(builder, subscription => subscription with { Metadata = With(subscription.Metadata, name, value) });
    }

    private static IResourceBuilder<DaprSharedSubscriptionResource> AddSubscription(
        IDistributedApplicationBuilder builder,
        string name,
        string pubSub,
        DaprSharedComponentResource? component,
        string topic,
        string route)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(pubSub);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentException.ThrowIfNullOrEmpty(route);

        var subscription = new DaprSubscription { Name = name, PubSub = pubSub, Topic = topic, Route = route };
        return AddObject(
            builder,
            new DaprSharedSubscriptionResource(subscription, component),
            "DaprSubscription",
            "MailInbox",
            ("Pub/sub", pubSub),
            ("Topic", topic));
    }

    private static IResourceBuilder<DaprSharedSubscriptionResource> Change(
        IResourceBuilder<DaprSharedSubscriptionResource> builder,
        Func<DaprSubscription, DaprSubscription> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Subscription = change(builder.Resource.Subscription);
        return builder;
    }
}
