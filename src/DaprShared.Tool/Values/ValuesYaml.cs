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
    public static JsonObject Read(TextReader text)
    {
        var parser = new Parser(text);
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
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner on "a: [1" and a key in the next line.
            throw new ValuesException($"is not valid YAML after line {parser.Current?.End.Line}.");
        }
    }

    private sealed class Builder(IParser parser)
    {
        // A values file that needs more is an attack ("billion laughs") or not a values file.
        private const int DeepestNesting = 64, MostNodes = 100_000;

        private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
        private int _depth, _nodes;

        public JsonNode? Node()
        {
            var start = parser.Current!;
            if (++_nodes > MostNodes || ++_depth > DeepestNesting)
            {
                throw At(start, "nested too deeply or too large");
            }

            var node = parser.MoveNextAfter() switch
            {
                Scalar scalar => Typed(scalar),
                SequenceStart => List(),
                MappingStart => Map(),
                AnchorAlias alias => Copy(alias),
                var other => throw At(other, "unexpected content"),
            };
            if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
            {
                _anchors[anchored.Anchor] = node;
            }

            _depth--;
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

        private JsonNode? Copy(AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value, out var node))
            {
                throw At(alias, "an alias without an anchor");
            }

            return Count(node) is var count && (_nodes += count) > MostNodes ? throw At(alias, "nested too deeply or too large")
                : node?.DeepClone();
        }

        private static int Count(JsonNode? node) => 1 + node switch
        {
            JsonObject map => map.Sum(pair => Count(pair.Value)),
            JsonArray list => list.Sum(Count),
            _ => 0,
        };

        private static JsonNode? Typed(Scalar scalar) =>
            scalar.Tag.IsEmpty ? scalar.Style == ScalarStyle.Plain ? ValuesYaml.Typed(scalar.Value) : scalar.Value
            : scalar.Tag.Value switch
            {
                "!" or "tag:yaml.org,2002:str" => scalar.Value,
                "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" =>
                    ValuesYaml.Typed(scalar.Value),
                _ => throw At(scalar, "a tag that values cannot have"),
            };

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
