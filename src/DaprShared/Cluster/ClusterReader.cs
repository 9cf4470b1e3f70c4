using k8s;
using k8s.Models;

namespace DaprShared.Cluster;

/// <summary>Asks a cluster what <see cref="ClusterCheck"/> judges. It only reads.</summary>
internal sealed class ClusterReader
{
    private const string Group = "dapr.io", SystemConfiguration = "daprsystem";

    private const string Enabled = "dapr.io/enabled", AppId = "dapr.io/app-id", HelmRelease = "meta.helm.sh/release-name";

    private readonly ClusterClient _client;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _forbidden = [];

    private ClusterReader(ClusterClient client, CancellationToken cancellationToken) =>
        (_client, _cancellationToken) = (client, cancellationToken);

    /// <summary>Returns what the cluster says of a plan's namespace and of its control plane.</summary>
    public static Task<ClusterState> ReadAsync(ClusterClient client, DeploymentPlan plan, CancellationToken cancellationToken) =>
        new ClusterReader(client, cancellationToken).ReadAsync(plan);

    private async Task<ClusterState> ReadAsync(DeploymentPlan plan)
    {
        var controlPlane = plan.ControlPlane.Namespace;
        // First: where nobody answers, that is all there is to say.
        var operators = await DeploymentAsync(controlPlane, "dapr-operator").ConfigureAwait(false);
        var (mtls, trustDomain) = operators.IsMissing ? default : await SystemMtlsAsync(controlPlane).ConfigureAwait(false);
        var isInjected = plan.Daprds.Any(daprd => daprd.Daprd.Injection is not null);
        Answer<V1Deployment>? injector = isInjected
            ? await DeploymentAsync(controlPlane, "dapr-sidecar-injector").ConfigureAwait(false)
            : null;
        Dictionary<string, IReadOnlySet<string>> configMaps = [];
        foreach (var name in plan.ConfigMaps.Select(anchors => anchors.ConfigMapName!).Distinct())
        {
            if (await KeysAsync(plan.Namespace, name).ConfigureAwait(false) is { } keys)
            {
                configMaps[name] = keys;
            }
        }

        return new()
        {
            HasOperator = operators.Exists,
            OperatorElsewhere = operators.IsMissing ? await ElsewhereAsync().ConfigureAwait(false) : null,
            HasInjector = injector?.Exists,
            DropsAllCapabilities = injector?.Value is { } found ? DropsAllCapabilities(found) : null,
            EnforcesRestricted = isInjected ? await EnforcesRestrictedAsync(plan.Namespace).ConfigureAwait(false) : null,
            Version = operators.Value is { } deployment ? VersionOf(deployment) : null,
            Mtls = mtls,
            TrustDomain = trustDomain,
            HasTrustBundle = plan.ReadsTrustBundle
                ? (await KeysAsync(controlPlane, ObjectNames.TrustBundle).ConfigureAwait(false))?.Contains(ObjectNames.TrustBundleKey)
                : null,
            MissingKinds = await MissingKindsAsync(plan.Daprds.SelectMany(daprd => daprd.DaprKinds)).ConfigureAwait(false),
            Injected = await InjectedAsync(plan.Namespace).ConfigureAwait(false),
            Services = await ServicesAsync(plan.Namespace).ConfigureAwait(false),
            ConfigMaps = configMaps,
            Forbidden = _forbidden,
        };
    }

    private async Task<Answer<T>> AskAsync<T>(string what, Func<IKubernetes, CancellationToken, Task<T>> ask)
        where T : class
    {
        var answer = await _client.AskAsync(what, ask, _cancellationToken).ConfigureAwait(false);
        if (!answer.IsKnown)
        {
            _forbidden.Add(what);
        }

        return answer;
    }

    private Task<Answer<V1Deployment>> DeploymentAsync(string @namespace, string name) =>
        AskAsync($"Deployment {name} in {@namespace}",
            (kubernetes, stop) => kubernetes.AppsV1.ReadNamespacedDeploymentAsync(name, @namespace, cancellationToken: stop));

