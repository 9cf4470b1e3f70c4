using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>An object of one of Dapr's own kinds, or of another kind that the Kubernetes client has no type for.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
public sealed class DaprObject : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "dapr.io/v1alpha1";

    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    /// <inheritdoc/>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Gets or sets the app-ids that may use the object, or <see langword="null"/> for all of the namespace.</summary>
    [JsonPropertyName("scopes")]
    public IList<string>? Scopes { get; set; }

    /// <summary>Gets or sets where <c>secretKeyRef</c> looks, or <see langword="null"/>.</summary>
    [JsonPropertyName("auth")]
    public JsonObject? Auth { get; set; }

    /// <summary>Gets or sets the specification. Default: empty.</summary>
    [JsonPropertyName("spec")]
    public JsonObject Spec { get; set; } = [];

    // The client has no metadata of this type, and native code none to reflect on.
    internal JsonObject ToJson() => DaprObjects.Map(
        ("apiVersion", ApiVersion),
        ("kind", Kind),
        ("metadata", ManifestYaml.ToJson(Metadata)),
        ("scopes", Scopes is null ? null : new JsonArray([.. Scopes])),
        ("auth", Auth?.DeepClone()),
        ("spec", Spec.DeepClone()));

    internal bool IsComponent => Kind == "Component";

    /// <summary>The type of a component, or nothing.</summary>
    internal string Type => IsComponent ? Text(Spec["type"]) : "";

    /// <summary>Where <c>secretKeyRef</c> looks, or nothing for the built-in store.</summary>
    internal string SecretStore => Text(At(Auth, "secretStore"));

    /// <summary>The metadata items of a component.</summary>
    internal IEnumerable<(string Name, string? Value, string? Variable, string? Secret)> Items =>
        from item in (IsComponent ? Spec["metadata"] as JsonArray : null) ?? []
        let map = item as JsonObject
        where map is not null
        select (
            Text(map["name"]),
            TextOrNull(map["value"]),
            TextOrNull(map["envRef"]),
            TextOrNull(At(map, "secretKeyRef", "name")));

    /// <summary>The retry policies that a Resiliency defines.</summary>
    internal IEnumerable<string> RetryPolicies => from policy in MapAt("policies", "retries") select policy.Key;

    /// <summary>
    /// Says whether a component is of a type, or of a building block, which ends in a dot. daprd does not look at the case.
    /// </summary>
    internal bool IsOf(string type) => type.EndsWith('.')
        ? Type.StartsWith(type, StringComparison.OrdinalIgnoreCase)
        : Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the map at a path of the specification, or nothing.</summary>
    internal IEnumerable<KeyValuePair<string, JsonNode?>> MapAt(params string[] path) =>
        At(Spec, path) as JsonObject ?? [];

    /// <summary>Returns what stands at a path, or <see langword="null"/>, whatever stands there in place of a map.</summary>
    internal static JsonNode? At(JsonNode? node, params string[] path) =>
        path.Aggregate(node, (at, key) => (at as JsonObject)?[key]);

    internal static string Text(JsonNode? node) => TextOrNull(node) ?? "";

    private static string? TextOrNull(JsonNode? node) => (node as JsonValue)?.ToString();
}
