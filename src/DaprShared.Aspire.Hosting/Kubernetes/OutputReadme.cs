#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using DaprShared.Cluster;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// <c>README.md</c> in the output: what an app needs that does not get it by itself. In a chart these are the apps that are not in it, a function or a Job;
/// beside plain manifests all of them.
/// </summary>
internal static class OutputReadme
{
    private const string FileName = "README.md";

    private const string ForOutsiders =
        """

        The apps of this chart have what they need. This is for apps that are not in it, for example a function or a Job: the environment of their container.
        A NetworkPolicy that names the apps of the chart does not let others in: name them in the AppHost, with
        `WithWorkloadSettings(workload => workload with { Clients = [...] })`. From another namespace, add the chart's to the host
        (`http://<service>.<namespace>:3500`), and copy the Secret.

        """;

    private const string TrustAnchors =
        """

        Who installs the chart without the right to read the control plane's root certificate, or with a tool that only renders it, gives the certificate:
        `--set-file daprShared.trustAnchors=ca.crt`.

        """;

    /// <summary>Returns the text beside plain manifests.</summary>
    public static string ForManifests(IReadOnlyCollection<DaprSharedResource> daprds, IReadOnlyDictionary<DaprSharedResource, ManifestNeeds> needs)
    {
        var text = new Text();
        text.Add($"\nManifests of shared daprds, one folder per app-id. Apply them beside the apps:\n\n    kubectl apply -k . -n my-app\n\n");
        if (daprds.Any(daprd => daprd.NeedsTrustBundle))
        {
            text.Add($"Once per namespace, and again when the control plane's root is rotated, daprd needs the root certificate: aspire do {TrustBundleCopy.StepName}, or\n\n");
            text.Add($"    kubectl get configmap dapr-trust-bundle -n {daprds.First().Common.ControlPlane.Namespace} -o jsonpath='{{.data.ca\\.crt}}' > ca.crt\n");
            text.Add($"    kubectl create configmap dapr-trust-bundle --from-file=ca.crt -n my-app\n");
        }

        foreach (var resource in daprds)
        {
            var daprd = SharedDaprdFactory.Create(resource);
            List<Token> tokens = [.. Tokens(daprd, (_, reference) => (reference.SecretName ?? ObjectNames.TokenSecret(daprd.AppId), reference.Key))];
            text.AddApp(daprd.AppId, AppEnvironment.ForKubernetes(daprd), tokens);
            foreach (var secret in tokens.GroupBy(token => token.Secret))
            {
                text.Add($"\n{string.Join(" and ", secret.Select(token => token.Variable))}, for both ends, chosen once (bash):\n\n");
                text.Add($"    kubectl create secret generic {secret.Key} -n my-app{string.Concat(secret.Select(token => $" --from-file={token.Key}=<(openssl rand -hex 24 | tr -d '\\n')"))}\n");
            }

            if (needs[resource].Services is { Count: > 0 } services)
            {
                text.Add($"\ndaprd calls these Services, which have to have this name and port: {string.Join(", ", services)}.\n");
            }

            foreach (var secret in needs[resource].Secrets.Values.GroupBy(reference => reference.SecretName).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                text.Add($"\ndaprd's environment needs keys of Secret {secret.Key}: {string.Join(", ", secret.Select(reference => reference.Key).Order(StringComparer.Ordinal))}.\n");
            }

            foreach (var component in resource.Components.Where(component => component.HasSecrets))
            {
                text.Add($"\nComponent {component.Name} reads its secrets from Secret {component.Name}, a key per metadata item.\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Writes the file of a chart, unless a file of the user's own is there: that is worth more than ours.</summary>
    public static void Write(string folder, IEnumerable<DaprSharedResource> daprds, KubernetesEnvironmentResource environment, ILogger logger)
    {
        foreach (var mistake in OutputFolder.Write(folder, new Dictionary<string, string> { [FileName] = ForChart([.. daprds.OrderBy(daprd => daprd.AppId, StringComparer.Ordinal)], environment) }))
        {
            logger.LogWarning("{File} {Message} What apps outside the chart need is in the documentation.", mistake.Subject, mistake.Message);
        }
    }

    private static string ForChart(List<DaprSharedResource> daprds, KubernetesEnvironmentResource environment)
    {
        var text = new Text();
        text.Add($"{ForOutsiders}");
        if (daprds.Exists(daprd => daprd.NeedsTrustBundle))
        {
            text.Add($"{TrustAnchors}");
        }

        foreach (var resource in daprds)
        {
            // As a customization has left them; without a Service nobody outside can call.
            if (ChartCustomization.PublishedTo(resource, environment) is { Service.Metadata.Name: { Length: > 0 } host, Workload.PodTemplate.Spec.Containers: var containers })
            {
                var daprd = SharedDaprdFactory.Create(resource);
                var secrets = containers.SelectMany(container => container.Env).Where(variable => variable.ValueFrom?.SecretKeyRef is not null).ToLookup(variable => variable.Name, variable => variable.ValueFrom!.SecretKeyRef!);
                text.AddApp(
                    daprd.AppId,
                    AppEnvironment.ForHost(daprd, host),
                    Tokens(daprd, (variable, reference) => secrets[variable].FirstOrDefault() is { } secret ? (secret.Name, secret.Key) : (reference.SecretName ?? ObjectNames.TokenSecret(daprd.AppId), reference.Key)));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Token> Tokens(SharedDaprd daprd, Func<string, TokenReference, (string Secret, string Key)> where) =>
        from token in new (string Variable, TokenReference? Reference)[] { (AppEnvironment.ApiToken, daprd.ApiToken), (AppEnvironment.AppToken, daprd.AppToken) }
        where token.Reference is not null
        let place = @where(token.Variable, token.Reference)
        select new Token(token.Variable, place.Secret, place.Key);

    private sealed record Token(string Variable, string Secret, string Key);

    private sealed class Text
    {
        private readonly StringBuilder _text = new();

        public void Add(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n"));

        public void AddApp(string appId, IEnumerable<KeyValuePair<string, string>> variables, IEnumerable<Token> tokens)
        {
            Add($"\n## {appId}\n\nThe app's variables:\n\n");
            foreach (var (name, value) in variables)
            {
                Add($"    - name: {name}\n      value: {value}\n");
            }

            foreach (var (variable, secret, key) in tokens)
            {
                Add($"    - name: {variable}\n      valueFrom: {{ secretKeyRef: {{ name: {secret}, key: {key} }} }}\n");
            }
        }

        public override string ToString() => _text.ToString();
    }
}
