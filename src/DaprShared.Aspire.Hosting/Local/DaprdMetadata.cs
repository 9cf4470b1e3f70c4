using System.Text.Json.Nodes;

namespace DaprShared.Hosting;

/// <summary>A line in the details of a resource.</summary>
internal sealed record Line(string Name, string Value);

/// <summary>
/// What daprd says of itself at <c>/v1.0/metadata</c> (dapr v1.18.3 pkg/api/http/metadata.go), as the lines that a person reads. What daprd
/// does not have has no line.
/// </summary>
internal static class DaprdMetadata
{
    private static readonly (string Name, Func<JsonNode, string> Value)[] Rows =
    [
        ("Components", root => List(root["components"], item => $"{item["name"]} ({item["type"]})")),
        ("Subscriptions", root => List(root["subscriptions"], Subscription)),
        ("Actors", root => List(root["actorRuntime"]?["activeActors"], item => $"{item["type"]}")),
        ("Actor runtime", root => ActorRuntime(root["actorRuntime"])),
        ("Workflow workers", root => $"{root["workflows"]?["connectedWorkers"]}"),
        ("App channel", root => AppChannel(root["appConnectionProperties"])),
        ("Scheduler", root => List(root["scheduler"]?["connected_addresses"], item => $"{item}")),
    ];

    /// <summary>Gets the names of all lines, also of those that are not there now.</summary>
    public static IEnumerable<string> Names => Rows.Select(row => row.Name);

    /// <summary>Returns the lines.</summary>
    public static IEnumerable<Line> Lines(JsonNode? root) =>
        from row in Rows
        let value = root is JsonObject ? row.Value(root) : ""
        where value.Length > 0
        select new Line(row.Name, value);

    /// <summary>Returns the topics that daprd has subscribed to.</summary>
    public static IEnumerable<(string PubSub, string Topic)> Topics(JsonNode? root) =>
        Items((root as JsonObject)?["subscriptions"]).Select(item => ($"{item["pubsubname"]}", $"{item["topic"]}"));

    /// <summary>Returns the names of the pub/sub components.</summary>
    public static IEnumerable<string> PubSubs(JsonNode? root) =>
        from item in Items((root as JsonObject)?["components"])
        where $"{item["type"]}".StartsWith("pubsub.", StringComparison.Ordinal)
        select $"{item["name"]}";

    // A rule is a path of the app; there are several where events are told apart.
    private static string Subscription(JsonNode item)
    {
        var paths = string.Join(" | ", Items(item["rules"]).Select(rule => $"{rule["path"]}"));
        return $"{item["pubsubname"]}/{item["topic"]}" + (paths.Length > 0 ? $" → {paths}" : "");
    }

    // Of a daprd without actors: DISABLED.
    private static string ActorRuntime(JsonNode? runtime) => $"{runtime?["runtimeStatus"]}" is not ("" or "DISABLED") and var status
        ? string.Join(", ", ((string[])[status, $"{runtime?["placement"]}"]).Where(text => text.Length > 0))
        : "";

    private static string AppChannel(JsonNode? app) => $"{app?["port"]}" is not ("" or "0") and var port
        ? $"{app!["protocol"]}://{app["channelAddress"]}:{port}"
        : "";

    private static string List(JsonNode? list, Func<JsonNode, string> text) => string.Join(", ", Items(list).Select(text));

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();
}
