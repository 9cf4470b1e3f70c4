using System.Buffers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace DaprShared;

/// <summary>Turns typed objects into YAML: one document each, keys in a fixed order, no nulls, the same bytes on every run.</summary>
public static partial class ManifestYaml
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=,*-:");

    private static readonly HashSet<string> Reserved =
        new(["true", "false", "yes", "no", "on", "off", "y", "n", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes one object as one YAML document, without a separator.</summary>
    /// <param name="manifest">A typed Kubernetes object.</param>
    /// <returns>The YAML.</returns>
    public static string Write(object manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Write(ToJson(manifest));
    }

    /// <summary>Writes several objects as one YAML stream.</summary>
    /// <param name="manifests">Typed Kubernetes objects.</param>
    /// <returns>The YAML.</returns>
    public static string WriteAll(IEnumerable<object> manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        return string.Join("---\n", manifests.Select(Write));
    }

    /// <summary>Returns an object as the JSON that the Kubernetes API takes.</summary>
    /// <param name="manifest">A typed Kubernetes object.</param>
    /// <param name="change">Changes the JSON text before it is read, or <see langword="null"/>.</param>
    internal static JsonNode ToJson(object manifest, Func<string, string>? change = null)
    {
        var dapr = (manifest as DaprObject)?.ToJson();
        if (dapr is not null && change is null) { return dapr; }

        var text = dapr?.ToJsonString() ?? ManifestJson.Serialize(manifest);
        return JsonNode.Parse(change is null ? text : change(text))!;
    }

    internal static string Write(JsonNode node) => YamlText.Of(node);

    /// <summary>
    /// Returns how a text is written. A dollar is always between double quotes, where it can be escaped. Plain only where every YAML 1.1
    /// and 1.2 reader agrees that it is a string: "1.18", "on" and "{{ x }}" are quoted.
    /// </summary>
    internal static ScalarStyle StyleOf(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && !text.Contains('$', StringComparison.Ordinal) && SafeLiteral().IsMatch(text)
            ? ScalarStyle.Literal
        : IsSafePlain(text) ? ScalarStyle.Plain
        : ScalarStyle.DoubleQuoted;

    private static bool IsSafePlain(string text)
    {
        var word = text.StartsWith("--", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        return word is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '/', ..] and [.., not ':']
            && !word.ContainsAnyExcept(PlainCharacters)
            && !word.Contains("::", StringComparison.Ordinal)
            && !Reserved.Contains(text);
    }

    // Lines; a literal block would lose blank lines at its start, other line breaks would become \n, and what YAML does not print stands
    // in no file. Spaces at the end of the text, or alone in a line, would be taken for indentation.
    [GeneratedRegex("""
        ^(?!\s)(?!.*(\n\x20+\n|\x20\z))
        [\t\n\x20-\x7E\u00A0-\uFFFD-[\u2028\u2029\uFEFF]]*\n[\t\n\x20-\x7E\u00A0-\uFFFD-[\u2028\u2029\uFEFF]]*\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex SafeLiteral();
}
