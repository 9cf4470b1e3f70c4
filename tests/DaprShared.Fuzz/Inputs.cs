using System.Text.Json.Nodes;
using CsCheck;

namespace DaprShared.Fuzz;

/// <summary>What people write, and what nobody should.</summary>
internal static class Inputs
{
    /// <summary>Texts that readers of YAML disagree about, that break a line or that no terminal shows.</summary>
    public static readonly string[] Odd =
    [
        "", " ", "~", "null", "yes", "No", "on", "OFF", "y", "N", "true", "0o7", "007", "1e3", "0x1F", "1_000", "1:30", ".5", "-.inf",
        ".nan", "+1", "-0", "99999999999999999999", "1.18", "2026-11-23", "<<", "=", ": ", " #", "# c", "a: b", "a #b", "- a", "-", "--",
        "---", "...", "? a", "!t", "&a", "*a", "@", "`", "%TAG", "|", ">", "[", "]", "{", "}", ",", "'", "\"", "\\", "\\n", "$", "${x}",
        "$(X)", "{{ .Values.x }}", "\n", "\r", "\r\n", "\t", "\0", "\a", "\e[31m", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029",
        "\ufeff", "\ufffe", "\uffff", "ü", "e\u0301", "\u202eabc", "😀", "日本", " lead", "trail ", "a\nb", "a\n", "\na", "  a\nb",
        "a\n\n\n", "a\n  b\n", "a \nb", "\ta\n",
    ];

    /// <summary>Text that is legal in UTF-16.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (4, Gen.OneOf(Odd)),
        (3, Gen.String[Gen.OneOf(Gen.Char["ab01 .:-#'\"\\{}[]|>&*!%@~,?=\n\t\r\u0085\u2028yneo_/$"], Gen.Char), 0, 12].Select(Legal)),
        (2, Gen.Select(Gen.OneOf(Odd), Gen.OneOf(Odd), (a, b) => a + b)),
        (1, Gen.Select(Gen.OneOf(Odd), Gen.Int[1, 300], (a, n) => string.Concat(Enumerable.Repeat(a, n)))));

    /// <summary>A scalar, quoted in one of the ways or not at all.</summary>
    public static Gen<Node> Scalar { get; } = Gen.Frequency(
        (4, Gen.OneOf(
            "orders", "shop", "1", "0", "3", "8080", "65535", "65536", "-1", "2147483648", "true", "false", "30s", "1m30s", "64Mi", "500m",
            "\"1\"", "\"true\"", "'yes'", "/healthz", "redis:6379", "localhost:6379", "http://orders:80", "debug", "a,b", "1.18.3",
            "null", "\"\\ud800\"")),
        (2, Text.Select(text => JsonValue.Create(text).ToJsonString())),
        (1, Text.Select(text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'")),
        (1, Text),
        (1, Gen.Select(Gen.OneOf("|", ">", "|-", ">+", "|2"), Text, (style, text) =>
            $"{style}\n          {text.Replace("\n", "\n          ", StringComparison.Ordinal)}"))).Select(Node.Of);

    /// <summary>Anything at all.</summary>
    public static Gen<Node> Any { get; } = Gen.Recursive<Node>((depth, any) => Gen.Frequency(
        (depth < 4 ? 3 : 100, Scalar),
        (1, Gen.Select(any.Array[0, 3], Gen.Bool, (items, isFlow) => (Node)new Node.List(items, isFlow))),
        (1, Gen.Select(Gen.Select(Key, any).Array[0, 3], Gen.Bool, (entries, isFlow) => (Node)new Node.Map(entries, isFlow))),
        (1, Gen.OneOf(
            "*a", "*b", "&a {a: *a}", "&a x", "!!str 1", "!!int x", "!!binary aGk=", "!x y", "!<tag:x> y", "!!null ''", "! 1", "!!map {}",
            "!!seq []", "{<<: *a}", "{<<: [*a, *b], c: 1}", "{? {a: b} : c}", "{? [a] : c}", "{a: 1, a: 2}", "{a, b}", "[a: b]",
            "[[[[[[]]]]]]")
            .Select(Node.Of))));

    /// <summary>A key that is in no table.</summary>
    public static Gen<string> Key => Gen.Frequency(
        (3, Gen.OneOf(
            "a", "b", "name", "key", "value", "example.org/x", "<<", "\"a\"", "1", "true", "null", "~", "? [a]", "&a b", "*a")),
        (1, Text.Select(text => JsonValue.Create(text).ToJsonString())));

    /// <summary>Returns texts with a few slips of the hand.</summary>
    public static Gen<string> WithSlips(this Gen<string> texts) =>
        Gen.Select(texts, Gen.Frequency((6, 0), (2, 1), (1, 4)).SelectMany(count => Slip.Array[count]), (text, slips) =>
            slips.Aggregate(text, (so, slip) => slip(so)));

    private static Gen<Func<string, string>> Slip { get; } = Gen.OneOf(
        At((text, at, to) => text.Remove(at, to - at)),
        At((text, at, to) => text.Insert(at, text[at..to])),
        At((text, at, _) => text[..at]),
        Gen.Select(
            Gen.Double.Unit,
            Gen.OneOf(Text, Gen.OneOf("---\n", "\n", "  ", "a: 1\n", "&a ", "*a", "!!str ", "<<: *a\n", "[", "}", "%YAML 1.1\n---\n")),
            (at, what) => (Func<string, string>)(text => text.Insert(Place(text, at), what))),
        Gen.Const<Func<string, string>>(text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => text.Replace("\n", "\r", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => "\ufeff" + text),
        Gen.Const<Func<string, string>>(text => text.Replace("  ", "\t", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => text + text),
        Gen.Const<Func<string, string>>(text => text + "---\n" + text));

    private static Gen<Func<string, string>> At(Func<string, int, int, string> change) =>
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 20], (at, length) => (Func<string, string>)(text =>
            Place(text, at) is var place ? change(text, place, Math.Min(text.Length, place + length)) : text));

    // Not between the halves of a character.
    private static int Place(string text, double at) =>
        (int)(at * text.Length) is var place && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;

    private static string Legal(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
