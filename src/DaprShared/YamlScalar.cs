using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>What a node of YAML is to daprd and to kubectl, which read YAML 1.1 (sigs.k8s.io/yaml): there "yes" is a boolean.</summary>
internal static partial class YamlScalar
{
    public const string Text = "text", Number = "a number", Fraction = "a fraction", Boolean = "a boolean", Null = "empty", List = "a list",
        Map = "a map";

    public static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => Map,
        YamlSequenceNode => List,
        YamlScalarNode { Style: not ScalarStyle.Plain } => Text,
        YamlScalarNode scalar when IsCalledText(scalar) => Text,
        YamlScalarNode { Value: var value } => value switch
        {
            null or "" or "~" or "null" or "Null" or "NULL" => Null,
            _ when PlainBoolean().IsMatch(value) => Boolean,
            _ when PlainNumber().IsMatch(value) => Number,
            _ when PlainFraction().IsMatch(value) => Fraction,
            _ => Text,
        },
        _ => Text,
    };

    /// <summary>Says whether a scalar is a text because of its tag, whatever it looks like.</summary>
    public static bool IsCalledText(YamlScalarNode scalar) => CallsText(scalar.Tag);

    /// <summary>Says whether a tag makes a text of whatever it stands at.</summary>
    public static bool CallsText(TagName tag) => tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" };

    public static bool IsNull(YamlNode node) => TypeOf(node) == Null;

    /// <summary>Returns a node on one line, for a message.</summary>
    public static string Show(YamlNode node) => Shown(node) is { Length: > LongestShown } text ? $"{text[..LongestShown]}..." : Shown(node);

    private const int LongestShown = 60;

    private static string Shown(YamlNode node) => node switch
    {
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Take(3).Select(pair => $"{Shown(pair.Key)}: {Shown(pair.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Take(3).Select(Shown))}]",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var plain } => plain ?? "",
        _ => $"'{node}'",
    };

    [GeneratedRegex("^(y|yes|true|on|n|no|false|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainBoolean();

    [GeneratedRegex("^[-+]?(0x[0-9a-f_]+|0b[01_]+|0o?[0-7_]*|[1-9][0-9_]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^([-+]?((\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)(e[-+]?[0-9]+)?|\.inf)|\.nan)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainFraction();
}
