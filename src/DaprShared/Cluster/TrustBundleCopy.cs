using k8s;
using k8s.Models;

namespace DaprShared.Cluster;

/// <summary>
/// Copies the control plane's root certificates into an app's namespace: ConfigMap <c>dapr-trust-bundle</c>, key <c>ca.crt</c>, and nothing
/// else. Pods read ConfigMaps of their own namespace only.
/// </summary>
internal static class TrustBundleCopy
{
    /// <summary>The step that copies.</summary>
    public const string StepName = "copy-dapr-trust-anchors";

    private const string ManagedBy = "app.kubernetes.io/managed-by", Ours = "dapr-shared";

    /// <summary>Makes the copy and keeps it up to date. A ConfigMap of somebody else is never changed.</summary>
    /// <returns>What was done, and what is wrong, if anything is.</returns>
    public static async Task<(string Done, Diagnostic? Mistake)> CopyAsync(
        ClusterClient client,
        string controlPlane,
        string @namespace,
        CancellationToken cancellationToken)
    {
        const string name = ObjectNames.TrustBundle, key = ObjectNames.TrustBundleKey;
        var (source, target) = ($"ConfigMap {name} in {controlPlane}", $"ConfigMap {name} in {@namespace}");
        if (CertificatesOf(await ReadAsync(controlPlane, source).ConfigureAwait(false)) is not { } certificates)
        {
            return ("nothing", DiagnosticRules.TrustAnchorsMissing.For(controlPlane,
                $"ConfigMap '{name}' of namespace '{controlPlane}' is missing or has no key '{key}'.",
                "Install Dapr's control plane, and wait until Sentry runs."));
        }

        if (@namespace == controlPlane)
        {
            return ($"{target} is the control plane's own", null);
        }

        var existing = await ReadAsync(@namespace, target).ConfigureAwait(false);
        if (CertificatesOf(existing)?.Trim() == certificates.Trim())
        {
            return ($"{target} is up to date", null);
        }

        if (existing is null)
        {
            await CreateNamespaceAsync().ConfigureAwait(false);
            await ChangeAsync($"create {target}", (kubernetes, stop) =>
                kubernetes.CoreV1.CreateNamespacedConfigMapAsync(Copy(null), @namespace, cancellationToken: stop)).ConfigureAwait(false);
            return ($"{target} was created", null);
        }

        if (existing.GetLabel(ManagedBy) != Ours)
        {
            return ("nothing", DiagnosticRules.TrustAnchorsDiffer.For(@namespace,
                $"ConfigMap '{name}' of namespace '{@namespace}' holds other certificates than the control plane's, "
                    + "and is not ours to change.",
                $"Let whoever keeps it update it, or delete it and run 'aspire do {StepName}'."));
        }

        // With its version, so that a change of somebody else in between is a conflict and not lost.
        await ChangeAsync($"change {target}", (kubernetes, stop) =>
            kubernetes.CoreV1.ReplaceNamespacedConfigMapAsync(
                Copy(existing.ResourceVersion()), name, @namespace, cancellationToken: stop)).ConfigureAwait(false);
        return ($"{target} was updated; restart the daprds, which read it only at start", null);

        V1ConfigMap Copy(string? resourceVersion) => new()
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new()
            {
                Name = name,
                NamespaceProperty = @namespace,
                ResourceVersion = resourceVersion,
                Labels = new Dictionary<string, string> { [ManagedBy] = Ours },
            },
            Data = new Dictionary<string, string> { [key] = certificates },
        };

        string? CertificatesOf(V1ConfigMap? configMap) =>
            configMap?.Data?.TryGetValue(key, out var text) == true && text.Length > 0 ? text : null;

        async Task<V1ConfigMap?> ReadAsync(string where, string what)
        {
            var answer = await client.AskAsync(what, (kubernetes, stop) =>
                kubernetes.CoreV1.ReadNamespacedConfigMapAsync(name, where, cancellationToken: stop),
                cancellationToken).ConfigureAwait(false);
            return answer.IsKnown ? answer.Value : throw new ClusterException($"The account of the kubeconfig may not read {what}.");
        }

        // As Helm does with --create-namespace. Whoever may not look at namespaces deploys into one that is there.
        async Task CreateNamespaceAsync()
        {
            var found = await client.AskAsync($"Namespace {@namespace}", (kubernetes, stop) =>
                kubernetes.CoreV1.ReadNamespaceAsync(@namespace, cancellationToken: stop),
                cancellationToken).ConfigureAwait(false);
            if (found.IsMissing)
            {
                V1Namespace created = new() { Metadata = new() { Name = @namespace } };
                await ChangeAsync($"create Namespace {@namespace}", (kubernetes, stop) =>
                    kubernetes.CoreV1.CreateNamespaceAsync(created, cancellationToken: stop)).ConfigureAwait(false);
            }
        }

        async Task ChangeAsync<T>(string what, Func<IKubernetes, CancellationToken, Task<T>> change)
            where T : class
        {
            if ((await client.AskAsync(what, change, cancellationToken).ConfigureAwait(false)) is { Value: null })
            {
                throw new ClusterException($"The account of the kubeconfig may not {what}.");
            }
        }
    }
}
