namespace DaprShared.Cluster;

/// <summary>Finds what stands in the way of shared daprds in a cluster, before anything in it is changed.</summary>
internal static class ClusterCheck
{
    /// <summary>Returns every mistake, from what the cluster said.</summary>
    public static IReadOnlyList<Diagnostic> Check(DeploymentPlan plan, ClusterState cluster) =>
    [
        .. ControlPlane(plan, cluster),
        .. PodSecurity(plan, cluster),
        .. cluster.HasOperator == false
            ? Array.Empty<Diagnostic>()
            : [.. Versions(plan, cluster), .. Kinds(plan, cluster), .. Identity(plan, cluster)],
        .. Anchors(plan, cluster),
        .. plan.Daprds.SelectMany(daprd => AppId(plan, daprd, cluster)),
        .. cluster.Forbidden.Count == 0 ? [] : new[]
        {
            DiagnosticRules.ClusterNotReadable.For(plan.Namespace,
                $"these could not be read, so they were not checked: {string.Join(", ", cluster.Forbidden)}.",
                "Deploy with an account that may get and list them, or check them by hand."),
        },
    ];

    private static IEnumerable<Diagnostic> ControlPlane(DeploymentPlan plan, ClusterState cluster)
    {
        var name = plan.ControlPlane.Namespace;
        if (cluster.HasOperator == false)
        {
            yield return cluster.OperatorElsewhere is { } other
                ? DiagnosticRules.NoControlPlane.For(name,
                    $"namespace '{name}' has no Deployment dapr-operator, but namespace '{other}' has.",
                    "Name that one: ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with "
                        + $"{{ Namespace = \"{other}\" }}).")
                : DiagnosticRules.NoControlPlane.For(name,
                    $"namespace '{name}' has no Deployment dapr-operator.",
                    "Install Dapr there first, for example with 'dapr init -k'.");
        }
        else if (cluster.HasInjector == false && Names(plan, daprd => daprd.Injection is not null) is { Length: > 0 } injected)
        {
            yield return DiagnosticRules.NoControlPlane.For(injected,
                $"namespace '{name}' has no Deployment dapr-sidecar-injector, which would add daprd.",
                "Install it with Dapr's chart, or leave out WithInjectedDaprd.");
        }
    }

    // The API server refuses a pod whose daprd keeps its capabilities: no pod would ever be there.
    private static IEnumerable<Diagnostic> PodSecurity(DeploymentPlan plan, ClusterState cluster)
    {
        if (cluster is { EnforcesRestricted: true, DropsAllCapabilities: false }
            && Names(plan, daprd => daprd.Injection is not null) is { Length: > 0 } injected)
        {
            yield return DiagnosticRules.InjectedRefused.For(injected,
                $"namespace '{plan.Namespace}' enforces the Pod Security Standard 'restricted', "
                    + "and the injector adds a daprd that keeps its capabilities, so every pod would be refused.",
                "Install Dapr's chart with dapr_sidecar_injector.sidecarDropALLCapabilities=true, or leave out WithInjectedDaprd.");
        }
    }

    // Dapr tests neighbouring minors with each other, in both directions (dapr v1.18.3 tests/docs/version-skew-tests.md).
    private static IEnumerable<Diagnostic> Versions(DeploymentPlan plan, ClusterState cluster)
    {
        if (cluster.Version is null || new ContainerImage { Tag = cluster.Version }.Version is not { } version)
        {
            yield break;
        }

        if (!Validator.IsSupported(version))
        {
            yield return DiagnosticRules.ControlPlaneUnsupported.For(plan.ControlPlane.Namespace,
                $"the control plane is Dapr {cluster.Version}; {Validator.SupportedWindow} are supported.",
                "Upgrade the control plane, or test this version yourself.");
        }

        bool IsFar(SharedDaprd daprd) =>
            daprd is { Injection: null or { PinImage: true }, Image.Version: { } own }
                && (own.Major != version.Major || Math.Abs(own.Minor - version.Minor) > 1);
        foreach (var far in plan.Daprds.Where(daprd => IsFar(daprd.Daprd)).GroupBy(daprd => daprd.Daprd.Image.Tag))
        {
            yield return DiagnosticRules.VersionSkew.For(string.Join(", ", far.Select(daprd => daprd.Daprd.DisplayName)),
                $"daprd {far.Key} and control plane {cluster.Version} are more than one minor version apart, which nobody tests.",
                "Set another version with ConfigureDaprShared, or upgrade the control plane.");
        }
    }

    private static IEnumerable<Diagnostic> Kinds(DeploymentPlan plan, ClusterState cluster) =>
        from kind in cluster.MissingKinds.Order(StringComparer.Ordinal)
        select DiagnosticRules.MissingKind.For(Names(plan, (daprd, _) => daprd.DaprKinds.Contains(kind)),
            $"the cluster does not know the kind {kind}.",
            "Install the CRDs of the control plane's version: Helm installs them once and never upgrades them.");

