using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>A resource file that a user wrote. Its text is never changed.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name in daprd's resources folder.</param>
/// <param name="Text">What is in it.</param>
/// <param name="Documents">The documents in it.</param>
internal sealed record DaprFile(string Path, string Name, string Text, IReadOnlyList<DaprDocument> Documents)
{
    /// <summary>Returns the files of a folder that daprd would read: as it does it, folders below are left alone.</summary>
    internal static IEnumerable<string> In(string folder) =>
        from file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        where System.IO.Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml"
        select file;

    /// <summary>Reads a file, or reports that it cannot be read.</summary>
    internal static DaprFile? Read(string path, string subject, List<Diagnostic> mistakes)
    {
        try
        {
            return Parse(path, File.ReadAllText(path), subject, mistakes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(DiagnosticRules.UnreadableResource.For(subject, $"'{path}' cannot be read: {e.Message}", "Make it readable."));
            return null;
        }
    }

    /// <summary>Reads a file's text; what is wrong with it goes to <paramref name="mistakes"/>, and then there are no documents.</summary>
    public static DaprFile Parse(string path, string text, string subject, List<Diagnostic> mistakes)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            var documents = YamlReader.Read(text);
            if (documents.FirstOrDefault(root => root is not (YamlMappingNode or YamlScalarNode { Value: null or "" })) is { } strange)
            {
                throw new YamlException(strange.Start, strange.End, "A document must be a mapping.");
            }

            return new(path, name, text, [.. documents.OfType<YamlMappingNode>().Select(root => new DaprDocument(path, root))]);
        }
        catch (YamlException e)
        {
            mistakes.Add(DiagnosticRules.UnreadableResource.For(subject,
                $"'{path}' is not YAML that daprd could read: {YamlReader.Explain(e)}",
                "Correct the file; daprd would go on without it."));
            return new(path, name, text, []);
        }
    }
}

/// <summary>A document of a resource file: an object of one of Dapr's kinds, or of somebody else's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Root">The document.</param>
internal sealed record DaprDocument(string Path, YamlMappingNode Root)
{
    public bool IsDapr => TextAt("apiVersion").StartsWith("dapr.io/", StringComparison.Ordinal);

    public string ApiVersion => TextAt("apiVersion");

    public string Kind => TextAt("kind");

    public string Name => TextAt("metadata", "name");

    public string Namespace => TextAt("metadata", "namespace");

    public string Type => TextAt("spec", "type");

    /// <summary>The metadata items of a component that have a literal value.</summary>
    public IEnumerable<(string Name, string Value)> Literals =>
        from literal in Items("spec", "metadata")
        where literal.TextAt("value").Length > 0
        select (literal.TextAt("name"), literal.TextAt("value"));

    /// <summary>The features that a Configuration enables.</summary>
    public IEnumerable<string> Features =>
        from feature in Items("spec", "features")
        where feature.TextAt("enabled") is "true" or "True" or "TRUE"
        select feature.TextAt("name");

    /// <summary>Writes the document as it is, but for comments, to where Helm reads it.</summary>
    public void WriteToChart(IEmitter emitter) =>
        Save(new InnerEmitter(emitter, text => text.Replace("{{", "{{`{{`}}", StringComparison.Ordinal)));

    /// <summary>Returns the document as it is, but for comments.</summary>
    public string ToYaml() => ManifestYaml.Write(emitter => Save(new InnerEmitter(emitter, text => text)));

    private void Save(IEmitter emitter) => new YamlStream(new YamlDocument(Root)).Save(emitter, assignAnchors: false);

    private IEnumerable<DaprDocument> Items(params string[] path) =>
        ((At(path) as YamlSequenceNode)?.Children ?? []).Select(item => new DaprDocument(Path, item as YamlMappingNode ?? []));

    private string TextAt(params string[] path) => (At(path) as YamlScalarNode)?.Value ?? "";

    private YamlNode? At(params string[] path) => path.Aggregate((YamlNode?)Root, (node, key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null);

    // The emitter has a document already. A text that has to be escaped, because two braces are Helm's, goes between double quotes.
    private sealed class InnerEmitter(IEmitter emitter, Func<string, string> escape) : IEmitter
    {
        public void Emit(ParsingEvent @event)
        {
            if (@event is Scalar scalar && escape(scalar.Value) is var text && text != scalar.Value)
            {
                emitter.Emit(
                    new Scalar(scalar.Anchor, scalar.Tag, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true));
            }
            else if (@event is not (StreamStart or StreamEnd or DocumentStart or DocumentEnd))
            {
                emitter.Emit(@event);
            }
        }
    }
}

/// <summary>Reads YAML that users wrote.</summary>
internal static partial class YamlReader
{
    private const int DeepestLevel = 64;

    /// <summary>Returns the roots of the documents.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<YamlNode> Read(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(document => document.RootNode)];
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
        Read(text) is [YamlMappingNode root] ? (JsonObject)ToJson(root, 0)! : throw new YamlException("It must be one mapping.");

    public static string Explain(YamlException e) =>
        e.Start.Line > 0 ? $"line {e.Start.Line}: {e.Message.TrimEnd('.')}." : $"{e.Message.TrimEnd('.')}.";

    private static JsonNode? ToJson(YamlNode node, int level) => node switch
    {
        _ when level > DeepestLevel => throw new YamlException(node.Start, node.End, "It is nested too deeply."),
        YamlMappingNode map => new JsonObject(
            from pair in map.Children
            select KeyValuePair.Create((pair.Key as YamlScalarNode)?.Value ?? "", ToJson(pair.Value, level + 1))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(item => ToJson(item, level + 1))]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => ToJson(plain.Value ?? ""),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => null,
    };

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
}
