using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Hosting.Kubernetes.Resources;

namespace DaprShared.Hosting;

/// <summary>
/// Converts typed Kubernetes objects into the classes of Aspire's Kubernetes publisher. Through JSON, because both follow the API's names; a field
/// that the publisher does not know is an error, not a loss.
/// </summary>
internal static class AspireObjects
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate, // the publisher's collections have no setter
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new Int32OrStringConverter() },
    };

    public static T Convert<T>(object manifest)
        where T : BaseKubernetesResource
    {
        var json = ManifestYaml.ToJson(manifest).AsObject();
        json.Remove("apiVersion");
        json.Remove("kind");
        return json.Deserialize<T>(Options)!;
    }

    private sealed class Int32OrStringConverter : JsonConverter<Int32OrStringV1>
    {
        public override Int32OrStringV1 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new(reader.GetInt32()) : new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Int32OrStringV1 value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
