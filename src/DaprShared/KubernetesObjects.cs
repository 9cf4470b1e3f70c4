using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>What differs between the places that the objects are written to.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/overview/working-with-objects/"/>
public sealed record ObjectSettings
{
    /// <summary>Gets the namespace of every object, or <see langword="null"/> to leave it to whoever applies them.</summary>
    /// <remarks>It is <c>metadata.namespace</c>.</remarks>
    public string? Namespace { get; init; }

    /// <summary>
    /// Gets the namespace that a RoleBinding names for daprd's account where <see cref="Namespace"/> is <see langword="null"/>, or
    /// <see langword="null"/> where kustomize fills it in. Kubernetes refuses a RoleBinding without one.
    /// </summary>
    /// <remarks>It stands in <c>subjects</c> of the RoleBinding of the ServiceAccount.</remarks>
    public string? AccountNamespace { get; init; }

    /// <summary>Gets the name of the API Service, or <see langword="null"/> for <c>&lt;app-id&gt;-dapr-api</c>.</summary>
    public string? ApiServiceName { get; init; }

    /// <summary>Gets labels that replace the recommended ones on every object and in every selector, or <see langword="null"/>.</summary>
    /// <remarks>They are <c>metadata.labels</c>, and the selectors of the Services and of the workload.</remarks>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>
    /// Gets the app's pods in daprd's namespace, which the NetworkPolicy admits, or <see langword="null"/> for every pod of the namespace.
    /// </summary>
    public V1LabelSelector? AppPods { get; init; }

    /// <summary>
    /// Gets what daprd reads only at start (Configuration, Resiliency, HTTPEndpoint), as typed objects. Its hash is an annotation of the
    /// pods, <c>checksum/config</c>, so that a change restarts daprd and nothing else. Default: none.
    /// </summary>
    public IReadOnlyList<object> StartupInputs { get; init; } = [];

    /// <summary>
    /// Gets the texts of daprd's arguments, or <see langword="null"/> where the builder makes them with <see cref="Resolve"/>.
    /// </summary>
    internal IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Gets what turns a reference in the model into text. A reference without it is a fault of the caller.</summary>
    public Func<object, string> Resolve { get; init; } = static reference =>
        throw new InvalidOperationException($"The reference '{reference}' has no value here.");
}

/// <summary>The one builder of the Kubernetes objects of a shared daprd.</summary>
public static partial class KubernetesObjects
{
    /// <summary>
    /// Returns the objects in the order in which they are applied: ServiceAccount and its rights, trust anchors, what is generated of
    /// Dapr's own kinds, NetworkPolicy, Services, workload, and what watches over the workload.
    /// </summary>
    /// <param name="daprd">A shared daprd without errors.</param>
    /// <param name="settings">What differs between targets, or <see langword="null"/> for plain manifests.</param>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Build(SharedDaprd daprd, ObjectSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        var build = new Builder(daprd, settings ?? new());
        var (isDeployment, work) = (daprd.Strategy == SharedStrategy.Deployment, daprd.Workload);
        IEnumerable<IKubernetesObject<V1ObjectMeta>?> objects =
        [
            daprd.Pod.CreateServiceAccount ? build.ServiceAccount() : null,
            .. build.Rights(),
            daprd is { Injection: null, TrustAnchors.Pem: not null } ? build.TrustBundle() : null,
            .. build.Generated(),
            work.NetworkPolicy ? build.NetworkPolicy() : null,
            // The operator owns this Service where it sees an annotated Deployment, and would fight over ours; DaemonSets it does not
            // watch.
            daprd.Injection is not null && isDeployment ? null : build.PeerService(),
            build.ApiService(),
            isDeployment ? build.Deployment() : build.DaemonSet(),
            work.PodMonitor is { } monitor ? build.PodMonitor(monitor) : null,
            isDeployment && work.Autoscaling is { } autoscaling ? build.HorizontalPodAutoscaler(autoscaling) : null,
            isDeployment && work.PodDisruptionBudget && daprd.MaxReplicas > 1 ? build.PodDisruptionBudget() : null,
        ];
        return [.. objects.OfType<IKubernetesObject<V1ObjectMeta>>()];
    }

    private sealed partial class Builder(SharedDaprd daprd, ObjectSettings settings)
    {
        private IEnumerable<DaprdPort> Ports => DaprdPorts.All.Where(port => HasMetrics || port != DaprdPorts.Metrics);

        private static IEnumerable<DaprdPort> PortsForApps => DaprdPorts.All.Where(port => port.IsForApps);

        private bool HasMetrics => daprd.Options.HasMetrics;

        private string Name => ObjectNames.Daprd(daprd.AppId);

        public V1ServiceAccount ServiceAccount() => new()
        {
            ApiVersion = "v1",
            Kind = "ServiceAccount",
            Metadata = Metadata(ServiceAccountName, daprd.Pod.ServiceAccountAnnotations),
            AutomountServiceAccountToken = false,
        };

        public V1ConfigMap TrustBundle() => new()
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = Metadata(ObjectNames.TrustAnchors(daprd.AppId)),
            Data = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [daprd.TrustAnchors!.Key] = daprd.TrustAnchors.Pem!.Resolve(settings.Resolve).ReplaceLineEndings("\n").TrimEnd() + "\n",
            },
        };

        private string ServiceAccountName =>
            string.IsNullOrEmpty(daprd.Pod.ServiceAccountName) ? ObjectNames.ServiceAccount(daprd.AppId) : daprd.Pod.ServiceAccountName;

        private V1ObjectMeta Metadata(string name, IEnumerable<KeyValuePair<string, string>>? annotations = null) => new()
        {
            Name = name,
            NamespaceProperty = settings.Namespace,
            Labels = Labels(),
            Annotations = annotations?.Any() == true ? Merge(annotations) : null,
        };

        private V1LabelSelector Selector() => new() { MatchLabels = SelectorLabels() };

        private SortedDictionary<string, string> SelectorLabels() => Merge(
            settings.Labels ?? new Dictionary<string, string>
            {
                ["app.kubernetes.io/name"] = "daprd",
                ["app.kubernetes.io/instance"] = ObjectNames.Daprd(daprd.AppId),
            });

        // The app-id label stays out of the selectors: an injected sidecar's pod carries it too.
        private SortedDictionary<string, string> Labels() => Merge(
            SelectorLabels(),
            settings.Labels is not null ? [] : new Dictionary<string, string>
            {
                ["app.kubernetes.io/component"] = "dapr-shared",
                ["app.kubernetes.io/managed-by"] = "dapr-shared",
            },
            new Dictionary<string, string> { ["dapr.io/app-id"] = daprd.AppId });

        // Sorted, so that the same model is the same bytes; a later map wins.
        private static SortedDictionary<string, string> Merge(params IEnumerable<KeyValuePair<string, string>>[] maps)
        {
            var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in maps.SelectMany(map => map))
            {
                merged[key] = value;
            }

            return merged;
        }
    }
}
