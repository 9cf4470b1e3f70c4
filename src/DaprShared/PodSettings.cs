using k8s.Models;

namespace DaprShared;

/// <summary>What a platform team sets on the pod of a shared daprd, its ServiceAccount and its API Service.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/pods/"/>
public sealed record PodSettings
{
    /// <summary>Gets the ServiceAccount's name, or <see langword="null"/> for <c>&lt;app-id&gt;-daprd</c>.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Gets a value indicating whether the ServiceAccount is written. Default <see langword="true"/>.</summary>
    public bool CreateServiceAccount { get; init; } = true;

    /// <summary>Gets the ServiceAccount's annotations, for example those of a cloud identity. Default: none.</summary>
    public IReadOnlyDictionary<string, string> ServiceAccountAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets the Secrets of its namespace that daprd may read for the app, by the secrets API or for a component that names none
    /// (<c>secretstores.kubernetes</c>, <c>crypto.dapr.kubernetes.secrets</c>). Default none. They are named in a Role of daprd's account,
    /// and whoever has the API token can read them. The Secrets that components name need no word: the operator reads them, and where daprd
    /// has to do so itself they follow from the components.
    /// </summary>
    public IReadOnlyList<string> ReadableSecrets { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether the pods have the account's token (<c>automountServiceAccountToken</c>) in any case. Default
    /// <see langword="false"/>: only where a component or an option needs it. Set it where the account has rights that the model does not
    /// know.
    /// </summary>
    /// <remarks>It is <c>spec.automountServiceAccountToken</c> of the pod.</remarks>
    public bool MountServiceAccountToken { get; init; }

    /// <summary>Gets further labels of the pod. Default: none.</summary>
    /// <remarks>They are <c>metadata.labels</c> of the pod.</remarks>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets further annotations of the pod. Those that are daprd's own (<c>dapr.io/app-id</c>, <c>dapr.io/config</c>, and
    /// <c>dapr.io/enabled</c> in Explicit mode) are an error. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the node selector. Default: none.</summary>
    /// <remarks>It is <c>spec.nodeSelector</c> of the pod.</remarks>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the tolerations. Default none: daprd stays off control-plane nodes.</summary>
    /// <remarks>They are <c>spec.tolerations</c> of the pod.</remarks>
    public IReadOnlyList<V1Toleration> Tolerations { get; init; } = [];

    /// <summary>Gets the affinity, or <see langword="null"/>.</summary>
    /// <remarks>It is <c>spec.affinity</c> of the pod.</remarks>
    public V1Affinity? Affinity { get; init; }

    /// <summary>Gets the priority class, or <see langword="null"/>.</summary>
    /// <remarks>It is <c>spec.priorityClassName</c> of the pod.</remarks>
    public string? PriorityClassName { get; init; }

    /// <summary>Gets further volumes of the pod. Default: none.</summary>
    /// <remarks>They are <c>spec.volumes</c> of the pod.</remarks>
    public IReadOnlyList<V1Volume> Volumes { get; init; } = [];

    /// <summary>
    /// Gets where daprd sees those volumes (<c>dapr.io/volume-mounts</c> and <c>-rw</c> in Injected mode). Default: none.
    /// </summary>
    public IReadOnlyList<V1VolumeMount> VolumeMounts { get; init; } = [];

    /// <summary>
    /// Gets further environment of daprd (<c>dapr.io/env</c> in Injected mode). It stands in the manifest; a secret belongs into <see
    /// cref="SecretEnvironment"/>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets further environment of daprd, from keys of Secrets (<c>dapr.io/env-from-secret</c> in Injected mode). A component may read it
    /// through <c>envRef</c>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, TokenReference> SecretEnvironment { get; init; } = new Dictionary<string, TokenReference>();

    /// <summary>Gets the names of the pull Secrets. Default: none.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>
    /// Gets the pod's security context in place of the hardened default (non-root, seccomp RuntimeDefault), or <see langword="null"/>.
    /// </summary>
    /// <remarks>It is <c>spec.securityContext</c> of the pod.</remarks>
    public V1PodSecurityContext? PodSecurityContext { get; init; }

    /// <summary>
    /// Gets the container's security context in place of the hardened default (no privilege escalation, read-only root file system, all
    /// capabilities dropped), or <see langword="null"/>.
    /// </summary>
    /// <remarks>It is <c>securityContext</c> in <c>spec.containers</c>.</remarks>
    public V1SecurityContext? ContainerSecurityContext { get; init; }

    /// <summary>
    /// Gets the container's resources. Default: Dapr's production guidance for daprd, requests of 100m CPU and 250Mi, limits of 300m and
    /// 1000Mi. A default request gives way to a lower limit. The environment variable <c>GOMEMLIMIT</c> is set to 90 % of the memory limit.
    /// </summary>
    /// <remarks>They are <c>resources.requests</c> and <c>resources.limits</c> in <c>spec.containers</c>.</remarks>
    public V1ResourceRequirements Resources { get; init; } = DefaultResources;

    private static V1ResourceRequirements DefaultResources => new()
    {
        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("100m"), ["memory"] = new("250Mi") },
        Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("300m"), ["memory"] = new("1000Mi") },
    };

    /// <summary>The resources in which a default request gives way to a lower limit.</summary>
    internal V1ResourceRequirements EffectiveResources => new()
    {
        Claims = Resources.Claims,
        Limits = Resources.Limits,
        Requests = Resources.Requests?.ToDictionary(
            request => request.Key,
            request => IsAboveLimit(request.Key, request.Value)
                && DefaultResources.Requests.TryGetValue(request.Key, out var ours) && ours.ToDecimal() == request.Value.ToDecimal()
                    ? Resources.Limits![request.Key] : request.Value),
    };

    /// <summary>The amount that a pod requests, or 0. Without a request it is the limit.</summary>
    internal static decimal Request(V1ResourceRequirements resources, string name) =>
        (resources.Requests?.TryGetValue(name, out var quantity) == true || resources.Limits?.TryGetValue(name, out quantity) == true)
            ? quantity.ToDecimal()
            : 0;

    private bool IsAboveLimit(string name, ResourceQuantity request) =>
        Resources.Limits?.TryGetValue(name, out var limit) == true && request.ToDecimal() > limit.ToDecimal();

    /// <summary>The requests that are above their limit, by name.</summary>
    internal IEnumerable<string> RequestsAboveLimit =>
        (EffectiveResources.Requests ?? new Dictionary<string, ResourceQuantity>())
            .Where(request => IsAboveLimit(request.Key, request.Value)).Select(request => request.Key).Order(StringComparer.Ordinal);

    /// <summary>Gets the type of the API Service. Default <c>ClusterIP</c>.</summary>
    public string ApiServiceType { get; init; } = "ClusterIP";

    /// <summary>The memory that Go's runtime keeps below, so that it collects before the kernel kills: 90 % of the limit.</summary>
    internal string? MemoryLimitForGo
    {
        get => field ?? (Resources.Limits?.TryGetValue("memory", out var limit) == true
            ? $"{(long)(limit.ToDecimal() * 0.9m / (1024 * 1024))}MiB"
            : null);
        init;
    }

    internal static V1PodSecurityContext HardenedPod => new()
    {
        RunAsNonRoot = true,
        SeccompProfile = new() { Type = "RuntimeDefault" },
    };

    internal static V1SecurityContext HardenedContainer => new()
    {
        AllowPrivilegeEscalation = false,
        Capabilities = new() { Drop = ["ALL"] },
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
    };
}
