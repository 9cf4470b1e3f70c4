using System.Text.Json.Nodes;

namespace DaprShared;

/// <summary>The one builder of Dapr's own kinds; local files and cluster objects both come from it.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
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
            Auth = component.Metadata.Any(item => item.Secret is not null) ? new() { ["secretStore"] = component.SecretStore } : null,
            Spec = spec,
        };
    }

    /// <summary>
    /// Returns what a daprd gets beside the resources of its author: what keeps messages while the app is away, and outside a cluster the
    /// secret store that encryption keys come through.
    /// </summary>
    /// <param name="daprd">The shared daprd.</param>
    /// <param name="mode">Where it runs.</param>
    internal static IReadOnlyList<DaprObject> Generated(SharedDaprd daprd, DaprdMode mode) =>
    [
        .. InboundRetries.Of(daprd) is { } retries ? [Resiliency(retries)] : Array.Empty<DaprObject>(),
        .. mode == DaprdMode.Standalone && StateEncryption.IsUsed(daprd) ? [StateEncryption.SecretStore()] : Array.Empty<DaprObject>(),
    ];

    /// <summary>
    /// Returns the Configuration of a daprd on a developer's machine: other app-ids are found under the alias <c>&lt;app-id&gt;-dapr</c> of
    /// their container, because multicast DNS does not cross container networks. A daprd before 1.18 cannot be told so, and finds the
    /// others by multicast DNS on one network. The features are those of the cluster, so that what is tried is what is published, and the
    /// app may read no encryption key.
    /// </summary>
    /// <param name="daprd">The shared daprd.</param>
    public static DaprObject LocalConfiguration(SharedDaprd daprd)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        return new()
        {
            Kind = "Configuration",
            Metadata = new() { Name = ConfigurationName },
            Spec = Map(
                ("nameResolution", DaprdFeature.NameFormat.IsIn(daprd) == false ? null : NameResolution(daprd)),
                ("features", List(daprd.RequiredFeatures.Select(feature => Map(("name", feature), ("enabled", true))))),
                ("secrets", StateEncryption.IsUsed(daprd) ? StateEncryption.Scopes() : null)),
        };
    }

    // The whole gRPC target: the port is part of it (components-contrib v1.18.4 nameresolution/nameformat). As in a cluster it is the
    // caller's own number.
    private static JsonObject NameResolution(SharedDaprd daprd) => Map(
        ("component", "nameformat"),
        ("version", "v1"),
        ("configuration", Map(("format", $"{ObjectNames.Daprd("{appid}")}:{DaprdPorts.Internal.Of(daprd)}"))));

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
