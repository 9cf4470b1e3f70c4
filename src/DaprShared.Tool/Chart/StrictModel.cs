using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;

namespace DaprShared.Tool.Chart;

/// <summary>
/// Reads a type of the Kubernetes API and reports every unknown field and every wrong type in it, with its path. The API server would drop
/// or refuse them, and much later.
/// </summary>
internal static class StrictModel
{
    public static T? Read<T>(JsonNode node, string key, List<Diagnostic> diagnostics) where T : class
    {
        var before = diagnostics.Count;
        var normal = Check(node, typeof(T), key, diagnostics);
        return diagnostics.Count == before ? (T)normal.Deserialize(KubernetesTypes.Default.GetTypeInfo(typeof(T))!)! : null;
    }

    // Returns the node as the API spells it.
    private static JsonNode? Check(JsonNode? node, Type type, string key, List<Diagnostic> diagnostics)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
        {
            return null;
        }

        if (type == typeof(ResourceQuantity))
        {
            return Quantity(node, key, diagnostics);
        }

        if (Wanted(type) is var (wanted, isRight) && !isRight(node))
        {
            diagnostics.Add(ValueTypes.WrongType(key, node, wanted));
            return null;
        }

        return node switch
        {
            JsonArray list =>
                new JsonArray([.. list.Select((item, i) => Item(item, type.GetGenericArguments()[0], $"{key}[{i}]", diagnostics))]),
            JsonObject map when IsGeneric(type, typeof(IDictionary<,>)) =>
                new JsonObject(
                    from pair in map
                    where pair.Value is not null
                    let item = Check(pair.Value, type.GetGenericArguments()[1], $"{key}.{pair.Key}", diagnostics)
                    select KeyValuePair.Create(pair.Key, item)),
            JsonObject map => Members(map, type, key, diagnostics),
            _ => node.DeepClone(),
        };
    }

    // A null in a map is a key that is not set; in a list it is nothing that Kubernetes takes.
    private static JsonNode? Item(JsonNode? item, Type type, string key, List<Diagnostic> diagnostics)
    {
        if (item is null)
        {
            diagnostics.Add(ValueTypes.WrongType(key, item, Wanted(type).Name));
        }

        return Check(item, type, key, diagnostics);
    }

    private static JsonObject Members(JsonObject map, Type type, string key, List<Diagnostic> diagnostics)
    {
        var members = KubernetesTypes.Default.GetTypeInfo(type)!.Properties
            .ToDictionary(property => property.Name, property => property.PropertyType);
        foreach (var missing in RequiredFields.Of(type).Where(field => map[field] is null))
        {
            diagnostics.Add(DiagnosticRules.MissingValue.For($"{key}.{missing}", "is missing.", "Kubernetes requires it here."));
        }

        var normal = new JsonObject();
        foreach (var (name, value) in map)
        {
            if (members.TryGetValue(name, out var member))
            {
                normal[name] = Check(value, member, $"{key}.{name}", diagnostics);
            }
            else
            {
                diagnostics.Add(DiagnosticRules.UnknownValue.For($"{key}.{name}", $"Kubernetes knows no such field of {type.Name}.",
                    Suggestion.Nearest(name, members.Keys) is { } nearest ? $"Did you mean '{nearest}'?" : "Remove it."));
            }
        }

        return normal;
    }

    private static JsonNode? Quantity(JsonNode node, string key, List<Diagnostic> diagnostics)
    {
        if (node.GetValueKind() is JsonValueKind.String or JsonValueKind.Number)
        {
            try
            {
                var text = node.ToString();
                _ = new ResourceQuantity(text).ToDecimal();
                return text;
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                // Reported below.
            }
        }

        diagnostics.Add(DiagnosticRules.WrongType.For(key, "is not a quantity.", "Write 500m, 2 or 512Mi, for example."));
        return null;
    }

    private static (string Name, Func<JsonNode, bool> IsRight) Wanted(Type type) =>
        type == typeof(string) ? ("text", node => node.GetValueKind() == JsonValueKind.String)
        : type == typeof(bool) ? ("boolean", node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        : type == typeof(int) || type == typeof(long)
            ? ("number", node => node.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), out _))
        : IsGeneric(type, typeof(IList<>)) || IsGeneric(type, typeof(List<>)) ? ("list", node => node is JsonArray)
        : ("map", node => node is JsonObject);

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
