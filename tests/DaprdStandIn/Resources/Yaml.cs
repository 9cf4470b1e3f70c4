using YamlDotNet.RepresentationModel;

namespace DaprdStandIn.Resources;

/// <summary>Reads YAML as a tree. YamlDotNet's object mapper needs reflection, its tree does not.</summary>
internal static class Yaml
{
    public static IEnumerable<YamlNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => document.RootNode);
    }

    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        }

        return node;
    }

    public static string Text(this YamlNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as YamlScalarNode)?.Value ?? "";

    public static IEnumerable<YamlNode> Items(this YamlNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();

    public static Dictionary<string, string> Pairs(this YamlNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is YamlMappingNode map
            ? map.Children.ToDictionary(pair => pair.Key.Text(), pair => pair.Value.Text())
            : [];
}
