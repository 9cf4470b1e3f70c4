using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>An object of one of Dapr's own kinds.</summary>
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

    /// <summary>Gets or sets the specification.</summary>
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
}

/// <summary>The one builder of Dapr's own kinds; local files and cluster objects both come from it.</summary>
public static partial class DaprObjects
{
    /// <summary>The name of the generated Configuration.</summary>
    public const string ConfigurationName = "dapr-shared";

    /// <summary>Returns the Component object.</summary>
    /// <param name="component">The component.</param>
    public static DaprObject Component(DaprComponent component)
    {
        ArgumentNullException.ThrowIfNull(component);
        var spec = new JsonObject { ["type"] = component.Type, ["version"] = component.Version };
        if (component.IgnoreErrors)
        {
            spec["ignoreErrors"] = true;
        }

        // The CRD requires the list, even when it is empty.
        spec["metadata"] = new JsonArray([.. component.Metadata.Select(Item)]);
        return new()
        {
            Kind = "Component",
            Metadata = new() { Name = component.Name },
            Scopes = ScopesOf(component.Scopes),
            Auth = component.Metadata.Any(item => item.Secret is not null) ? new() { ["secretStore"] = "kubernetes" } : null,
            Spec = spec,
        };
    }

    /// <summary>
    /// Returns the Configuration of a daprd on a developer's machine: other app-ids are found under the alias <c>&lt;app-id&gt;-dapr</c> of
    /// their container, because multicast DNS does not cross container networks. The features are those of the cluster, so that what is
    /// tried is what is published.
    /// </summary>
    /// <param name="daprd">The shared daprd.</param>
    public static DaprObject LocalConfiguration(SharedDaprd daprd)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        var spec = new JsonObject
        {
            ["nameResolution"] = new JsonObject
            {
                ["component"] = "nameformat",
                ["version"] = "v1",
                // The whole gRPC target: the port is part of it (components-contrib v1.18.4 nameresolution/nameformat). As in a cluster it
                // is the caller's own number.
                ["configuration"] = new JsonObject
                {
                    ["format"] = $"{ObjectNames.Daprd("{appid}")}:{DaprdPorts.Internal.Of(daprd)}",
                },
            },
        };
        if (daprd.RequiredFeatures is { Count: > 0 } features)
        {
            spec["features"] = new JsonArray([.. features.Select(feature => new JsonObject { ["name"] = feature, ["enabled"] = true })]);
        }

        return new() { Kind = "Configuration", Metadata = new() { Name = ConfigurationName }, Spec = spec };
    }

    private static JsonObject Item(ComponentMetadata item) => item switch
    {
        { Secret: { } secret } =>
            new() { ["name"] = item.Name, ["secretKeyRef"] = new JsonObject { ["name"] = secret.SecretName, ["key"] = secret.Key } },
        { EnvironmentVariable: { } variable } => new() { ["name"] = item.Name, ["envRef"] = variable },
        _ => new() { ["name"] = item.Name, ["value"] = item.Value ?? "" },
    };

    private static List<string>? ScopesOf(IReadOnlyList<string> appIds) =>
        appIds.Count == 0 ? null : [.. appIds.Order(StringComparer.Ordinal)];

    // What is null is left out.
    internal static JsonObject Map(params (string Key, JsonNode? Value)[] items) =>
        new(items.Where(item => item.Value is not null).Select(item => KeyValuePair.Create(item.Key, item.Value)));

    // Sorted, so that the same model is the same bytes.
    private static JsonObject? MapOf<T>(IReadOnlyDictionary<string, T> items, Func<T, JsonNode?> convert) => items.Count == 0 ? null
        : Map([.. items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => (item.Key, convert(item.Value)))]);

    private static JsonArray? List(IEnumerable<JsonNode> items) => items.ToArray() is { Length: > 0 } array ? new(array) : null;
}
