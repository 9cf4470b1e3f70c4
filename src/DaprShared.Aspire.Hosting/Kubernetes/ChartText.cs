using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// Keeps apart what is Helm's and what a user wrote. What the publisher writes goes into the model through <see cref="Helm"/>; all other braces of the
/// finished object are a user's literal, which <see cref="Finish(IKubernetesObject{V1ObjectMeta})"/> escapes.
/// </summary>
internal static class ChartText
{
    // A character of the private use area: no name, no flag and no sensible value has it.
    private const string Open = "\uE000";

    /// <summary>Marks the expressions in a text of the publisher.</summary>
    public static string Helm(string text) => text.Replace("{{", Open, StringComparison.Ordinal);

    /// <summary>
    /// Returns an expression of a value, <c>{{ .Values.… }}</c>, that fails where the value is empty and a cluster answers, so that nothing runs
    /// without it. "helm template" and "helm lint" look nothing up and stay clean. Texts are in backticks, which every YAML style leaves alone.
    /// </summary>
    public static string Required(string expression, string why)
    {
        var value = expression.Trim('{', '}', ' ');
        // With a dash, because Aspire leaves out the quotes where a text starts with "{{ if".
        var missing = $"and (not {value}) (lookup `v1` `Namespace` `` `kube-system`)";
        return $"{{{{- if {missing} }}}}{{{{ fail `{why} Pass it: --set {value.Replace(".Values.", "", StringComparison.Ordinal)}=...` }}}}{{{{ end }}}}{expression}";
    }

    /// <summary>Returns the object with its literals escaped and its expressions as Helm reads them.</summary>
    public static IKubernetesObject<V1ObjectMeta> Finish(IKubernetesObject<V1ObjectMeta> manifest)
    {
        var json = ManifestYaml.ToJson(manifest);
        return (IKubernetesObject<V1ObjectMeta>)Finish(json).Deserialize(manifest.GetType())!;
    }

    private static JsonNode Finish(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(Finish(pair.Key), pair.Value is null ? null : Finish(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Finish(item))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Finish(value.GetValue<string>()))!,
        _ => node.DeepClone(),
    };

    private static string Finish(string text) =>
        text.Replace("{{", "{{`{{`}}", StringComparison.Ordinal).Replace(Open, "{{", StringComparison.Ordinal);
}
