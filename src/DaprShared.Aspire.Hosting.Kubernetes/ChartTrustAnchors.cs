using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// The control plane's root certificates in Aspire's chart: one ConfigMap for all shared daprds, filled by Helm when the chart is
/// installed.
/// </summary>
internal static class ChartTrustAnchors
{
    /// <summary>
    /// The value that overrides what the cluster says, in <c>values.yaml</c>. It is missing where the chart was written by a step of its
    /// own.
    /// </summary>
    public const string Values =
        "# PEM: the root certificates of Dapr's control plane. Empty: they are read from the cluster when the chart is installed.\n"
        + "daprShared:\n"
        + "  trustAnchors: \"\"\n";

    /// <summary>Changes with the certificates, so that a rotation restarts daprd, which reads them only at start.</summary>
    public static string Checksum(ControlPlane controlPlane) =>
        $"sha256-{ChartText.Expression($"{ChartTemplates.TrustAnchors(controlPlane)} | sha256sum")}";

    /// <summary>
    /// The ConfigMap's name: the release's own, because Sentry's ConfigMap of the same content may be in the namespace too.
    /// </summary>
    public static string Name(ControlPlane controlPlane) => $"{{{{ .Release.Name }}}}-{controlPlane.Namespace}-trust-bundle";

    public static V1ConfigMap ConfigMap(ControlPlane controlPlane, IDictionary<string, string> labels) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new() { Name = Name(controlPlane), Labels = labels },
        Data = new Dictionary<string, string>
        {
            [ObjectNames.TrustBundleKey] = ChartText.Expression(ChartTemplates.TrustAnchors(controlPlane)),
        },
    };
}
