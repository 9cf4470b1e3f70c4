using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>Reads from nodes that may be of any shape: what is not there, or is something else, is nothing.</summary>
internal static class YamlNodes
{
    public static YamlNode? At(this YamlNode? node, params IEnumerable<string> path) =>
        path.Aggregate(node, (at, key) =>
            at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null);

    public static string TextAt(this YamlNode? node, params IEnumerable<string> path) =>
        (node.At(path) as YamlScalarNode)?.Value ?? "";

    public static IEnumerable<YamlNode> ItemsAt(this YamlNode? node, params IEnumerable<string> path) =>
        (node.At(path) as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<string> TextsAt(this YamlNode? node, params IEnumerable<string> path) =>
        node.ItemsAt(path).OfType<YamlScalarNode>().Select(item => item.Value ?? "");

    public static IEnumerable<(string Key, YamlNode Value)> PairsAt(this YamlNode? node, params IEnumerable<string> path) =>
        from pair in (node.At(path) as YamlMappingNode ?? []).Children
        select ((pair.Key as YamlScalarNode)?.Value ?? "", pair.Value);

    /// <summary>Returns a map of texts; what is no text is empty.</summary>
    public static IReadOnlyDictionary<string, string> MapAt(this YamlNode? node, params IEnumerable<string> path) =>
        node.PairsAt(path).ToDictionary(pair => pair.Key, pair => pair.Value.TextAt(), StringComparer.Ordinal);

    public static bool IsEmptyAt(this YamlNode? node, params IEnumerable<string> path) =>
        node.At(path) is null or YamlScalarNode or YamlMappingNode { Children.Count: 0 } or YamlSequenceNode { Children.Count: 0 };
}
