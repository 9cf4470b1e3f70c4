using k8s.Models;

namespace DaprShared;

/// <summary>Which daprd the app reaches through the API Service (<c>internalTrafficPolicy</c>).</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/"/>
public enum TrafficPolicy
{
    /// <summary>
    /// The one on the app's own node, and none when that node has no ready daprd: calls are dropped there and never leave the node. No
    /// network hop; tokens, tracing and circuit breakers stay on the node.
    /// </summary>
    NodeLocal,

    /// <summary>Any ready daprd of the cluster.</summary>
    Cluster,
}

/// <summary>A HorizontalPodAutoscaler on CPU, in place of a fixed number of replicas.</summary>
/// <param name="MinReplicas">
/// The smallest number of daprds, at least 1. It is <c>spec.minReplicas</c> of the HorizontalPodAutoscaler.
/// </param>
/// <param name="MaxReplicas">The largest number of daprds. It is <c>spec.maxReplicas</c> of the HorizontalPodAutoscaler.</param>
/// <param name="CpuUtilization">
/// The average CPU to keep, in percent of the CPU request, at least 1. Default 80. It is <c>averageUtilization</c> of the
/// HorizontalPodAutoscaler.
/// </param>
/// <seealso href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"/>
public sealed record Autoscaling(int MinReplicas, int MaxReplicas, int CpuUtilization = 80);

/// <summary>
/// A PodMonitor, by which the Prometheus Operator finds the daprds to scrape (<c>monitoring.coreos.com/v1</c>). It stands in daprd's
/// namespace under the name <c>&lt;app-id&gt;-dapr</c>; the cluster needs the operator's CRD.
/// </summary>
/// <seealso href="https://prometheus-operator.dev/docs/api-reference/api/"/>
public sealed record PodMonitor
{
    /// <summary>
    /// Gets the time between two scrapes, as Prometheus writes it (<c>30s</c>), or <see langword="null"/> for Prometheus' own.
    /// Appears in <c>spec.podMetricsEndpoints</c>. DAPRSHARED136 reports one that it does not take.
    /// </summary>
    public string? Interval { get; init; }

    /// <summary>
    /// Gets labels beside the usual ones, for a Prometheus that selects PodMonitors by them: <c>release</c> with kube-prometheus-stack.
    /// Default none. Appears as <c>metadata.labels</c> of the PodMonitor.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// How a shared daprd's workload behaves in the cluster, and which objects stand around it. Each of them can be switched off.
/// </summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"/>
public sealed record WorkloadSettings
{
    /// <summary>
    /// Gets which daprd the app reaches, or <see langword="null"/> for <see cref="DaprShared.TrafficPolicy.NodeLocal"/> with a DaemonSet
    /// and <see cref="DaprShared.TrafficPolicy.Cluster"/> with a Deployment. Appears as the API Service's <c>internalTrafficPolicy</c>.
    /// </summary>
    public TrafficPolicy? TrafficPolicy { get; init; }

    /// <summary>
    /// Gets the autoscaler of a Deployment, or <see langword="null"/> for a fixed number of replicas. Then the Deployment has no
    /// <c>replicas</c>.
    /// </summary>
    public Autoscaling? Autoscaling { get; init; }

    /// <summary>Gets how many daprds a rolling update may add. Default 1. For a DaemonSet: on how many nodes two may run at once.</summary>
    public int MaxSurge { get; init; } = 1;

    /// <summary>
    /// Gets how many daprds a rolling update may take away first. Default 0: a new one is ready before an old one goes, so the app's API
    /// has no gap. For a DaemonSet one of this and <see cref="MaxSurge"/> has to be 0, as Kubernetes demands.
    /// </summary>
    public int MaxUnavailable { get; init; }

    /// <summary>
    /// Gets a value indicating whether a Deployment of more than one daprd gets a PodDisruptionBudget (<c>maxUnavailable: 1</c>). Default
    /// <see langword="true"/>.
    /// </summary>
    public bool PodDisruptionBudget { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether a Deployment of more than one daprd is spread over nodes (<c>ScheduleAnyway</c>, so that a small
    /// cluster still takes all of them). Default <see langword="true"/>.
    /// </summary>
    public bool TopologySpread { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the headless Service carries <c>prometheus.io/*</c>, as the Dapr operator writes them for a sidecar.
    /// Default <see langword="true"/>; without effect when daprd serves no metrics.
    /// </summary>
    public bool PrometheusAnnotations { get; init; } = true;

    /// <summary>
    /// Gets the PodMonitor, or <see langword="null"/> for none, which is the default. Appears as an object of
    /// <c>monitoring.coreos.com/v1</c>. DAPRSHARED135 reports one of a daprd without metrics.
    /// </summary>
    public PodMonitor? PodMonitor { get; init; }

    /// <summary>
    /// Gets a value indicating whether a NetworkPolicy admits the app, other daprds and a metrics scraper, and nobody else. Default
    /// <see langword="true"/>. What daprd itself calls is not restricted. It has an effect only where the cluster's network plug-in
    /// enforces policies.
    /// </summary>
    public bool NetworkPolicy { get; init; } = true;

    /// <summary>
    /// Gets who else may call the Dapr API, beside the app's pods: for example a Job, or an app in another namespace. Where the app's
    /// pods are not known every pod of the namespace may. Default: none.
    /// </summary>
    /// <remarks>They stand in <c>spec.ingress</c> of the NetworkPolicy.</remarks>
    public IReadOnlyList<V1NetworkPolicyPeer> Clients { get; init; } = [];

    /// <summary>Gets the namespaces whose pods may scrape metrics, or <see langword="null"/> for everybody.</summary>
    /// <remarks>They stand in <c>spec.ingress</c> of the NetworkPolicy.</remarks>
    public V1LabelSelector? MetricsNamespaces { get; init; }
}
