using DaprShared.Cluster;

namespace DaprShared.Hosting;

/// <summary><c>README.md</c> beside plain manifests: how to apply them, and what they take for granted.</summary>
internal static class ManifestsReadme
{
    public static string Write(IReadOnlyList<PlainDaprd> daprds)
    {
        var text = new ReadmeText();
        text.Add($"\nManifests of shared daprds, one folder per app-id. Apply them beside the apps:\n\n");
        text.Add($"    kubectl apply -k . -n my-app\n\n");
        if (daprds.FirstOrDefault(daprd => daprd.Of.Resource.NeedsTrustBundle) is { Of.Daprd.ControlPlane.Namespace: var controlPlane })
        {
            text.Add($"Once per namespace, and again when the control plane's root is rotated, daprd needs the root certificate: ");
            text.Add($"aspire do {TrustBundleCopy.StepName}, or\n\n");
            text.Add($"    kubectl get configmap dapr-trust-bundle -n {controlPlane} -o jsonpath='{{.data.ca\\.crt}}' > ca.crt\n");
            text.Add($"    kubectl create configmap dapr-trust-bundle --from-file=ca.crt -n my-app\n");
        }

        foreach (var daprd in daprds)
        {
            Add(text, daprd);
        }

        return text.ToString();
    }

    private static void Add(ReadmeText text, PlainDaprd plain)
    {
        var daprd = plain.Of.Daprd;
        List<ReadmeText.Token> tokens = [.. ReadmeText.Tokens(daprd)];
        text.AddApp(daprd.AppId, AppEnvironment.ForKubernetes(daprd), tokens);
        foreach (var secret in tokens.GroupBy(token => token.Secret))
        {
            var files = string.Concat(secret.Select(token => $" --from-file={token.Key}=<(openssl rand -hex 24 | tr -d '\\n')"));
            text.Add($"\n{string.Join(" and ", secret.Select(token => token.Variable))}, for both ends, chosen once (bash):\n\n");
            text.Add($"    kubectl create secret generic {secret.Key} -n my-app{files}\n");
        }

        if (plain.Services.Count > 0)
        {
            text.Add($"\ndaprd calls these Services, which have to have this name and port: {string.Join(", ", plain.Services)}.\n");
        }

        var needed = plain.Secrets.Values.GroupBy(reference => reference.SecretName).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var secret in needed)
        {
            var keys = string.Join(", ", secret.Select(reference => reference.Key).Order(StringComparer.Ordinal));
            text.Add($"\ndaprd's environment needs keys of Secret {secret.Key}: {keys}.\n");
        }

        var items = plain.Of.Resource.Components.SelectMany(component => component.Items).Where(item => item.IsSecret);
        foreach (var secret in items.GroupBy(SecretOf))
        {
            var (component, keys) = (secret.First().Component, string.Join(", ", secret.Select(item => item.Name)));
            text.Add($"\nComponent {component} reads its secrets from Secret {secret.Key}, a key per metadata item: {keys}.\n");
        }
    }

    private static string SecretOf(MetadataItem item) => PlainManifests.Target.Places.Of(item).Secret!.SecretName!;
}
