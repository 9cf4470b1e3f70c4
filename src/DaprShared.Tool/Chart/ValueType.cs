using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DaprShared.Tool.Chart;

/// <summary>
/// A type of value: how documentation calls it and how it is read, strictly. Messages never repeat a value, which may be a secret.
/// </summary>
/// <param name="Name">What documentation calls it.</param>
/// <param name="Read">Returns the value, or reports why it has none.</param>
internal sealed record ValueType<T>(string Name, Func<JsonNode, string, List<Diagnostic>, T?> Read) where T : class;

/// <summary>The types of values.</summary>
internal static class ValueTypes
{
    public static ValueType<string> Text { get; } =
        Scalar("text", node => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null);

    public static ValueType<string> Number { get; } = Scalar("number", WholeNumber);

    public static ValueType<string> Boolean { get; } = Scalar("boolean", node => node.GetValueKind() switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    });

    public static ValueType<string> Quantity { get; } = Scalar("quantity", node => Text.Read(node, "", []) ?? WholeNumber(node));

    /// <summary>A list of texts, or one text with commas, as the flag takes it.</summary>
    public static ValueType<string> List { get; } = Scalar("list", node =>
        node is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String)
        ? string.Join(',', list.Select(item => item!.GetValue<string>()))
        : Text.Read(node, "", []));

    public static ValueType<IReadOnlyDictionary<string, string>> Map { get; } = new("map", (node, key, diagnostics) =>
    {
        if (node is not JsonObject map)
        {
            diagnostics.Add(WrongType(key, node, "map"));
            return null;
        }

        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            if (value is not null && Text.Read(value, $"{key}.{name}", diagnostics) is { } text)
            {
                texts[name] = text;
            }
        }

        return texts;
    });

    /// <summary>A type of the Kubernetes API.</summary>
    public static ValueType<T> Kubernetes<T>(string name) where T : class => new(name, StrictModel.Read<T>);

    /// <summary>A type of the Kubernetes API that is laid over our own default, key by key.</summary>
    public static ValueType<T> KubernetesOver<T>(string name, Func<T> defaults) where T : class => new(name, (node, key, diagnostics) =>
        StrictModel.Read<T>(node is JsonObject map ? Values.ValuesTree.Over(ManifestYaml.ToJson(defaults()).AsObject(), map) : node, key,
            diagnostics));

    /// <summary>Says that a value has another type than the key.</summary>
    public static Diagnostic WrongType(string key, JsonNode? node, string wanted) =>
        DiagnosticRules.WrongType.For(key, $"is {Describe(node)}, but must be {Article(wanted)}.", (node?.GetValueKind(), wanted) switch
        {
            (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False, "text") =>
                "Put it in quotes (on the command line: --set-string).",
            (JsonValueKind.String, "number" or "boolean") => "Write it without quotes.",
            _ => "Correct or remove it.",
        });

    private static ValueType<string> Scalar(string name, Func<JsonNode, string?> read) => new(name, (node, key, diagnostics) =>
    {
        var text = read(node);
        if (text is null)
        {
            diagnostics.Add(WrongType(key, node, name));
        }

        return text;
    });

    private static string? WholeNumber(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number
            && int.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => WholeNumber(node) is null ? "a fraction or too large a number" : "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "empty",
    };

    private static string Article(string type) => type switch
    {
        "number" => "a whole number",
        "boolean" => "true or false",
        "text" => "text",
        "quantity" => "a quantity such as 4Mi",
        _ => $"a {type}",
    };
}
