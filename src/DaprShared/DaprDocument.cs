using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>A document of a resource file: an object of one of Dapr's kinds, or of somebody else's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Root">The document.</param>
internal sealed record DaprDocument(string Path, YamlMappingNode Root)
{
    // Also where the group or the version is missing or wrong: then it is a mistake, and not somebody else's.
    public bool IsDapr => ApiVersion.Split('/')[0].Equals("dapr.io", StringComparison.OrdinalIgnoreCase)
        || (!ApiVersion.Contains('/', StringComparison.Ordinal) && ApiVersion != "v1" && DaprSchema.OfKind(Kind).Any());

    public string ApiVersion => TextAt("apiVersion");

    public string Kind => TextAt("kind");

    public string Name => TextAt("metadata", "name");

    /// <summary>The file and the name, for a message.</summary>
    public string Subject => Name.Length > 0 ? $"{Path} ({Name})" : Path;

    public string Namespace => TextAt("metadata", "namespace");

    public string Type => TextAt("spec", "type");

    /// <summary>Says whether a daprd of this app-id loads it: one of its scopes, or it has none.</summary>
    public bool IsFor(string appId) => Scopes is not { Count: > 0 } scopes || scopes.Contains(appId);

    /// <summary>The app-ids that it is for; none means all.</summary>
    public IReadOnlyList<string> Scopes => [.. Root.TextsAt("scopes")];

    /// <summary>What stands in it, if it is a list of objects.</summary>
    public IEnumerable<YamlNode>? ListItems =>
        Kind.EndsWith("List", StringComparison.Ordinal) ? (At("items") as YamlSequenceNode)?.Children : null;

    /// <summary>The metadata items of a component that have a literal value.</summary>
    public IEnumerable<(string Name, string Value)> Literals =>
        from literal in Items("spec", "metadata")
        where literal.TextAt("value").Length > 0
        select (literal.TextAt("name"), literal.TextAt("value"));

    /// <summary>The names of a component's metadata items.</summary>
    public IEnumerable<string> MetadataNames =>
        Items("spec", "metadata").Select(item => item.TextAt("name")).Where(name => name.Length > 0);

    /// <summary>The names in a map.</summary>
    public IEnumerable<string> Keys(params string[] path) =>
        Root.PairsAt(path).Select(pair => pair.Key);

    /// <summary>The features that a Configuration enables.</summary>
    public IEnumerable<string> Features =>
        from feature in Items("spec", "features")
        where feature.TextAt("enabled") is "true" or "True" or "TRUE"
        select feature.TextAt("name");

    /// <summary>Returns the document as an object, to be read like those of the model.</summary>
    public DaprObject ToObject()
    {
        var json = (JsonObject)YamlReader.ToJson(Root)!;
        return new()
        {
            ApiVersion = ApiVersion,
            Kind = Kind,
            Metadata = new() { Name = Name, NamespaceProperty = Namespace },
            Scopes = json["scopes"] is JsonArray scopes ? [.. scopes.Select(DaprObject.Text)] : null,
            Auth = json["auth"]?.DeepClone() as JsonObject,
            Spec = json["spec"]?.DeepClone() as JsonObject ?? [],
        };
    }

    /// <summary>Returns the document as it is, but for comments, for where Helm reads it.</summary>
    public string ToChartYaml() => Write(text => text.Replace("{{", "{{`{{`}}", StringComparison.Ordinal), indentsItems: true);

    /// <summary>Returns the document as it is, but for comments.</summary>
    public string ToYaml() => Write(text => text, indentsItems: false);

    private string Write(Func<string, string> escape, bool indentsItems)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var settings = new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, YamlText.LongestSimpleKey,
            skipAnchorName: false, indentSequences: indentsItems);
        var emitter = new Emitter(writer, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        new YamlStream(new YamlDocument(Root)).Save(new InnerEmitter(emitter, escape), assignAnchors: false);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    /// <summary>The maps in a list.</summary>
    public IEnumerable<DaprDocument> Items(params string[] path) =>
        Root.ItemsAt(path).Select(item => new DaprDocument(Path, item as YamlMappingNode ?? []));

    /// <summary>The text at a path, or none.</summary>
    public string TextAt(params string[] path) => Root.TextAt(path);

    internal YamlNode? At(params string[] path) => Root.At(path);

    // The emitter has a document already. A text that has to be escaped, because two braces are Helm's, goes between double quotes; one
    // without a style of its own, with line breaks or with the tag "!" is written as ours are, because not every reader takes the others
    // back. Nothing at all would become a text in a flow.
    private sealed class InnerEmitter(IEmitter emitter, Func<string, string> escape) : IEmitter
    {
        private static readonly SearchValues<char> _lineBreaks = SearchValues.Create("\r\n\u0085\u2028\u2029");

        public void Emit(ParsingEvent @event)
        {
            if (@event is not (StreamStart or StreamEnd or DocumentStart or DocumentEnd))
            {
                emitter.Emit(@event is Scalar scalar ? Safe(scalar) : @event);
            }
        }

        private Scalar Safe(Scalar scalar)
        {
            if (scalar is { Value: "", Style: ScalarStyle.Plain } && !YamlScalar.CallsText(scalar.Tag))
            {
                return new(AnchorName.Empty, TagName.Empty, "null", ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);
            }

            var text = escape(scalar.Value);
            var style = text != scalar.Value ? ScalarStyle.DoubleQuoted
                : scalar.Style == ScalarStyle.Any || scalar.Tag.IsNonSpecific || text.AsSpan().ContainsAny(_lineBreaks)
                    || scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded
                    ? ManifestYaml.StyleOf(text)
                : scalar.Style;
            var tag = scalar.Tag.IsNonSpecific ? TagName.Empty : scalar.Tag;
            return style == scalar.Style && tag == scalar.Tag
                ? scalar
                : new(AnchorName.Empty, tag, text, style, isPlainImplicit: true, isQuotedImplicit: true);
        }
    }
}