    // A daprd that expects another identity of the control plane accepts none of its services.
    private static IEnumerable<Diagnostic> Identity(DeploymentPlan plan, ClusterState cluster)
    {
        if (cluster.TrustDomain is { Length: > 0 } domain && domain != plan.ControlPlane.TrustDomain
            && Names(plan, daprd => daprd.Injection is null) is { Length: > 0 } explicitOnes)
        {
            yield return DiagnosticRules.TrustDomainDiffers.For(explicitOnes,
                $"the control plane's trust domain is '{domain}', daprd expects '{plan.ControlPlane.TrustDomain}'.",
                "Set it: ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with "
                    + $"{{ TrustDomain = \"{domain}\" }}).");
        }

        if (cluster.Mtls is { } mtls
            && Names(plan, daprd => daprd.Injection is null && (daprd.Options.EnableMtls ?? true) != mtls) is { Length: > 0 } different)
        {
            yield return DiagnosticRules.MtlsDiffers.For(different,
                $"mTLS is {(mtls ? "on" : "off")} in the control plane and {(mtls ? "off" : "on")} here, "
                    + "so sidecars and these daprds cannot call each other.",
                $"Set EnableMtls = {(mtls ? "true" : "false")} with WithOptions, or change the control plane.");
        }
    }

    private static IEnumerable<Diagnostic> Anchors(DeploymentPlan plan, ClusterState cluster)
    {
        var (name, own) = (ObjectNames.TrustBundle, plan.ControlPlane.Namespace);
        if (plan.ReadsTrustBundle && cluster.HasTrustBundle == false)
        {
            yield return DiagnosticRules.TrustAnchorsMissing.For(own,
                $"ConfigMap '{name}' of namespace '{own}' is missing or has no key '{ObjectNames.TrustBundleKey}'.",
                "Wait until Sentry runs, or give the certificates with WithTrustAnchors.");
        }

        if (plan is { Release: not null, LooksUpTrustBundle: true } && cluster.HasTrustBundle is null)
        {
            yield return DiagnosticRules.TrustAnchorsMissing.For(own,
                $"ConfigMap '{name}' of namespace '{own}' may not be read by this account, and Helm reads it when it installs the chart.",
                "Allow it to get that ConfigMap, or give the certificates with WithTrustAnchors.");
        }

        // A deployment of the chart copies Dapr's own before the pods start.
        foreach (var anchors in plan.ConfigMaps.Where(anchors => plan.Release is null || anchors != TrustAnchors.Default))
        {
            if (cluster.ConfigMaps.TryGetValue(anchors.ConfigMapName!, out var keys) && !keys.Contains(anchors.Key))
            {
                yield return DiagnosticRules.TrustAnchorsMissing.For(Names(plan, daprd => plan.ConfigMapOf(daprd) == anchors),
                    $"ConfigMap '{anchors.ConfigMapName}' of namespace '{plan.Namespace}' is missing or has no key '{anchors.Key}', "
                        + "so the pods would not start.",
                    anchors == TrustAnchors.Default
                        ? $"Copy it: aspire do {TrustBundleCopy.StepName}."
                        : "Create it, or leave out WithTrustAnchorsFromConfigMap.");
            }
        }
    }

    private static IEnumerable<Diagnostic> AppId(DeploymentPlan plan, PlannedDaprd planned, ClusterState cluster)
    {
        var (daprd, peers) = (planned.Daprd, ObjectNames.Daprd(planned.Daprd.AppId));
        // An app of this release loses its sidecar with this deployment; only the Service, which the operator does not remove, can be in
        // the way.
        List<InjectedWorkload> sidecars = [.. cluster.Injected.Where(other =>
            other.AppId == daprd.AppId && other.Name != peers
                && (!IsOurs(plan, other.Release, isOurs: false) || cluster.Services.ContainsKey(peers)))];
        foreach (var other in sidecars)
        {
            yield return DiagnosticRules.SidecarInCluster.For(daprd.DisplayName,
                $"{other.Kind} '{other.Name}' of namespace '{plan.Namespace}' has a sidecar with the app-id '{daprd.AppId}'; both would "
                    + $"take its messages, and Dapr's operator would take over Service '{peers}'.",
                "Remove the annotation dapr.io/enabled from its pod template, then the operator's Service: kubectl delete service "
                    + $"{peers} -n {plan.Namespace} --ignore-not-found. Or choose another app-id.");
        }

        foreach (var name in planned.Services.Where(name => sidecars.Count == 0 || name != peers))
        {
            if (cluster.Services.GetValueOrDefault(name) is { } found && !IsOurs(plan, found.Release, found.IsOurs))
            {
                yield return DiagnosticRules.ServiceTaken.For(daprd.DisplayName,
                    $"Service '{name}' of namespace '{plan.Namespace}' belongs to {found.Owner}.",
                    $"Uninstall what it belongs to, or remove it: kubectl delete service {name} -n {plan.Namespace}. Or choose another "
                        + "app-id or namespace.");
            }
        }
    }

    // Helm refuses an object of anybody else; kubectl would change it.
    private static bool IsOurs(DeploymentPlan plan, string? release, bool isOurs) =>
        plan.Release is { } own ? release == $"{plan.Namespace}/{own}" : isOurs && release is null;

    private static string Names(DeploymentPlan plan, Func<SharedDaprd, bool> which) => Names(plan, (daprd, _) => which(daprd.Daprd));

    private static string Names(DeploymentPlan plan, Func<PlannedDaprd, int, bool> which) =>
        string.Join(", ", plan.Daprds.Where(which).Select(daprd => daprd.Daprd.DisplayName));
}
