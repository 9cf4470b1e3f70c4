using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting;

/// <summary>
/// Converts between the JSON that the Kubernetes API takes and the classes of Aspire's Kubernetes publisher, whose attributes have the
/// API's names. A field that the publisher does not know is an error, not a loss, unless the caller keeps it: see <see cref="Restore"/>.
/// </summary>
internal static class AspireObjects
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate, // the publisher's collections have no setter
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LikeYaml } },
        Converters = { new Int32OrStringConverter() },
    };

    private static readonly JsonSerializerOptions Partial = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>Returns an object of the publisher.</summary>
    /// <param name="json">The object.</param>
    /// <param name="isWhole">Whether a field that the publisher does not know is an error.</param>
    public static T FromJson<T>(JsonObject json, bool isWhole = true)
        where T : BaseKubernetesResource
    {
        json.Remove("apiVersion");
        json.Remove("kind");
        return json.Deserialize<T>(isWhole ? Options : Partial)!;
    }

    /// <summary>
    /// Puts back what the publisher's classes could not hold, <paramref name="whole"/> without <paramref name="held"/>, where its place is
    /// still there in <paramref name="json"/>, and removes what they hold by default. An item of a list is found by what was held of it, or
    /// by its name when a customization has changed it.
    /// </summary>
    public static void Restore(JsonNode json, JsonNode whole, JsonNode held)
    {
        if (json is JsonObject target && whole is JsonObject all && held is JsonObject known)
        {
            RestoreFields(target, all, known);
        }
        else if (json is JsonArray items && whole is JsonArray allItems && held is JsonArray knownItems)
        {
            RestoreItems(items, allItems, knownItems);
        }
    }

    private static void RestoreFields(JsonObject target, JsonObject all, JsonObject known)
    {
        // An affinity has an empty one of each kind. A cluster refuses that, or takes an empty selector for all namespaces.
        var defaults = from item in known
                       where item.Value is JsonObject
                       where !all.ContainsKey(item.Key) && JsonNode.DeepEquals(item.Value, target[item.Key])
                       select item.Key;
        foreach (var key in defaults)
        {
            target.Remove(key);
        }

        foreach (var (key, value) in all)
        {
            if (known[key] is { } part)
            {
                Restore(target[key] ?? new JsonObject(), value!, part);
            }
            else if (!target.ContainsKey(key) && value is not (null or JsonObject { Count: 0 } or JsonArray { Count: 0 }))
            {
                target[key] = value.DeepClone();
            }
        }
    }

    private static void RestoreItems(JsonArray items, JsonArray all, JsonArray known)
    {
        List<JsonNode?> free = [.. items];
        foreach (var (item, part) in all.Zip(known))
        {
            if ((free.Find(other => JsonNode.DeepEquals(other, part)) ?? free.Find(other => HaveOneName(other, part))) is { } found)
            {
                free.Remove(found);
                Restore(found, item!, part!);
            }
        }
    }

    private static bool HaveOneName(JsonNode? one, JsonNode? other) =>
        other?["name"] is { } name && JsonNode.DeepEquals(one?["name"], name);

    /// <summary>Returns the JSON of what the publisher would write: without nulls and without anything that is empty.</summary>
    public static JsonObject ToJson(object part) => JsonSerializer.SerializeToNode(part, part.GetType(), Options)!.AsObject();

    private static void LikeYaml(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            var member = (MemberInfo)property.AttributeProvider!;
            if (Attribute.IsDefined(member, typeof(YamlIgnoreAttribute), inherit: true))
            {
                type.Properties.RemoveAt(i);
                continue;
            }

            property.Name = member.GetCustomAttribute<YamlMemberAttribute>()?.Alias ?? property.Name;
            if (typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
            {
                property.ShouldSerialize = static (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
            }
        }
    }

    private sealed class Int32OrStringConverter : JsonConverter<Int32OrStringV1>
    {
        public override Int32OrStringV1 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new(reader.GetInt32()) : new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Int32OrStringV1 value, JsonSerializerOptions options)
        {
            if (value.Number is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                var isExpression = value.Value?.StartsWith("{{", StringComparison.Ordinal) == true;
                writer.WriteStringValue(isExpression ? ChartText.Number(value.Value!) : value.Value);
            }
        }
    }
}
