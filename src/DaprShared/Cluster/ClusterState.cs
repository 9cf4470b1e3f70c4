namespace DaprShared.Cluster;

/// <summary>
/// What a cluster says of the control plane and of the app's namespace. What it did not say is <see langword="null"/>, and is not judged.
/// </summary>
internal sealed record ClusterState
{
    /// <summary>Gets a value indicating whether the control plane's namespace has Dapr's operator.</summary>
    public bool? HasOperator { get; init; }

    /// <summary>Gets a value indicating whether the control plane's namespace has the sidecar injector.</summary>
    public bool? HasInjector { get; init; }

    /// <summary>Gets a value indicating whether the injector drops all capabilities of daprd, as its chart can be told.</summary>
    public bool? DropsAllCapabilities { get; init; }

    /// <summary>Gets a value indicating whether the app's namespace enforces the Pod Security Standard <c>restricted</c>.</summary>
    public bool? EnforcesRestricted { get; init; }

    /// <summary>Gets another namespace that has Dapr's operator.</summary>
    public string? OperatorElsewhere { get; init; }

    /// <summary>Gets the control plane's version, for example <c>1.18.3</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Gets whether daprds use mTLS among themselves, as the control plane's Configuration says.</summary>
    public bool? Mtls { get; init; }

    /// <summary>Gets the trust domain of the control plane's Configuration.</summary>
    public string? TrustDomain { get; init; }

    /// <summary>
    /// Gets a value indicating whether ConfigMap <c>dapr-trust-bundle</c> of the control plane's namespace holds certificates.
    /// </summary>
    public bool? HasTrustBundle { get; init; }

    /// <summary>Gets those of the plan's kinds that the cluster does not know, for example <c>dapr.io/v1alpha1/Component</c>.</summary>
    public IReadOnlySet<string> MissingKinds { get; init; } = new HashSet<string>();

    /// <summary>Gets the workloads of the app's namespace that the sidecar injector serves.</summary>
    public IReadOnlyList<InjectedWorkload> Injected { get; init; } = [];

    /// <summary>Gets the Services of the app's namespace by name.</summary>
    public IReadOnlyDictionary<string, FoundService> Services { get; init; } = new Dictionary<string, FoundService>();

    /// <summary>Gets the ConfigMaps that were asked for, by name, with their keys; one that is missing has none.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> ConfigMaps { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Gets what may not be read.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];
}

/// <summary>A workload whose pods get a sidecar.</summary>
/// <param name="Kind">The workload's kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="AppId">The app-id of the sidecar.</param>
/// <param name="Release">Its Helm release as <c>namespace/name</c>, or <see langword="null"/>.</param>
internal sealed record InjectedWorkload(string Kind, string Name, string AppId, string? Release);

/// <summary>A Service that exists.</summary>
/// <param name="Owner">Whom it belongs to, as text.</param>
/// <param name="Release">Its Helm release as <c>namespace/name</c>, or <see langword="null"/>.</param>
/// <param name="IsOurs">Whether <c>dapr-shared</c> wrote it as a plain manifest.</param>
internal sealed record FoundService(string Owner, string? Release, bool IsOurs);
