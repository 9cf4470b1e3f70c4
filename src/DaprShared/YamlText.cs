using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace DaprShared;

/// <summary>
/// Writes JSON as YAML. YamlDotNet's emitter looks at each character of a text for every way in which it could be written, which is most
/// of its time; here the way is known before.
/// </summary>
/// <param name="code">
/// Returns what is written for a text that is no YAML but becomes it later, <see langword="null"/> for any other text.
/// </param>
/// <param name="indentsItems">Whether a list in a map stands further in than its key.</param>
internal sealed class YamlText(Func<string, string?>? code, bool indentsItems)
{
    private const int Step = 2;

    // A reader takes at most 1024 characters, and one that is escaped can be six.
    public const int LongestSimpleKey = 1024 / 6 - 1;

    // The order in which people write these; all other keys keep the order of the type.
    private static readonly string[] Leading = ["apiVersion", "kind", "name", "metadata"];
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\u0085\u2028\u2029");

    private readonly StringBuilder _text = new(4096);

    /// <summary>Returns the text of a node, with a line break at its end.</summary>
    public static string Of(JsonNode? node, Func<string, string?>? code = null, bool indentsItems = false)
    {
        var text = new YamlText(code, indentsItems);
        text.Node(node, indent: node is JsonValue ? Step : 0);
        return text._text.ToString();
    }

    // Its first line begins where the text is; all others are indented.
    private void Node(JsonNode? node, int indent)
    {
        var isFirst = true;
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var key in Leading)
                {
                    if (map.TryGetPropertyValue(key, out var value)) { Pair(key, value); }
                }

                foreach (var (key, value) in map)
                {
                    if (!Leading.Contains(key)) { Pair(key, value); }
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    Line();
                    Behind("- ", item, indent);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                if (code?.Invoke(text) is { } written)
                {
                    _text.Append(written).Append('\n');
                }
                else
                {
                    Text(text, indent);
                }

                break;
            default:
                _text.Append(node?.ToJsonString() ?? "null").Append('\n');
                break;
        }

        void Pair(string key, JsonNode? value)
        {
            Line();
            if (key.Length > LongestSimpleKey || key.AsSpan().ContainsAny(LineBreaks))
            {
                _text.Append("? ");
                Text(key, indent + Step);
                _text.Append(' ', indent);
                Behind(": ", value, indent);
                return;
            }

            Scalar(key, indent);
            if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                var inner = value is JsonArray && !indentsItems ? indent : indent + Step;
                _text.Append(":\n").Append(' ', inner);
                Node(value, inner);
            }
            else
            {
                Behind(": ", value, indent);
            }
        }

        void Line()
        {
            _text.Append(' ', isFirst ? 0 : indent);
            isFirst = false;
        }
    }

    private void Behind(string indicator, JsonNode? node, int indent)
    {
        _text.Append(indicator);
        Node(node, indent + Step);
    }

    private void Text(string text, int indent)
    {
        Scalar(text, indent);
        if (_text[^1] != '\n') { _text.Append('\n'); }
    }

    private void Scalar(string text, int indent)
    {
        switch (ManifestYaml.StyleOf(text))
        {
            case ScalarStyle.Plain:
                _text.Append(text);
                break;
            case ScalarStyle.Literal:
                Literal(text, indent);
                break;
            default:
                Quoted(text);
                break;
        }
    }

    private void Literal(string text, int indent)
    {
        var isWhole = text[^1] == '\n';
        _text.Append('|').Append(!isWhole ? "-" : text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : "").Append('\n');
        foreach (var line in (isWhole ? text[..^1] : text).Split('\n'))
        {
            _text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }
    }

    private void Quoted(string text)
    {
        _text.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            var escape = rune.Value switch
            {
                '"' or '\\' => $@"\{rune}",
                0 => @"\0",
                '\a' => @"\a",
                '\b' => @"\b",
                '\t' => "\t",
                '\n' => @"\n",
                '\v' => @"\v",
                '\f' => @"\f",
                '\r' => @"\r",
                '\e' => @"\e",
                0x85 => @"\N",
                0x2028 => @"\L",
                0x2029 => @"\P",
                (>= ' ' and <= '~') or (>= 0xA0 and <= 0xFFFD) => null,
                <= 0xFF and var code => string.Create(CultureInfo.InvariantCulture, $@"\x{code:X2}"),
                <= 0xFFFF and var code => string.Create(CultureInfo.InvariantCulture, $@"\u{code:X4}"),
                var code => string.Create(CultureInfo.InvariantCulture, $@"\U{code:X8}"),
            };
            _ = escape is null ? _text.Append((char)rune.Value) : _text.Append(escape);
        }

        _text.Append('"');
    }
}
