using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DaprShared;

/// <summary>Turns typed objects into YAML: one document each, keys in a fixed order, no nulls, the same bytes on every run.</summary>
public static partial class ManifestYaml
{
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

    // A reader takes at most 1024 characters, and the emitter does not count that it escapes one by six.
    private const int LongestSimpleKey = 1024 / 6 - 1;

    // The order in which people write these; all other keys keep the order of the type.
    private static readonly string[] Leading = ["apiVersion", "kind", "name", "metadata"];

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

    internal static string Write(JsonNode node) => Write(emitter => Emit(emitter, node));

    /// <summary>Writes one document.</summary>
    /// <param name="content">Emits what is in it.</param>
    internal static string Write(Action<IEmitter> content)
    {
        using var writer = new StringWriter(new StringBuilder(2048), CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer,
            new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: LongestSimpleKey));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        content(emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    /// <summary>Emits a node.</summary>
    /// <param name="emitter">Where to.</param>
    /// <param name="node">The node.</param>
    /// <param name="code">
    /// Returns what is written for a text that is no YAML but becomes it later, <see langword="null"/> for any other text.
    /// </param>
    internal static void Emit(IEmitter emitter, JsonNode? node, Func<string, string?>? code = null)
    {
        switch (node)
        {
            case JsonObject map:
                var mapping = map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping));
                foreach (var key in Leading.Where(map.ContainsKey))
                {
                    EmitText(emitter, key);
                    Emit(emitter, map[key], code);
                }

                foreach (var (key, value) in map)
                {
                    if (!Leading.Contains(key))
                    {
                        EmitText(emitter, key);
                        Emit(emitter, value, code);
                    }
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                var sequence = list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence));
                foreach (var item in list)
                {
                    Emit(emitter, item, code);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                if (code?.Invoke(text) is { } written)
                {
                    EmitPlain(emitter, written, ScalarStyle.ForcePlain);
                }
                else
                {
                    EmitText(emitter, text);
                }

                break;
            default:
                EmitPlain(emitter, node?.ToJsonString() ?? "null", ScalarStyle.Plain);
                break;
        }
    }

    private static void EmitPlain(IEmitter emitter, string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: false));

    private static void EmitText(IEmitter emitter, string text)
    {
        var style = StyleOf(text);
        var isPlain = style == ScalarStyle.Plain;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: isPlain, isQuotedImplicit: !isPlain));
    }

    /// <summary>
    /// Returns how a text is written. A dollar is always between double quotes, where it can be escaped. Plain only where every YAML 1.1
    /// and 1.2 reader agrees that it is a string: "1.18", "on" and "{{ x }}" are quoted.
    /// </summary>
    internal static ScalarStyle StyleOf(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && !text.Contains('$', StringComparison.Ordinal) && SafeLiteral().IsMatch(text)
            ? ScalarStyle.Literal
        : SafePlain().IsMatch(text) && !Reserved().IsMatch(text) ? ScalarStyle.Plain
        : ScalarStyle.DoubleQuoted;

    [GeneratedRegex(@"^(--)?[A-Za-z/][A-Za-z0-9_./=,*-]*(:[A-Za-z0-9_./=,*-]+)*$")]
    private static partial Regex SafePlain();

    // Lines; a literal block would lose blank lines at its start, other line breaks would become \n, and what YAML does not print stands
    // in no file.
    [GeneratedRegex(@"^(?!\s)[\t\n\x20-\x7E\u00A0-\uFFFD-[\u2028\u2029\uFEFF]]*\n[\t\n\x20-\x7E\u00A0-\uFFFD-[\u2028\u2029\uFEFF]]*\z")]
    private static partial Regex SafeLiteral();

    [GeneratedRegex("^(true|false|yes|no|on|off|y|n|null)$", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
