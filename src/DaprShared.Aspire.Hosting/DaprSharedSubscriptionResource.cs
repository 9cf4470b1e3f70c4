using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A declarative subscription. In run mode a file of its shared daprds, when published a <c>Subscription</c> object.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/subscription-schema/"/>
public sealed class DaprSharedSubscriptionResource : DaprSharedObjectResource
{
    internal DaprSharedSubscriptionResource(DaprSubscription subscription, DaprSharedComponentResource? pubSub)
        : base(subscription.Name)
    {
        (Subscription, PubSub) = (subscription, pubSub);
    }

    /// <summary>Gets the subscription.</summary>
    public DaprSubscription Subscription { get; internal set; }

    /// <summary>Gets the pub/sub component, or <see langword="null"/> when only its name is known.</summary>
    public DaprSharedComponentResource? PubSub { get; }

    internal override IEnumerable<DaprSharedObjectResource> Requires => PubSub is null ? [] : [PubSub];

    internal override DaprObject ToObject(IEnumerable<string> appIds, Places places) =>
        DaprObjects.Subscription(Subscription with { Scopes = ScopesOr(appIds) });
}
