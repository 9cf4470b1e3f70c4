namespace DaprShared.Hosting;

/// <summary>
/// The named templates of a chart, one file for all of its shared daprds, so that their manifests stay short. What each returns may stand
/// between double quotes of YAML. A call of one is an expression without its braces.
/// </summary>
internal static class ChartTemplates
{
    /// <summary>How a call begins.</summary>
    public const string Call = "include `dapr-shared.";

    /// <summary>Makes text of any result.</summary>
    public const string Text = Call + "text`";

    /// <summary>Where Helm looks for them.</summary>
    public const string FolderName = "templates";

    public const string FileName = "_dapr_shared.tpl";

    // The values that are no variable of daprd, as arguments.
    private static string NoVariables =>
        string.Concat(from row in ChartValues.All where !row.RestartsDaprd select $" \"{row.Variable}\"");

    private static readonly string Content = $$$"""

        {{- /* Any value as text. Helm reads a large number of a file as 1e+09. */}}
        {{- define "dapr-shared.text" }}
        {{- if kindIs "float64" . }}{{ if eq . (floor .) }}{{ printf "%.0f" . }}{{ else }}{{ . }}{{ end }}
        {{- else if not (kindIs "invalid" .) }}{{ toString . | quote | trimPrefix "\"" | trimSuffix "\"" }}{{ end }}
        {{- end }}

        {{- /* The text of a value that is needed, (list value message). Where it is empty, a cluster gets nothing. */}}
        {{- define "dapr-shared.required" }}
        {{- if and (not (first .)) (lookup "v1" "Namespace" "" "kube-system") }}{{ fail (last .) }}{{ end }}
        {{- include "dapr-shared.text" (first .) }}
        {{- end }}

        {{- /* A hash of daprd's environment, (list .Values resource others...): of the resource's values, but for those that are no
               variable. */}}
        {{- define "dapr-shared.environment" }}
        {{- $values := index ((first .).config | default dict) (index . 1) | default dict }}
        {{- $config := omit $values{{{NoVariables}}} }}
        {{- $secrets := index ((first .).secrets | default dict) (index . 1) }}
        {{- concat (list $config $secrets) (slice . 2) | toJson | sha256sum }}
        {{- end }}

        {{- /* What Go keeps below: 90 % of a memory limit, in bytes. "off" without a limit, and where it is no usual quantity. */}}
        {{- define "dapr-shared.gomemlimit" }}
        {{- $limit := include "dapr-shared.text" . }}
        {{- $units := dict "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 }}
        {{- if regexMatch "^[0-9.]+([kMGT]|[KMGT]i)?$" $limit }}
        {{- $number := regexFind "^[0-9.]+" $limit | float64 }}
        {{- $unit := regexFind "[A-Za-z]*$" $limit | get $units }}
        {{- mulf 0.9 $number $unit | int64 }}
        {{- else }}off{{ end }}
        {{- end }}

        {{- /* The control plane's root certificates, (list .Values namespace): the value; without it those of the cluster, and only then
               they are looked up. */}}
        {{- define "dapr-shared.trust-anchors" }}
        {{- with ((first .).daprShared).trustAnchors }}{{ trim . | include "dapr-shared.text" }}{{ else }}
        {{- $bundle := lookup "v1" "ConfigMap" (last .) "{{{ObjectNames.TrustBundle}}}" }}
        {{- with index ($bundle.data | default dict) "{{{ObjectNames.TrustBundleKey}}}" }}
        {{- trim . | include "dapr-shared.text" }}
        {{- else }}
        {{- if lookup "v1" "Namespace" "" "kube-system" }}
        {{- $place := last . | printf "ConfigMap {{{ObjectNames.TrustBundle}}} with key {{{ObjectNames.TrustBundleKey}}} in namespace %s" }}
        {{- $missing := $place | printf "Dapr's trust anchors are missing: there is no %s." }}
        {{- $fix := "Install Dapr's control plane first, or pass its root certificates: --set-file daprShared.trustAnchors=ca.crt" }}
        {{- printf "%s %s" $missing $fix | fail }}
        {{- end }}
        {{- end }}
        {{- end }}
        {{- end }}

        """.ReplaceLineEndings("\n");

    /// <summary>
    /// Returns the text of a value that is needed: where it is empty and a cluster answers, it fails, so that nothing runs without it.
    /// "helm template" and "helm lint" look nothing up and stay clean.
    /// </summary>
    /// <param name="value">The value, as an argument.</param>
    /// <param name="why">What is wrong without it.</param>
    /// <param name="option">The option of Helm that gives it.</param>
    public static string Required(string value, string why, string option = "--set")
    {
        var path = ChartText.ValuesIn([ChartText.Expression(value)]).First()[".Values.".Length..];
        return $"{Call}required` (list {value} `{why} Pass it: {option} {path}=...`)";
    }

    /// <summary>Returns 90 % of a memory limit, in bytes.</summary>
    public static string MemoryLimitForGo(string limit) => $"{Call}gomemlimit` {limit}";

    /// <summary>
    /// Returns a text that changes with the environment of a daprd: the values of its resource and those of others that its texts refer to.
    /// </summary>
    public static string Environment(string section, IEnumerable<string> texts)
    {
        string[] own = [$".Values.config.{section}.", $".Values.secrets.{section}."];
        var others = from value in ChartText.ValuesIn(texts)
                     where !own.Any(prefix => value.StartsWith(prefix, StringComparison.Ordinal))
                     select $" {value}";
        return $"{Call}environment` (list .Values `{section}`{string.Concat(others)})";
    }

    /// <summary>Returns the control plane's root certificates.</summary>
    public static string TrustAnchors(ControlPlane controlPlane) => $"{Call}trust-anchors` (list .Values `{controlPlane.Namespace}`)";

    /// <summary>Writes the file, unless one of the user's own stands in the way.</summary>
    public static IReadOnlyList<Diagnostic> Write(string chart) =>
        OutputFolder.Write(Path.Combine(chart, FolderName), new Dictionary<string, string> { [FileName] = Content });
}
