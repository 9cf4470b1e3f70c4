using System.Globalization;
using System.Runtime.CompilerServices;

namespace DaprShared;

/// <summary>The kinds of rows.</summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public static partial class DaprdOptionTable
{
    /// <summary>
    /// Names a property of the options once, for both ways: <c>(o, v) => o.LogLevel ??= v</c> returns what is set, and sets it where
    /// nothing is. With <see langword="null"/> it only reads. The row takes the property's name from the text.
    /// </summary>
    private delegate T Access<T>(DaprdOptions options, T value);

    private const string BeforeName = "(o, v) => o.", BehindName = " ??= v";

    private static TextOrReference? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DaprdOption Model(string flag, string name, Func<SharedDaprd, DaprdMode, TextOrReference?> read) =>
        new() { Flag = flag, Name = name, Type = DaprdOptionType.Text, Read = read };

    private static DaprdOption Text(
        string flag,
        Access<string?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Row(flag, DaprdOptionType.Text, property, v => string.IsNullOrEmpty(v) ? null : v, value => value, text);

    private static DaprdOption Number(
        string flag,
        Access<int?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Row(flag, DaprdOptionType.Number, property, v => v?.ToString(CultureInfo.InvariantCulture), value => Whole(value), text);

    private static DaprdOption Port(
        DaprdPort port,
        Access<int?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Number(port.Flag, property, text) with
        {
            Type = DaprdOptionType.Port,
            Default = port.IsDaprdsDefault ? port.Text : null,
            KubernetesDefault = port.Text,
            StandaloneDefault = port.Text,
        };

    private static DaprdOption Switch(
        string flag,
        Access<bool?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Row(flag, DaprdOptionType.Boolean, property, v => v is { } on ? (on ? "true" : "false") : null, value => value == "true", text);

    private static DaprdOption Span(
        string flag,
        Access<TimeSpan?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Row(flag, DaprdOptionType.Duration, property, v => v is { } span ? GoDuration.Format(span) : null, GoDuration.TryParse, text);

    private static DaprdOption Texts(
        string flag,
        Access<IReadOnlyList<string>?> property,
        [CallerArgumentExpression(nameof(property))] string text = "") =>
        Row(flag, DaprdOptionType.List, property, v => v is { Count: > 0 } ? string.Join(',', v) : null, value => value.Split(','), text);

    private static DaprdOption Row<T>(
        string flag,
        DaprdOptionType type,
        Access<T?> property,
        Func<T?, string?> format,
        Func<string, T?> parse,
        string text) => new()
        {
            Flag = flag,
            Name = text[BeforeName.Length..^BehindName.Length],
            Type = type,
            Read = (d, _) => format(property(d.Options, default)),
            Write = (options, value) => property(options, parse(value)),
        };

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
