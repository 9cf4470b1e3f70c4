using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DaprShared.Tool.Values;

/// <summary>Reads a values file: one YAML document with a map, scalars typed as in YAML 1.2, anchors and merge keys resolved.</summary>
internal static partial class ValuesYaml
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ValuesException">It is not such a document.</exception>
    public static JsonObject Read(string text)
    {
        var parser = new LimitedParser(text);
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return [];
            }

            parser.Consume<DocumentStart>();
            var root = new Builder(parser).Node();
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                throw new ValuesException("has more than one YAML document.");
            }

            return root switch
            {
                null => [],
                JsonObject map => map,
                _ => throw new ValuesException("is not a map of keys to values."),
            };
        }
        catch (YamlException e)
        {
            throw new ValuesException($"is not valid YAML at line {e.Start.Line}, column {e.Start.Column}: {e.Message}");
        }
    }

    private sealed class Builder(IParser parser)
    {
        private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];

        public JsonNode? Node()
        {
            var start = parser.Current!;
            var node = parser.MoveNextAfter() switch
            {
                Scalar scalar => Typed(scalar),
                SequenceStart => List(),
                MappingStart => Map(),
                AnchorAlias alias => _anchors[alias.Value]?.DeepClone(),
                var other => throw At(other, "unexpected content"),
            };
            if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
            {
                _anchors[anchored.Anchor] = node;
            }

            return node;
        }

        private JsonArray List()
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Node());
            }

            return list;
        }

        private JsonObject Map()
        {
            var map = new JsonObject();
            var inherited = new List<JsonNode?>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var start = parser.Current!;
                if (!parser.TryConsume<Scalar>(out var key))
                {
                    throw At(start, "a key that is not text");
                }

                _anchors[key.Anchor] = key.Value;
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                {
                    inherited.Add(Node());
                }
                else if (map.ContainsKey(key.Value))
                {
                    throw At(key, $"key '{key.Value}' for the second time");
                }
                else
                {
                    map[key.Value] = Node();
                }
            }

            foreach (var (key, value) in inherited.SelectMany(node => node is JsonArray list ? list : new JsonArray(node?.DeepClone()))
                .OfType<JsonObject>().SelectMany(source => source))
            {
                map.TryAdd(key, value?.DeepClone());
            }

            return map;
        }

        private static JsonNode? Typed(Scalar scalar)
        {
            var isText = scalar.Tag.IsEmpty ? scalar.Style != ScalarStyle.Plain : scalar.Tag.Value is "!" or "tag:yaml.org,2002:str";
            return isText ? scalar.Value : ValuesYaml.Typed(scalar.Value);
        }

        private static YamlException At(ParsingEvent place, string what) => new(place.Start, place.End, $"found {what}.");
    }

    private static ParsingEvent MoveNextAfter(this IParser parser)
    {
        var current = parser.Current!;
        parser.MoveNext();
        return current;
    }

    // YAML 1.2's core schema. A number with a leading zero stays text: YAML 1.1 reads it as octal, 1.2 as decimal.
    private static JsonNode? Typed(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when WholeNumber().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => number,
        _ when Fraction().IsMatch(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            number,
        _ => text,
    };

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();
}
