using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DaprShared.Hosting;

/// <summary>
/// Keeps apart what is Helm's and what a user wrote. What the publisher writes goes into the model through <see cref="Helm"/>; all other braces of the
/// finished object are a user's literal, which <see cref="Finish(object)"/> escapes.
/// </summary>
internal static partial class ChartText
{
    // A character of the private use area: no name, no flag and no sensible value has it.
    private const string Open = "\uE000", EscapedOpen = @"\uE000";

    /// <summary>Marks the expressions in a text of the publisher.</summary>
    public static string Helm(string text) => text.Replace("{{", Open, StringComparison.Ordinal);

    /// <summary>Returns an expression of a value, <c>{{ .Values.… }}</c>, behind its guard.</summary>
    public static string Required(string expression, string why) => Guard(expression, why) + expression;

    /// <summary>
    /// Returns what fails where a value, <c>{{ .Values.… }}</c>, is empty and a cluster answers, so that nothing runs without it. "helm template" and
    /// "helm lint" look nothing up and stay clean. Texts are in backticks, which every YAML style leaves alone.
    /// </summary>
    public static string Guard(string expression, string why, string option = "--set")
    {
        var value = expression.Trim('{', '}', ' ');
        // With a dash, because Aspire leaves out the quotes where a text starts with "{{ if".
        var missing = $"and (not {value}) (lookup `v1` `Namespace` `` `kube-system`)";
        return $"{{{{- if {missing} }}}}{{{{ fail `{why} Pass it: {option} {value.Replace(".Values.", "", StringComparison.Ordinal)}=...` }}}}{{{{ end }}}}";
    }

    /// <summary>Marks a file of the chart as generated, for <see cref="ChartFolder"/>.</summary>
    public static void EmitHeader(IEmitter emitter) => emitter.Emit(new Comment(OutputFolder.Header.TrimStart('#', ' '), isInline: false));

    /// <summary>Returns the object as JSON, with its literals escaped and its expressions as Helm reads them.</summary>
    public static JsonObject Finish(object manifest) => ManifestYaml.ToJson(manifest, Finish).AsObject();

    /// <summary>Says whether a text is an expression whose result is no text, so that quotes around it would make it one.</summary>
    public static bool IsTyped(string text) => TypedExpression().IsMatch(text);

    /// <summary>
    /// Returns a text of a ConfigMap or Secret with the literals of its expressions in backticks, so that it can stand between quotes. Unquoted, as the
    /// publisher writes a condition, its result would be no text where it is <c>true</c> or a number.
    /// </summary>
    public static string Quotable(string text) =>
        text.Contains('"', StringComparison.Ordinal) ? Expression().Replace(text, expression => Literal().Replace(expression.Value, "`$1`")) : text;

    /// <summary>Says whether quotes around a text would break an expression in it.</summary>
    public static bool IsUnquotable(string text) =>
        text.StartsWith("{{", StringComparison.Ordinal) && Expression().Matches(text).Any(expression => expression.ValueSpan.IndexOfAny('"', '\\') >= 0);

    /// <summary>Returns the values of the chart that texts refer to, <c>.Values.…</c>, in a fixed order.</summary>
    public static IEnumerable<string> ValuesIn(IEnumerable<string> texts) =>
        texts.SelectMany(text => Expression().Matches(text)).SelectMany(expression => Value().Matches(expression.Value)).Select(value => value.Value).Distinct().Order(StringComparer.Ordinal);

    // In the JSON text two braces stand side by side inside strings only. Backticks are all that an expression needs to be a literal.
    private static string Finish(string json) =>
        json.Replace("{{", "{{`{{`}}", StringComparison.Ordinal).Replace(Open, "{{", StringComparison.Ordinal).Replace(EscapedOpen, "{{", StringComparison.Ordinal);

    // Aspire's publisher goes by the same: a condition, or one expression that ends in a number.
    [GeneratedRegex(@"^\{\{\s*if\b|^\{\{[^{}]*\|\s*(int|int64|float64)\s*\}\}$")]
    private static partial Regex TypedExpression();

    [GeneratedRegex(@"\.Values(\.\w+)+")]
    private static partial Regex Value();

    [GeneratedRegex(@"\{\{.*?\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex("\"([^\"\\\\`]*)\"")]
    private static partial Regex Literal();
}
