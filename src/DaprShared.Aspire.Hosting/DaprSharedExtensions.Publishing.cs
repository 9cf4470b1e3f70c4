using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Publishes a shared daprd as a DaemonSet, which is the default: one daprd per node, and each app talks to the one on its own node.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// The API Service gets <c>internalTrafficPolicy: Local</c>: on a node without a ready daprd the app's calls fail instead of leaving
    /// the node. <see cref="WithTrafficPolicy"/> changes that.
    /// </remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> PublishAsDaemonSet(this IResourceBuilder<DaprSharedResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        (builder.Resource.Strategy, builder.Resource.Replicas) = (SharedStrategy.DaemonSet, null);
        return builder;
    }

    /// <summary>Publishes a shared daprd as a Deployment: a number of daprds that the scheduler places.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="replicas">The number of daprds, 0 included, or <see langword="null"/> for 1, or for the autoscaler's.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED014 reports a negative number, DAPRSHARED023 one beside <see cref="WithAutoscaling"/>.</remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> PublishAsDeployment(
        this IResourceBuilder<DaprSharedResource> builder,
        int? replicas = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        (builder.Resource.Strategy, builder.Resource.Replicas) = (SharedStrategy.Deployment, replicas);
        return builder;
    }

    /// <summary>Sets which daprd the app reaches in the cluster: <c>internalTrafficPolicy</c> of the API Service.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="policy">
    /// The policy. Default <see cref="TrafficPolicy.NodeLocal"/> for a DaemonSet and <see cref="TrafficPolicy.Cluster"/> for a Deployment.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// With <see cref="TrafficPolicy.NodeLocal"/> the calls of an app whose node has no ready daprd (while the node starts, when a taint
    /// keeps the DaemonSet away) are dropped until there is one. DAPRSHARED066 warns of it for a Deployment.
    /// </remarks>
    /// <seealso href="https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithTrafficPolicy(
        this IResourceBuilder<DaprSharedResource> builder,
        TrafficPolicy policy) =>
        builder.WithWorkloadSettings(workload => workload with { TrafficPolicy = policy });

    /// <summary>Scales a Deployment by its CPU, with a HorizontalPodAutoscaler; its number of replicas is then left out.</summary>
    /// <param name="builder">The shared daprd, published as a Deployment.</param>
    /// <param name="minReplicas">The smallest number of daprds, at least 1.</param>
    /// <param name="maxReplicas">The largest number of daprds.</param>
    /// <param name="cpuUtilization">The average CPU to keep, in percent of the CPU request. Default 80.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED064 reports a DaemonSet, numbers that cannot be, and a missing CPU request.</remarks>
    /// <seealso href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithAutoscaling(
        this IResourceBuilder<DaprSharedResource> builder,
        int minReplicas,
        int maxReplicas,
        int cpuUtilization = 80) =>
        builder.WithWorkloadSettings(workload => workload with { Autoscaling = new(minReplicas, maxReplicas, cpuUtilization) });

    /// <summary>
    /// Lets the Prometheus Operator scrape daprd's metrics: a PodMonitor <c>&lt;app-id&gt;-dapr</c>
    /// (<c>monitoring.coreos.com/v1</c>) beside daprd. The NetworkPolicy lets the scrape in.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="release">
    /// The label <c>release</c>, by which the Prometheus of kube-prometheus-stack selects what it scrapes, or <see langword="null"/>.
    /// </param>
    /// <param name="interval">
    /// The time between two scrapes, for example <c>30s</c>, or <see langword="null"/> for Prometheus' own.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// The cluster needs the operator's CRD. DAPRSHARED135 reports a daprd without metrics, DAPRSHARED136 a release that is no label
    /// value and an interval that Prometheus does not take, DAPRSHARED137 warns in Docker Compose, which gets none.
    /// </remarks>
    /// <seealso href="https://prometheus-operator.dev/docs/api-reference/api/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithPodMonitor(
        this IResourceBuilder<DaprSharedResource> builder,
        string? release = null,
        string? interval = null) =>
        builder.WithWorkloadSettings(workload => workload with
        {
            PodMonitor = new()
            {
                Interval = interval,
                Labels = release is null ? new Dictionary<string, string>() : new() { ["release"] = release },
            },
        });

    /// <summary>
    /// Lets the cluster's sidecar injector add daprd to the pod (Injected mode), in place of a container in the manifest. Trust anchors,
    /// addresses and version follow the control plane.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="pinImage">
    /// Whether the image is that of the resource (<c>dapr.io/sidecar-image</c>). Default <see langword="false"/>: that of the control
    /// plane. An image that was set on the resource is always used.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Every option becomes its <c>dapr.io/*</c> annotation; DAPRSHARED060 reports one that has none. The pod is ready when its app
    /// answers, which the injector decides; the API Service leads to it before that, so that an app may wait for daprd.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/concepts/dapr-services/sidecar-injector/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithInjectedDaprd(
        this IResourceBuilder<DaprSharedResource> builder,
        bool pinImage = false)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.Injection = new() { PinImage = pinImage };
        return builder;
    }

    /// <summary>
    /// Gives daprd the control plane's root certificates as PEM. They are written into ConfigMap <c>&lt;app-id&gt;-dapr-trust</c>.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="pem">
    /// One or more PEM certificates: <c>ca.crt</c> of ConfigMap <c>dapr-trust-bundle</c> in the control plane's namespace.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Default: the chart reads that ConfigMap when it is installed. DAPRSHARED062 reports a text that is no certificate, DAPRSHARED063 a
    /// private key.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/mtls/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithTrustAnchors(this IResourceBuilder<DaprSharedResource> builder, string pem)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pem);

        builder.Resource.TrustAnchors = TrustAnchors.FromPem(TextOrReference.FromText(pem));
        return builder;
    }

    /// <summary>
    /// Gives daprd the control plane's root certificates from a parameter, whose value is asked for when the chart is deployed.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="pem">The parameter; its value is one or more PEM certificates. It appears in the chart's <c>values.yaml</c>.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>daprd reads them as <c>DAPR_TRUST_ANCHORS</c>.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/mtls/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithTrustAnchors(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ParameterResource> pem)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pem);

        builder.Resource.TrustAnchors = TrustAnchors.FromPem(TextOrReference.FromReference(pem.Resource));
        return builder;
    }

    /// <summary>Lets daprd take the control plane's root certificates from a ConfigMap that exists in its namespace.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="name">The ConfigMap's name.</param>
    /// <param name="key">The key. Default <c>ca.crt</c>.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>daprd reads them as <c>DAPR_TRUST_ANCHORS</c>. DAPRSHARED073 reports a name that Kubernetes refuses.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/security/mtls/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithTrustAnchorsFromConfigMap(
        this IResourceBuilder<DaprSharedResource> builder,
        string name,
        string key = ObjectNames.TrustBundleKey)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Resource.TrustAnchors = TrustAnchors.FromConfigMap(name, key);
        return builder;
    }
}
