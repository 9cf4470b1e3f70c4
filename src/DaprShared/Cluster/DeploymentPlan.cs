namespace DaprShared.Cluster;

/// <summary>Shared daprds as they are going to be in one namespace of a cluster.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="ControlPlane">The control plane that they join.</param>
/// <param name="Daprds">The shared daprds.</param>
internal sealed record DeploymentPlan(string Namespace, ControlPlane ControlPlane, IReadOnlyList<PlannedDaprd> Daprds)
{
    /// <summary>Gets the Helm release that the objects belong to, or <see langword="null"/> for plain manifests.</summary>
    public string? Release { get; init; }

    /// <summary>
    /// Returns the ConfigMap of the namespace that a daprd reads its trust anchors from, or <see langword="null"/> where the objects bring
    /// one.
    /// </summary>
    public TrustAnchors? ConfigMapOf(SharedDaprd daprd) =>
        daprd.Injection is not null ? null
        : daprd.TrustAnchors is { } anchors ? (anchors.ConfigMapName is null ? null : anchors)
        : Release is null ? TrustAnchors.Default : null;

    /// <summary>Gets the ConfigMaps that daprds read their trust anchors from.</summary>
    public IEnumerable<TrustAnchors> ConfigMaps => Daprds.Select(daprd => ConfigMapOf(daprd.Daprd)).OfType<TrustAnchors>().Distinct();

    /// <summary>Gets a value indicating whether a daprd reads a copy of the control plane's ConfigMap, under the same name.</summary>
    public bool NeedsCopy => ConfigMaps.Contains(TrustAnchors.Default);

    /// <summary>Gets a value indicating whether the control plane's ConfigMap is read, by a copy or by Helm.</summary>
    public bool ReadsTrustBundle => NeedsCopy || LooksUpTrustBundle;

    /// <summary>Gets a value indicating whether Helm reads the control plane's ConfigMap when it installs the chart.</summary>
    public bool LooksUpTrustBundle => Release is not null && Daprds.Any(daprd => daprd.Daprd is { Injection: null, TrustAnchors: null });
}

/// <summary>A shared daprd, and what is published beside it.</summary>
/// <param name="Daprd">The shared daprd.</param>
internal sealed record PlannedDaprd(SharedDaprd Daprd)
{
    /// <summary>Gets the name of the Service that the app calls.</summary>
    public string ApiServiceName { get; init; } = ObjectNames.ApiService(Daprd.AppId);

    /// <summary>Gets the kinds of Dapr's objects beside it, for example <c>dapr.io/v1alpha1/Component</c>.</summary>
    public IReadOnlyCollection<string> DaprKinds { get; init; } = [];

    /// <summary>Gets the names of its Services. The operator makes the headless one of an injected Deployment.</summary>
    public IEnumerable<string> Services =>
        Daprd is { Injection: not null, Strategy: SharedStrategy.Deployment }
            ? [ApiServiceName]
            : [ObjectNames.Daprd(Daprd.AppId), ApiServiceName];
}
