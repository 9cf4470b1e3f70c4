namespace DaprShared;

/// <summary>How a shared daprd is placed in the cluster.</summary>
/// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
public enum SharedStrategy
{
    /// <summary>One daprd on every node; an app reaches the one on its own node.</summary>
    DaemonSet,

    /// <summary>A number of daprds that the scheduler places.</summary>
    Deployment,
}

/// <summary>Where a token is kept: a key of a Secret in the same namespace. The token itself never enters the model.</summary>
/// <param name="SecretName">The name of the Secret, or <see langword="null"/> for <c>&lt;app-id&gt;-dapr-token</c>.</param>
/// <param name="Key">The key in it. Default <c>token</c>, the key that Dapr's own <c>dapr.io/api-token-secret</c> annotation reads.</param>
/// <seealso href="https://docs.dapr.io/operations/security/api-token/"/>
public sealed record TokenReference(string? SecretName = null, string Key = "token");

/// <summary>
/// One shared daprd: everything that its command line, its app's environment and its Kubernetes objects are computed from.
/// </summary>
/// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
public sealed record SharedDaprd
{
    /// <summary>
    /// Gets the Dapr app-id: a lower-case DNS label that begins with a letter, of at most 54 characters, because
    /// <c>&lt;app-id&gt;-dapr-api</c> is a Service.
    /// </summary>
    public required string AppId { get; init; }

    /// <summary>Gets the name that diagnostics give: the resource in the AppHost, or the app-id. Default: the app-id.</summary>
    public string DisplayName { get => field ?? AppId; init; }

    /// <summary>
    /// Gets the app that daprd calls, or <see langword="null"/> for an app without an inbound port (then there is no app channel).
    /// </summary>
    /// <remarks>daprd gets <c>--app-channel-address</c>, <c>--app-port</c> and <c>--app-protocol</c>.</remarks>
    public RemoteApp? App { get; init; }

    /// <summary>Gets how daprd is placed. Default <see cref="SharedStrategy.DaemonSet"/>.</summary>
    public SharedStrategy Strategy { get; init; }

    /// <summary>Gets the number of daprds of a Deployment, 0 included, or <see langword="null"/> for 1. A DaemonSet has none.</summary>
    public int? Replicas { get; init; }

    /// <summary>Gets daprd's options. Default: those of daprd, but for what the table of options says.</summary>
    /// <remarks>Each is a flag of daprd, for example <c>--log-level</c>.</remarks>
    public DaprdOptions Options { get; init; } = new();

    /// <summary>
    /// Gets a value indicating whether component files lie in <see cref="DaprdCommandLine.ResourcesFolder"/> and a Configuration in <see
    /// cref="DaprdCommandLine.ConfigurationFile"/> locally. In a cluster they are objects that the operator hands out. Default <see
    /// langword="false"/>.
    /// </summary>
    /// <remarks>daprd gets <c>--resources-path</c> and <c>--config</c>.</remarks>
    public bool HasLocalFiles { get; init; }

    /// <summary>
    /// Gets further arguments of daprd in the cluster, behind those of the options, where daprd's last one wins. Explicit mode only.
    /// Default: none.
    /// </summary>
    /// <remarks>They stand in <c>spec.containers</c> of the pod.</remarks>
    public IReadOnlyList<TextOrReference> ExtraArguments { get; init; } = [];

    /// <summary>Gets the control plane that daprd joins in Kubernetes. Default: the one in the namespace <c>dapr-system</c>.</summary>
    /// <remarks>daprd gets <c>--control-plane-address</c> and the other addresses.</remarks>
    public ControlPlane ControlPlane { get; init; } = new();

    /// <summary>Gets what the app needs from the control plane. Default nothing, which starts nothing locally.</summary>
    /// <remarks>Locally daprd gets <c>--placement-host-address</c> and <c>--scheduler-host-address</c>.</remarks>
    public DaprNeeds Needs { get; init; }

    /// <summary>
    /// Gets the placement service's <c>host:port</c> on a developer's machine, or <see langword="null"/> when there is none.
    /// </summary>
    /// <remarks>daprd gets it as <c>--placement-host-address</c>.</remarks>
    public TextOrReference? LocalPlacement { get; init; }

    /// <summary>Gets the scheduler's <c>host:port</c> on a developer's machine, or <see langword="null"/> when there is none.</summary>
    /// <remarks>daprd gets it as <c>--scheduler-host-address</c>.</remarks>
    public TextOrReference? LocalScheduler { get; init; }

    /// <summary>Gets a value indicating whether more than one daprd runs in the cluster: one per node, or two replicas and more.</summary>
    public bool IsReplicated => Strategy == SharedStrategy.DaemonSet || MaxReplicas > 1;

