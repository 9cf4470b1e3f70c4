namespace DaprShared;

/// <summary>
/// The Dapr control plane of the cluster. All addresses, the token audience and daprd's environment follow from namespace, trust domain and
/// cluster domain; they are the ones that the sidecar injector uses (dapr v1.18.3 pkg/injector/patcher/services.go), the same for 1.17 to
/// 1.19.
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
[Aspire.Hosting.AspireDto]
public sealed record ControlPlane
{
    /// <summary>
    /// Gets the namespace that the control plane runs in. Default <c>dapr-system</c>. Appears as <c>DAPR_CONTROLPLANE_NAMESPACE</c>.
    /// </summary>
    public string Namespace { get; init; } = "dapr-system";

    /// <summary>
    /// Gets the control plane's SPIFFE trust domain. Default <c>cluster.local</c>. Appears as <c>DAPR_CONTROLPLANE_TRUST_DOMAIN</c>.
    /// </summary>
    public string TrustDomain { get; init; } = "cluster.local";

    /// <summary>Gets the cluster's DNS domain. Default <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>
    /// Gets a value indicating whether daprd joins the placement service, which actors and workflows need. Default <see langword="true"/>.
    /// </summary>
    /// <remarks>daprd gets it as <c>--placement-host-address</c>.</remarks>
    public bool Placement { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether daprd joins the scheduler, which jobs, reminders and workflows need. Default <see langword="true"/>.
    /// </summary>
    /// <remarks>daprd gets it as <c>--scheduler-host-address</c>.</remarks>
    public bool Scheduler { get; init; } = true;

    /// <summary>Gets the operator's <c>host:port</c> in place of the derived one, or <see langword="null"/>.</summary>
    /// <remarks>daprd gets it as <c>--control-plane-address</c>.</remarks>
    public string? OperatorOverride { get; init; }

    /// <summary>Gets Sentry's <c>host:port</c> in place of the derived one, or <see langword="null"/>.</summary>
    /// <remarks>daprd gets it as <c>--sentry-address</c>.</remarks>
    public string? SentryOverride { get; init; }

    /// <summary>Gets the placement service's <c>host:port</c> in place of the derived one, or <see langword="null"/>.</summary>
    /// <remarks>daprd gets it as <c>--placement-host-address</c>.</remarks>
    public string? PlacementOverride { get; init; }

    /// <summary>Gets the scheduler's <c>host:port</c> in place of the derived one, or <see langword="null"/>.</summary>
    /// <remarks>daprd gets it as <c>--scheduler-host-address</c>.</remarks>
    public string? SchedulerOverride { get; init; }

    /// <summary>Gets the audience of the projected token in place of Sentry's SPIFFE ID, or <see langword="null"/>.</summary>
    /// <remarks>It is <c>serviceAccountToken.audience</c> of the volume with daprd's token.</remarks>
    public string? SentryAudienceOverride { get; init; }

    /// <summary>Gets the operator API's <c>host:port</c> (<c>--control-plane-address</c>).</summary>
    public string OperatorAddress => OperatorOverride ?? Address("dapr-api", 443);

    /// <summary>Gets Sentry's <c>host:port</c> (<c>--sentry-address</c>). Its legacy port 80 is gone since Dapr 1.14.</summary>
    public string SentryAddress => SentryOverride ?? Address("dapr-sentry", 443);

    /// <summary>Gets the placement service's <c>host:port</c> (<c>--placement-host-address</c>).</summary>
    public string PlacementAddress => PlacementOverride ?? Address("dapr-placement-server", 50005);

    /// <summary>
    /// Gets the scheduler's <c>host:port</c> (<c>--scheduler-host-address</c>): the Service in front of all scheduler pods. daprd 1.17 and
    /// later no longer read <c>DAPR_SCHEDULER_HOST_ADDRESS</c>.
    /// </summary>
    public string SchedulerAddress => SchedulerOverride ?? Address("dapr-scheduler-server-a", 443);

    /// <summary>Gets the audience of the projected service-account token, Sentry's SPIFFE ID.</summary>
    public string SentryAudience => SentryAudienceOverride ?? $"spiffe://{TrustDomain}/ns/{Namespace}/dapr-sentry";

    private string Address(string service, int port) => $"{service}.{Namespace}.svc.{ClusterDomain}:{port}";
}
