using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>Reads YAML that users wrote.</summary>
internal static partial class YamlReader
{
    /// <summary>Returns the roots of the documents, in which keys are text, and aliases and merge keys are resolved.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostNodes">How large it may be, where that is not what a person could have written.</param>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<YamlNode> Read(string text, int? mostNodes = null)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new LimitedParser(WithoutMarks(text), mostNodes));
            return [.. stream.Documents.Select(document => Normal(document.RootNode))];
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A key that is there twice, for example.
            throw new YamlException(e.Message);
        }
    }

    /// <summary>Reads a text that is one mapping.</summary>
    /// <exception cref="YamlException">The text is not YAML, or no mapping.</exception>
    public static JsonObject ReadMapping(string text) =>
        Read(text) is [YamlMappingNode root] ? (JsonObject)ToJson(root)! : throw new YamlException("It must be one mapping.");

    public static string Explain(YamlException e) =>
        e.Start.Line > 0 ? $"line {e.Start.Line}: {e.Message.TrimEnd('.')}." : $"{e.Message.TrimEnd('.')}.";

    // Keys are text and there once, as in JSON. "<<: *defaults" is resolved, as daprd and kubectl do it: what a mapping has itself wins,
    // then the first that is named.
    private static YamlNode Normal(YamlNode node)
    {
        // A writer would take two anchors of one name for one node.
        node.Anchor = AnchorName.Empty;
        IEnumerable<YamlNode> below = node is YamlMappingNode { Children: var pairs }
            ? [.. pairs.Keys, .. pairs.Values]
            : (node as YamlSequenceNode)?.Children ?? [];
        foreach (var child in below)
        {
            Normal(child);
        }

        if (node is YamlMappingNode map)
        {
            if (map.Children.Keys.FirstOrDefault(IsMerge) is { } merge && map.Children.Remove(merge, out var named))
            {
                var sources = named is YamlSequenceNode list ? list.Children : [named];
                foreach (var (key, value) in sources.OfType<YamlMappingNode>().SelectMany(source => source.Children))
                {
                    map.Children.TryAdd(key, value);
                }
            }

            if (map.Children.Keys.GroupBy(Key).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new YamlException(twice.Last().Start, twice.Last().End, $"Key '{twice.Key}' is there for the second time.");
            }
        }

        return node;
    }

    /// <summary>Returns a node of what has been read as JSON.</summary>
    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(from pair in map.Children select KeyValuePair.Create(Key(pair.Key), ToJson(pair.Value))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when !YamlScalar.IsCalledText(plain) => ToJson(plain.Value ?? ""),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => null,
    };

    // Files that were put together may each begin with the mark of UTF-8, and to Kubernetes each document may.
    private static string WithoutMarks(string text) => text.Contains('\uFEFF', StringComparison.Ordinal) ? Marks().Replace(text, "") : text;

    // In quotes it is a text like any other.
    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    // Nothing is no text either: Kubernetes refuses it as a key (sigs.k8s.io/yaml convertToJSONableObject).
    private static string Key(YamlNode key) =>
        key is YamlScalarNode { Value: { } text } && !YamlScalar.IsNull(key) ? text
        : throw new YamlException(key.Start, key.End, "A key must be text.");

    private static JsonValue? ToJson(string plain) => plain switch
    {
        "" or "~" or "null" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Whole().IsMatch(plain) && long.TryParse(plain, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ when Fraction().IsMatch(plain) => JsonValue.Create(decimal.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(plain),
    };

    [GeneratedRegex("^-?(0|[1-9][0-9]{0,17})$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-?[0-9]{1,15}\.[0-9]{1,12}$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<=(?:^|[\r\n])---[^\r\n]*[\r\n]+)\uFEFF+")]
    private static partial Regex Marks();
}
