using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Other = SharpYaml.Events;

namespace DaprShared.Fuzz;

/// <summary>YAML as two parsers read it that have nothing to do with each other's mistakes.</summary>
internal static class Yaml
{
    /// <summary>Returns what is in a text, event by event; fails where the two parsers differ, or where one of them fails.</summary>
    public static IReadOnlyList<string> Read(string yaml)
    {
        var events = YamlDotNet(yaml).ToList();
        Assert.Equal(events, SharpYaml(yaml));
        return events;
    }

    /// <summary>Returns the texts in it: keys and values that are no number, boolean or null for a reader of YAML 1.1 or 1.2.</summary>
    public static IEnumerable<string> Texts(string yaml) =>
        from item in Read(yaml)
        where item.StartsWith("text ", StringComparison.Ordinal)
        select item["text ".Length..];

    private static IEnumerable<string> YamlDotNet(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        while (parser.MoveNext())
        {
            yield return parser.Current switch
            {
                Scalar scalar => Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain, scalar.Tag.IsEmpty ? "" : scalar.Tag.Value),
                AnchorAlias alias => $"*{alias.Value}",
                var other => other!.GetType().Name,
            };
        }
    }

    private static IEnumerable<string> SharpYaml(string yaml)
    {
        var parser = global::SharpYaml.Parser.CreateParser(new StringReader(yaml));
        while (parser.MoveNext())
        {
            yield return parser.Current switch
            {
                Other.Scalar scalar => Scalar(scalar.Value, scalar.Style == global::SharpYaml.ScalarStyle.Plain, scalar.Tag ?? ""),
                Other.AnchorAlias alias => $"*{alias.Value}",
                var other => other!.GetType().Name,
            };
        }
    }

    private static string Scalar(string value, bool isPlain, string tag)
    {
        var scalar = new YamlDotNet.RepresentationModel.YamlScalarNode(value)
        {
            Style = isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
            Tag = tag.Length == 0 ? TagName.Empty : new(tag),
        };
        return $"{YamlScalar.TypeOf(scalar)} {value}";
    }
}
