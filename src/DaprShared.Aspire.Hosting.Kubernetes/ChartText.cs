using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprShared.Hosting;

/// <summary>
/// Keeps apart what is Helm's and what a user wrote. What the publisher writes goes into the model through <see cref="Helm"/>; all other
/// braces of the finished object are a user's literal, which <see cref="Finish(object)"/> escapes. In the model an expression stands for
/// its result, whatever that is; <see cref="Write"/> sees to it that the result is the same text after Helm and YAML.
/// </summary>
internal static partial class ChartText
{
    // Characters of the private use area: no name, no flag and no sensible value has them.
    private const string Open = "\uE000", EscapedOpen = @"\uE000", Bare = "\uE001";

    // What Finish writes for two braces.
    private const string Braces = "{{`{{`}}";

    /// <summary>Marks the expressions in a text of the publisher.</summary>
    public static string Helm(string text) => text.Replace("{{", Open, StringComparison.Ordinal);

    /// <summary>Marks an expression whose result is a number where it looks like one, as in a port. All others are texts.</summary>
    public static string Number(string expression) => Bare + expression;

    /// <summary>Returns an expression with its braces.</summary>
    public static string Expression(string code) => $"{{{{ {code} }}}}";

    /// <summary>Returns what is in the braces of an expression.</summary>
    public static string CodeOf(string expression) => expression.Trim('{', '}', ' ');

    /// <summary>Returns the object as JSON, with its literals escaped and its expressions as Helm reads them.</summary>
    public static JsonObject Finish(object manifest) => ManifestYaml.ToJson(manifest, Finish).AsObject();

    /// <summary>Returns an object as a template that gives the object's YAML.</summary>
    public static string Write(JsonNode manifest) => YamlText.Of(manifest, ToTemplate, indentsItems: true);

    /// <summary>Returns the values of the chart that texts refer to, <c>.Values.…</c>, in a fixed order.</summary>
    public static IEnumerable<string> ValuesIn(IEnumerable<string> texts)
    {
        var values = from text in texts
                     from Match action in Action().Matches(text)
                     from Match value in Value().Matches(action.Value)
                     select value.Value;
        return values.Distinct().Order(StringComparer.Ordinal);
    }

    // In the JSON text two braces stand side by side inside strings only. Backticks are all that an expression needs to be a literal.
    private static string Finish(string json) => json
        .Replace("{{", Braces, StringComparison.Ordinal)
        .Replace(Open, "{{", StringComparison.Ordinal)
        .Replace(EscapedOpen, "{{", StringComparison.Ordinal);

    // Between double quotes, Helm's actions as they are, because Helm comes before YAML, and the literals around them with YAML's escapes.
    // White space that an action would trim is trimmed here: escaped it would be none. Without an action whose result may be any text, YAML
    // alone does.
    private static string? ToTemplate(string text)
    {
        if (text.StartsWith(Bare, StringComparison.Ordinal))
        {
            return text[Bare.Length..];
        }

        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        var actions = Action().Matches(text);
        if (actions.All(action => IsName(action.Value)))
        {
            return null;
        }

        var (template, end) = (new StringBuilder("\""), 0);
        foreach (Match action in actions)
        {
            template.Append(Literal(text[end..action.Index])).Append(Escaped(action));
            end = action.Index + action.Length;
        }

        return template.Append(Literal(text[end..])).Append('"').ToString();
    }

    private static string Literal(string text) => Special().Replace(text, match => match.ValueSpan[0] switch
    {
        '"' or '\\' => $@"\{match.Value}",
        '\n' => @"\n",
        var other => $@"\u{(int)other:x4}",
    });

    private static bool IsName(string action) => action is Braces or "{{ .Release.Name }}" or "{{ .Chart.Name }}";

    private static string Escaped(Match action)
    {
        var code = action.Groups["code"].Value;
        return IsName(action.Value) || Quiet().IsMatch(code)
            ? action.Value.Trim()
            : $"{action.Groups["open"]} {code} | {ChartTemplates.Text} {action.Groups["close"]}";
    }

    // An action, with the white space that it trims. Braces in a text of it do not end it.
    [GeneratedRegex(
        """
        (\s*(?<open>\{\{-)\s|(?<open>\{\{))
        \s*(?<code>("(\\.|[^"\\])*"|`[^`]*`|[^"`])*?)\s*
        (\s(?<close>-\}\})\s*|(?<close>\}\}))
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Action();

    // It has no result, or one that needs no escapes.
    [GeneratedRegex(
        @"^((if|else|end|range|with|define|block|template|break|continue)\b|/\*|\$\w*\s*:?=|" + ChartTemplates.Call + ")",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Quiet();

    // What YAML cannot hold between double quotes as it is.
    [GeneratedRegex(@"[""\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")]
    private static partial Regex Special();

    [GeneratedRegex(@"\.Values(\.\w+)+")]
    private static partial Regex Value();
}