    /// <summary>
    /// Gets the features that the Configuration has to enable. <see cref="WorkflowsClusteredDeployment"/> for workflows in more than one
    /// daprd: without it a result that arrives at another daprd than the one that handed out the work is lost.
    /// </summary>
    public IReadOnlyList<string> RequiredFeatures =>
        Needs.HasFlag(DaprNeeds.Workflows) && IsReplicated ? [WorkflowsClusteredDeployment] : [];

    /// <summary>
    /// The feature that lets several daprds share workflows, daprd 1.16 or later (dapr v1.18.3 pkg/config/configuration.go).
    /// </summary>
    public const string WorkflowsClusteredDeployment = "WorkflowsClusteredDeployment";

    /// <summary>
    /// Gets what daprd sees of Dapr's own kinds, whoever wrote it: Components, Resiliency, MCPServers and others, as they are where it
    /// runs. What is scoped to other app-ids does no harm. From these follow what is generated beside them, and what daprd may read in
    /// the cluster. Default: none.
    /// </summary>
    public IReadOnlyList<DaprObject> Resources { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether messages that the app is not there to take are kept until it is. Default <see langword="true"/>: a
    /// daprd that has an app gets a Resiliency <c>&lt;app-id&gt;-dapr-inbound</c> with the policy
    /// <c>DefaultPubsubComponentInboundRetryPolicy</c>, which tries every 2 s, without end, what the app did not answer (no connection,
    /// HTTP 502 to 504, gRPC 14). What the app answers is delivered once, as ever. It gives way to a Resiliency in <see cref="Resources"/>
    /// that decides the same. Without it a pub/sub component acknowledges the message and it is lost. daprd 1.16 or later; for an image
    /// whose tag tells no version there is none (DAPRSHARED110).
    /// </summary>
    public bool InboundRetries { get; init; } = true;

    /// <summary>Gets daprd's image. Default <see cref="ContainerImage.Daprd"/>.</summary>
    /// <remarks>It is <c>image</c> in <c>spec.containers</c> of the pod.</remarks>
    public ContainerImage Image { get; init; } = ContainerImage.Daprd;

    /// <summary>
    /// Gets where the API token (<c>DAPR_API_TOKEN</c>) is kept in the cluster. Default: key <c>token</c> of Secret
    /// <c>&lt;app-id&gt;-dapr-token</c>; <see langword="null"/> leaves the Dapr API open to every pod that can reach it.
    /// </summary>
    public TokenReference? ApiToken { get; init; } = new();

    /// <summary>
    /// Gets where the app's token (<c>APP_API_TOKEN</c>, sent by daprd to the app) is kept in the cluster, or <see langword="null"/> for
    /// none.
    /// </summary>
    public TokenReference? AppToken { get; init; }

    /// <summary>Gets the pod's settings in Kubernetes. Default: a hardened pod.</summary>
    /// <remarks>They are the pod of the DaemonSet or Deployment.</remarks>
    public PodSettings Pod { get; init; } = new();

    /// <summary>Gets the workload's settings in Kubernetes. Default: a rolling update without a gap, and a NetworkPolicy.</summary>
    public WorkloadSettings Workload { get; init; } = new();

    /// <summary>
    /// Gets how the cluster's sidecar injector adds daprd to the pod, or <see langword="null"/> for Explicit mode, the default: the
    /// container stands in the manifest.
    /// </summary>
    /// <remarks>The pod has the annotation <c>dapr.io/enabled</c>.</remarks>
    public SidecarInjection? Injection { get; init; }

    /// <summary>
    /// Gets the control plane's root certificates, or <see langword="null"/> for <see cref="TrustAnchors.Default"/>. Explicit mode only.
    /// </summary>
    /// <remarks>daprd gets them as <c>DAPR_TRUST_ANCHORS</c>.</remarks>
    public TrustAnchors? TrustAnchors { get; init; }

    /// <summary>The resources that are not scoped to other app-ids.</summary>
    internal IEnumerable<DaprObject> OwnResources =>
        from resource in Resources
        where resource.Scopes is null or { Count: 0 } || resource.Scopes.Contains(AppId)
        select resource;

    /// <summary>Gets the traffic policy in force.</summary>
    internal TrafficPolicy EffectiveTrafficPolicy =>
        Workload.TrafficPolicy ?? (Strategy == SharedStrategy.DaemonSet ? TrafficPolicy.NodeLocal : TrafficPolicy.Cluster);

    /// <summary>Gets the largest number of daprds of a Deployment.</summary>
    internal int MaxReplicas => Workload.Autoscaling?.MaxReplicas ?? Replicas ?? 1;
}
