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
        if (daprds.FirstOrDefault(daprd => daprd.Of.Resource.NeedsTrustBundle)
            is { Of.Daprd.ControlPlane.Namespace: var controlPlane })
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
            var variables = string.Join(" and ", secret.Select(token => token.Variable));
            text.Add($"\n{variables}, for both ends, chosen once (bash):\n\n");
            text.Add($"    kubectl create secret generic {secret.Key} -n my-app{files}\n");
        }

        if (plain.Services.Count > 0)
        {
            var services = string.Join(", ", plain.Services);
            text.Add($"\ndaprd calls these Services, which have to have this name and port: {services}.\n");
        }

        var secrets = plain.Secrets.Values.GroupBy(reference => reference.SecretName);
        foreach (var secret in secrets.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var keys = string.Join(", ", secret.Select(reference => reference.Key).Order(StringComparer.Ordinal));
            text.Add($"\ndaprd's environment needs keys of Secret {secret.Key}: {keys}.\n");
        }

        foreach (var component in plain.Of.Resource.Components.Where(component => component.HasSecrets))
        {
            text.Add($"\nComponent {component.Name} reads its secrets from Secret {component.Name}, a key per metadata item.\n");
        }
    }
}
