using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>Adds resiliency policies: timeouts, retries and circuit breakers by name, and the targets that they are for.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is the object's.</param>
    /// <returns>
    /// The policies: a <c>Resiliency</c> file in run mode, an object scoped to the app-ids that refer to it when published.
    /// </returns>
    /// <remarks>DAPRSHARED038 reports a policy that a target names and nobody defined: daprd would ignore it.</remarks>
    /// <example>
    /// <code lang="csharp">
    /// var patience = builder.AddDaprSharedResiliency("patience")
    ///     .WithTimeout("short", TimeSpan.FromSeconds(2))
    ///     .WithRetry("again", new() { Duration = TimeSpan.FromSeconds(1), MaxRetries = 3 })
    ///     .WithAppTarget("orders", new(Timeout: "short", Retry: "again"))
    ///     .WithComponentTarget(store, outbound: new(Retry: "again"));
    /// dapr.WithReference(patience);
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> AddDaprSharedResiliency(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return AddObject(builder, new DaprSharedResiliencyResource(name), "DaprResiliency", "ShieldCheckmark");
    }

    /// <summary>Defines a timeout.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="name">The policy's name.</param>
    /// <param name="timeout">How long a call may take.</param>
    /// <returns>The policies.</returns>
    /// <remarks>It appears in <c>spec.policies.timeouts</c>. DAPRSHARED038 reports a number below zero.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithTimeout(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string name,
        TimeSpan timeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Change(builder, resiliency => resiliency with { Timeouts = With(resiliency.Timeouts, name, timeout) });
    }

    /// <summary>Defines a retry policy.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="name">The policy's name; one of daprd's own (<c>DaprBuiltInServiceRetries</c>) replaces it.</param>
    /// <param name="retry">The policy.</param>
    /// <returns>The policies.</returns>
    /// <remarks>It appears in <c>spec.policies.retries</c>. DAPRSHARED038 reports a number that is out of range.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithRetry(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string name,
        DaprRetry retry)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(retry);
        return Change(builder, resiliency => resiliency with { Retries = With(resiliency.Retries, name, retry) });
    }

    /// <summary>Defines a circuit breaker.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="name">The policy's name.</param>
    /// <param name="circuitBreaker">The policy.</param>
    /// <returns>The policies.</returns>
    /// <remarks>It appears in <c>spec.policies.circuitBreakers</c>. DAPRSHARED038 reports a number below zero.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithCircuitBreaker(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string name,
        DaprCircuitBreaker circuitBreaker)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(circuitBreaker);
        return Change(builder, resiliency => resiliency with
        {
            CircuitBreakers = With(resiliency.CircuitBreakers, name, circuitBreaker),
        });
    }

    /// <summary>Uses policies for calls to an app.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="appId">The app-id that is called.</param>
    /// <param name="policies">The names of the policies.</param>
    /// <returns>The policies.</returns>
    /// <remarks>They appear in <c>spec.targets.apps</c>. DAPRSHARED038 reports a policy that nobody defined.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithAppTarget(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string appId,
        DaprPolicies policies)
    {
        ArgumentException.ThrowIfNullOrEmpty(appId);
        ArgumentNullException.ThrowIfNull(policies);
        return Change(builder, resiliency => resiliency with { Apps = With(resiliency.Apps, appId, policies) });
    }

    /// <summary>Uses policies for a component.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="component">The component.</param>
    /// <param name="outbound">For calls from daprd to the component, or <see langword="null"/>.</param>
    /// <param name="inbound">For deliveries from the component to the app, or <see langword="null"/>.</param>
    /// <returns>The policies.</returns>
    /// <remarks>
    /// They appear in <c>spec.targets.components</c>. DAPRSHARED038 reports a policy that nobody defined. DAPRSHARED112 warns where this
    /// takes the retries of subscriptions away.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithComponentTarget(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        IResourceBuilder<DaprSharedComponentResource> component,
        DaprPolicies? outbound = null,
        DaprPolicies? inbound = null)
    {
        ArgumentNullException.ThrowIfNull(component);
        return builder.WithComponentTarget(component.Resource.Name, outbound, inbound);
    }

    /// <summary>Uses policies for a component that is known by its name only.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="component">The component's name.</param>
    /// <param name="outbound">For calls from daprd to the component, or <see langword="null"/>.</param>
    /// <param name="inbound">For deliveries from the component to the app, or <see langword="null"/>.</param>
    /// <returns>The policies.</returns>
    /// <remarks>
    /// They appear in <c>spec.targets.components</c>. DAPRSHARED038 reports a policy that nobody defined. DAPRSHARED112 warns where this
    /// takes the retries of subscriptions away.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithComponentTarget(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string component,
        DaprPolicies? outbound = null,
        DaprPolicies? inbound = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(component);
        return Change(builder, resiliency => resiliency with
        {
            Components = With(resiliency.Components, component, new(outbound, inbound)),
        });
    }

    /// <summary>Uses policies for the actors of a type.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="actorType">The actor type.</param>
    /// <param name="policies">The names of the policies.</param>
    /// <param name="circuitBreakerScope">What a circuit breaker counts for. Default <see cref="DaprCircuitBreakerScope.Both"/>.</param>
    /// <returns>The policies.</returns>
    /// <remarks>They appear in <c>spec.targets.actors</c>. DAPRSHARED038 reports a policy that nobody defined.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResiliencyResource> WithActorTarget(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        string actorType,
        DaprPolicies policies,
        DaprCircuitBreakerScope circuitBreakerScope = DaprCircuitBreakerScope.Both)
    {
        ArgumentException.ThrowIfNullOrEmpty(actorType);
        ArgumentNullException.ThrowIfNull(policies);
        return Change(builder, resiliency => resiliency with
        {
            Actors = With(resiliency.Actors, actorType, new(policies, circuitBreakerScope)),
        });
    }

    private static IResourceBuilder<DaprSharedResiliencyResource> Change(
        IResourceBuilder<DaprSharedResiliencyResource> builder,
        Func<DaprResiliency, DaprResiliency> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Resiliency = change(builder.Resource.Resiliency);
        return builder;
    }
}