    // The keys with a value; none of a ConfigMap that is missing.
    private async Task<IReadOnlySet<string>?> KeysAsync(string @namespace, string name)
    {
        var answer = await AskAsync($"ConfigMap {name} in {@namespace}", (kubernetes, stop) =>
            kubernetes.CoreV1.ReadNamespacedConfigMapAsync(name, @namespace, cancellationToken: stop)).ConfigureAwait(false);
        return answer.IsKnown
            ? (from pair in answer.Value?.Data ?? new Dictionary<string, string>() where pair.Value.Length > 0 select pair.Key).ToHashSet()
            : null;
    }

    // A namespace that is not there yet enforces nothing.
    private async Task<bool?> EnforcesRestrictedAsync(string name)
    {
        var answer = await AskAsync($"Namespace {name}", (kubernetes, stop) =>
            kubernetes.CoreV1.ReadNamespaceAsync(name, cancellationToken: stop)).ConfigureAwait(false);
        return answer.IsKnown ? answer.Value?.GetLabel("pod-security.kubernetes.io/enforce") == "restricted" : null;
    }

    // The chart's value sidecarDropALLCapabilities (dapr v1.18.3 pkg/injector/service/config.go).
    private static bool DropsAllCapabilities(V1Deployment injector) =>
        injector.Spec?.Template?.Spec?.Containers?
            .SelectMany(container => container.Env ?? [])
            .Any(variable => variable.Name == "SIDECAR_DROP_ALL_CAPABILITIES" && IsTrue(variable.Value ?? "")) == true;

    // What the injector itself goes by.
    private async Task<(bool? Mtls, string? TrustDomain)> SystemMtlsAsync(string @namespace)
    {
        var answer = await AskAsync($"Configuration {SystemConfiguration} in {@namespace}", (kubernetes, stop) =>
            kubernetes.CustomObjects.GetNamespacedCustomObjectAsync<SystemConfigurationObject>(
                Group, "v1alpha1", @namespace, "configurations", SystemConfiguration, stop)).ConfigureAwait(false);
        return (answer.Value?.Spec?.Mtls?.Enabled, answer.Value?.Spec?.Mtls?.ControlPlaneTrustDomain);
    }

    // Only a help for the message, so that a refusal is no news.
    private async Task<string?> ElsewhereAsync()
    {
        var operators = await _client.AskAsync("all operators", (kubernetes, stop) =>
            kubernetes.AppsV1.ListDeploymentForAllNamespacesAsync(labelSelector: "app=dapr-operator", cancellationToken: stop),
            _cancellationToken).ConfigureAwait(false);
        return operators.Value?.Items.FirstOrDefault()?.Namespace();
    }

    private async Task<IReadOnlySet<string>> MissingKindsAsync(IEnumerable<string> kinds)
    {
        HashSet<string> missing = [];
        foreach (var version in kinds.Distinct().Select(kind => kind.Split('/')).GroupBy(kind => kind[1], kind => kind[2]))
        {
            var list = await AskAsync($"the kinds of {Group}/{version.Key}",
                (kubernetes, stop) => kubernetes.CustomObjects.GetAPIResourcesAsync(Group, version.Key, stop)).ConfigureAwait(false);
            if (list.IsKnown)
            {
                missing.UnionWith(
                    from kind in version.Except(list.Value?.Resources.Select(resource => resource.Kind) ?? [])
                    select $"{Group}/{version.Key}/{kind}");
            }
        }

        return missing;
    }

