using System.Globalization;
using System.Text.Json.Nodes;

namespace DaprShared;

public static partial class DaprObjects
{
    /// <summary>
    /// The sections of a Configuration that describe the cluster and are left out locally: names are resolved by the generated section, and
    /// without identities daprd would take every caller for an anonymous one (dapr v1.18.3 pkg/acl/acl.go).
    /// </summary>
    private static readonly string[] ClusterSections = ["nameResolution", "accessControl", "mtls"];

    /// <summary>Returns the Configuration object.</summary>
    /// <param name="configuration">The configuration.</param>
    public static DaprObject Configuration(DaprConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new() { Kind = "Configuration", Metadata = new() { Name = configuration.Name }, Spec = SpecOf(configuration) };
    }

    /// <summary>
    /// Lays a user's Configuration over the generated local one, because daprd's <c>--config</c> is one file here: what the user sets wins,
    /// lists of named items are joined, and the sections that describe a cluster (<c>nameResolution</c>, <c>accessControl</c>, <c>mtls</c>)
    /// are left out.
    /// </summary>
    /// <param name="generated">The generated Configuration.</param>
    /// <param name="configuration">The user's Configuration.</param>
    /// <returns>The Configuration that daprd reads.</returns>
    public static DaprObject LocalConfiguration(DaprObject generated, DaprConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(configuration);
        var spec = SpecOf(configuration);
        foreach (var section in ClusterSections)
        {
            spec.Remove(section);
        }

        return new() { Kind = generated.Kind, Metadata = new() { Name = configuration.Name }, Spec = Merge(generated.Spec, spec) };
    }

    private static JsonObject SpecOf(DaprConfiguration configuration)
    {
        var typed = Map(
            ("features", List(configuration.Features.OrderBy(feature => feature.Key, StringComparer.Ordinal)
                .Select(feature => Map(("name", feature.Key), ("enabled", feature.Value))))),
            ("tracing", configuration.TracingSamplingRate is not { } rate ? null : Map(
                ("samplingRate", rate.ToString("0.#########", CultureInfo.InvariantCulture)))),
            ("metrics", configuration.Metrics is not { } metrics ? null : Map(
                ("enabled", metrics.Enabled),
                ("http", metrics is { IncreasedCardinality: null, PathMatching: null } ? null : Map(
                    ("increasedCardinality", metrics.IncreasedCardinality),
                    ("pathMatching", metrics.PathMatching is null ? null : List(
                        metrics.PathMatching.Select(path => JsonValue.Create(path)!))))))),
            ("httpPipeline", Pipeline(configuration.HttpPipeline)),
            ("appHttpPipeline", Pipeline(configuration.AppHttpPipeline)),
            ("accessControl", configuration is { TrustDomain: null, AllowInvocation: null } ? null : Map(
                // Without a default daprd denies as soon as there is this section.
                ("defaultAction", configuration.AllowInvocation == false ? "deny" : "allow"),
                ("trustDomain", configuration.TrustDomain ?? "public"))));
        return configuration.Spec is null ? typed : Merge(typed, configuration.Spec);
    }

    private static JsonObject? Pipeline(IReadOnlyList<DaprMiddleware> handlers) => handlers.Count == 0 ? null
        : Map(("handlers", List(handlers.Select(handler => Map(("name", handler.Name), ("type", handler.Type))))));

    // A new object, so that nothing that went in is changed.
    private static JsonObject Merge(JsonObject under, JsonObject over)
    {
        var merged = (JsonObject)under.DeepClone();
        foreach (var (key, value) in over)
        {
            merged[key] = (merged[key], value) switch
            {
                (JsonObject below, JsonObject above) => Merge(below, above),
                (JsonArray below, JsonArray above) when IsNamed(below) && IsNamed(above) =>
                    List(from item in below.Where(item => above.All(other => NameOf(other) != NameOf(item))).Concat(above)
                         select item!.DeepClone()),
                _ => value?.DeepClone(),
            };
        }

        return merged;

        static bool IsNamed(JsonArray list) => list.All(item => NameOf(item) is not null);

        // The scopes of secrets are named by their store.
        static string? NameOf(JsonNode? item) =>
            item is JsonObject map && (map["name"] ?? map["storeName"]) is JsonValue name && name.TryGetValue<string>(out var text)
                ? text
                : null;
    }
}
