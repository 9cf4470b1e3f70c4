using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// The control plane's root certificates in Aspire's chart: one ConfigMap for all shared daprds, filled by Helm when the chart is installed.
/// </summary>
internal static class ChartTrustAnchors
{
    /// <summary>The value that overrides what the cluster says. It may be missing where the chart was written by a step of its own.</summary>
    public const string Override = "(.Values.daprShared).trustAnchors";

    /// <summary>The same in <c>values.yaml</c>.</summary>
    public const string Values = "# PEM: the root certificates of Dapr's control plane. Empty: they are read from the cluster when the chart is installed.\ndaprShared:\n  trustAnchors: \"\"\n";

    // How deep ManifestYaml writes the lines of a text below "data:".
    private const int Indent = 4;

    /// <summary>The ConfigMap's name: the release's own, because Sentry's ConfigMap of the same content may be in the namespace too.</summary>
    public static string Name(ControlPlane controlPlane) => $"{{{{ .Release.Name }}}}-{controlPlane.Namespace}-trust-bundle";

    public static V1ConfigMap ConfigMap(ControlPlane controlPlane, IDictionary<string, string> labels) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new() { Name = Name(controlPlane), Labels = labels },
        Data = new Dictionary<string, string> { [ObjectNames.TrustBundleKey] = Template(controlPlane.Namespace) },
    };

    /// <summary>Changes with the certificates, so that a rotation restarts daprd, which reads them only at start.</summary>
    public static string Checksum(ControlPlane controlPlane) =>
        $$$"""sha256-{{ if {{{Override}}} }}{{ {{{Override}}} | sha256sum }}{{ else }}{{ {{{Bundle(controlPlane.Namespace, '`')}}} | toString | sha256sum }}{{ end }}""";

    /// <summary>Returns a value of the chart, given as <c>{{ .Values.… }}</c>, as a text of several lines.</summary>
    public static string Lines(string expression) => $"{expression.TrimEnd('}', ' ')} | indent {Indent} | trim }}}}";

    // The override comes first, so that whoever installs needs no right to read the control plane's namespace. "helm template" and "helm lint"
    // look nothing up, not even the namespace that every cluster has: there the text stays empty and the chart valid.
    private static string Template(string controlPlane) => $$$"""
        {{- with {{{Override}}} }}
        {{- . | trim | nindent {{{Indent}}} }}
        {{- else }}
        {{- with {{{Bundle(controlPlane, '"')}}} }}
        {{- . | trim | nindent {{{Indent}}} }}
        {{- else }}
        {{- if lookup "v1" "Namespace" "" "kube-system" }}
        {{- fail "Dapr's trust anchors are missing: there is no ConfigMap {{{ObjectNames.TrustBundle}}} with key {{{ObjectNames.TrustBundleKey}}} in namespace {{{controlPlane}}}. Install Dapr's control plane first, or pass its root certificates: --set-file daprShared.trustAnchors=ca.crt" }}
        {{- end }}
        {{- end }}
        {{- end }}

        """.ReplaceLineEndings("\n");

    private static string Bundle(string controlPlane, char quote)
    {
        string Text(string value) => $"{quote}{value}{quote}";
        return $"(index ((lookup {Text("v1")} {Text("ConfigMap")} {Text(controlPlane)} {Text(ObjectNames.TrustBundle)}).data | default dict) {Text(ObjectNames.TrustBundleKey)})";
    }
}