    private async Task<IReadOnlyList<InjectedWorkload>> InjectedAsync(string @namespace)
    {
        var deployments = await AskAsync($"Deployments in {@namespace}", (kubernetes, stop) =>
            kubernetes.AppsV1.ListNamespacedDeploymentAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        var statefulSets = await AskAsync($"StatefulSets in {@namespace}", (kubernetes, stop) =>
            kubernetes.AppsV1.ListNamespacedStatefulSetAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        var daemonSets = await AskAsync($"DaemonSets in {@namespace}", (kubernetes, stop) =>
            kubernetes.AppsV1.ListNamespacedDaemonSetAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        var cronJobs = await AskAsync($"CronJobs in {@namespace}", (kubernetes, stop) =>
            kubernetes.BatchV1.ListNamespacedCronJobAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        var jobs = await AskAsync($"Jobs in {@namespace}", (kubernetes, stop) =>
            kubernetes.BatchV1.ListNamespacedJobAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        (string Kind, IMetadata<V1ObjectMeta> Item, V1PodTemplateSpec? Template)[] workloads =
        [
            .. from item in deployments.Value?.Items ?? [] select ("Deployment", (IMetadata<V1ObjectMeta>)item, item.Spec?.Template),
            .. from item in statefulSets.Value?.Items ?? [] select ("StatefulSet", (IMetadata<V1ObjectMeta>)item, item.Spec?.Template),
            .. from item in daemonSets.Value?.Items ?? [] select ("DaemonSet", (IMetadata<V1ObjectMeta>)item, item.Spec?.Template),
            .. from item in cronJobs.Value?.Items ?? []
               select ("CronJob", (IMetadata<V1ObjectMeta>)item, item.Spec?.JobTemplate?.Spec?.Template),
            // One that has ended is in nobody's way, and one of a CronJob is told with that.
            .. from item in jobs.Value?.Items ?? []
               where item.Status?.CompletionTime is null && item.OwnerReferences() is null or { Count: 0 }
               select ("Job", (IMetadata<V1ObjectMeta>)item, item.Spec?.Template),
        ];
        return
        [
            .. from workload in workloads
               let annotations = workload.Template?.Metadata?.Annotations
               where annotations is not null && annotations.ContainsKey(AppId)
                  && annotations.TryGetValue(Enabled, out var enabled) && IsTrue(enabled)
               select new InjectedWorkload(workload.Kind, workload.Item.Name(), annotations[AppId], ReleaseOf(workload.Item)),
        ];
    }

    private async Task<IReadOnlyDictionary<string, FoundService>> ServicesAsync(string @namespace)
    {
        var services = await AskAsync($"Services in {@namespace}",
            (kubernetes, stop) => kubernetes.CoreV1.ListNamespacedServiceAsync(@namespace, cancellationToken: stop)).ConfigureAwait(false);
        return (services.Value?.Items ?? []).ToDictionary(service => service.Name(), Found);
    }

    private static FoundService Found(V1Service service)
    {
        var isOfSidecar = service.GetLabel(Enabled) is not null;
        var isOurs = service.GetLabel("app.kubernetes.io/managed-by") == "dapr-shared";
        return (service.OwnerReferences()?.FirstOrDefault(), service.GetAnnotation(HelmRelease)) switch
        {
            ({ } owner, _) => new($"{owner.Kind} '{owner.Name}'{(isOfSidecar ? ", for whose sidecar Dapr's operator made it" : "")}",
                null, isOurs),
            (_, { } release) => new($"Helm release '{release}'", ReleaseOf(service), isOurs),
            _ => new(isOurs ? "plain manifests of dapr-shared" : "somebody else", null, isOurs),
        };
    }

    private static string? ReleaseOf(IMetadata<V1ObjectMeta> item) =>
        item.GetAnnotation(HelmRelease) is { } release ? $"{item.GetAnnotation("meta.helm.sh/release-namespace")}/{release}" : null;

    // What Dapr's chart labels its objects with; the image's tag where they have other labels.
    private static string? VersionOf(V1Deployment deployment) =>
        deployment.GetLabel("app.kubernetes.io/version")
        ?? (ImageReference.Of(ImageOf(deployment) ?? "").Tag is { Length: > 0 } tag ? tag : null);

    private static string? ImageOf(V1Deployment deployment) => deployment.Spec?.Template?.Spec?.Containers?.FirstOrDefault()?.Image;

    // As the injector reads it (dapr/kit utils.IsTruthy).
    private static bool IsTrue(string text) => text.Trim().ToUpperInvariant() is "Y" or "YES" or "TRUE" or "T" or "ON" or "1";

    private sealed record SystemConfigurationObject(SystemConfigurationSpec? Spec);

    private sealed record SystemConfigurationSpec(SystemMtls? Mtls);

    private sealed record SystemMtls(bool? Enabled, string? ControlPlaneTrustDomain);
}
