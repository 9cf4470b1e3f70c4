using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary><c>README.md</c> of a chart: what the apps need that are not in it, a function or a Job.</summary>
internal static class ChartReadme
{
    public const string FileName = "README.md";

    private const string ForOutsiders =
        "\nThe apps of this chart have what they need. "
        + "This is for apps that are not in it, for example a function or a Job: the environment of their container.\n"
        + """
        A NetworkPolicy that names the apps of the chart does not let others in: name them in the AppHost, with
        `WithWorkloadSettings(workload => workload with { Clients = [...] })`. From another namespace, add the chart's to the host
        (`http://<service>.<namespace>:3500`), and copy the Secret.

        """;

    private const string TrustAnchors =
        "\nWho installs the chart without the right to read the control plane's root certificate, "
        + "or with a tool that only renders it, gives the certificate:\n"
        + "`--set-file daprShared.trustAnchors=ca.crt`.\n";

    /// <summary>Writes the file, unless a file of the user's own is there: that is worth more than ours.</summary>
    public static void Write(
        string folder,
        IEnumerable<DaprSharedResource> daprds,
        KubernetesEnvironmentResource publisher,
        ILogger logger)
    {
        var text = Text([.. daprds.OrderBy(daprd => daprd.AppId, StringComparer.Ordinal)], publisher);
        foreach (var mistake in OutputFolder.Write(folder, new Dictionary<string, string> { [FileName] = text }))
        {
            logger.LogWarning(
                "{File} {Message} What apps outside the chart need is in the documentation.",
                mistake.Subject,
                mistake.Message);
        }
    }

    private static string Text(List<DaprSharedResource> daprds, KubernetesEnvironmentResource publisher)
    {
        var text = new ReadmeText();
        text.Add($"{ForOutsiders}");
        if (daprds.Exists(daprd => daprd.NeedsTrustBundle))
        {
            text.Add($"{TrustAnchors}");
        }

        foreach (var resource in daprds)
        {
            // As a customization has left them; without a Service nobody outside can call.
            if (ChartClients.PublishedTo(resource, publisher) is not
                { Service.Metadata.Name: { Length: > 0 } host, Workload.PodTemplate.Spec.Containers: var containers })
            {
                continue;
            }

            var daprd = ResolvedDaprd.Of(resource).Daprd;
            var secrets = containers.SelectMany(container => container.Env)
                .Where(variable => variable.ValueFrom?.SecretKeyRef is not null)
                .ToLookup(variable => variable.Name, variable => variable.ValueFrom!.SecretKeyRef!);
            (string, string)? WhereIs(string variable) =>
                secrets[variable].FirstOrDefault() is { } secret ? (secret.Name, secret.Key) : null;
            text.AddApp(daprd.AppId, AppEnvironment.ForHost(daprd, host), ReadmeText.Tokens(daprd, WhereIs));
        }

        return text.ToString();
    }
}
