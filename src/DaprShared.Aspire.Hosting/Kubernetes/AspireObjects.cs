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
/// Converts between the JSON that the Kubernetes API takes and the classes of Aspire's Kubernetes publisher, whose attributes have the API's names. A
/// field that the publisher does not know is an error, not a loss.
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

    /// <summary>Returns an object of the publisher.</summary>
    public static T FromJson<T>(JsonObject json)
        where T : BaseKubernetesResource
    {
        json.Remove("apiVersion");
        json.Remove("kind");
        return json.Deserialize<T>(Options)!;
    }

    /// <summary>Returns the JSON of what the publisher would write: without nulls and without anything that is empty.</summary>
    public static JsonObject ToJson(BaseKubernetesResource resource) => JsonSerializer.SerializeToNode(resource, resource.GetType(), Options)!.AsObject();

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
                writer.WriteStringValue(value.Value);
            }
        }
    }
}
