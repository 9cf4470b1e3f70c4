using System.Text.Json;
using System.Text.Json.Nodes;

namespace DaprShared.Hosting;

/// <summary>
/// What daprd says of itself at <c>/v1.0/metadata</c> (dapr v1.18.3 pkg/api/http/metadata.go), as the lines that a person reads. What daprd
/// does not have has no line.
/// </summary>
internal sealed record DaprdMetadata(JsonNode Root)
{
    /// <summary>Gets the names of all lines, also of those that are not there now.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    private static (string Name, Func<DaprdMetadata, string> Value)[] Rows =>
    [
        ("Components", metadata => metadata.List("components", item => $"{Text(item["name"])} ({Text(item["type"])})")),
        ("Subscriptions", metadata => metadata.List("subscriptions", Subscription)),
        ("Actors", metadata => metadata.Actors),
        ("Workflow workers", metadata => Text(metadata.Root["workflows"]?["connectedWorkers"])),
        ("App channel", metadata => metadata.AppChannel),
        ("Scheduler", metadata => string.Join(", ", Items(metadata.Root["scheduler"]?["connected_addresses"]).Select(Text))),
    ];

    /// <summary>Gets the lines.</summary>
    public IReadOnlyList<(string Name, string Value)> Lines =>
        [.. from row in Rows let value = row.Value(this) where value.Length > 0 select (row.Name, value)];

    /// <summary>Gets the topics that daprd has subscribed to, as <c>pubsub/topic</c>.</summary>
    public IEnumerable<string> Topics => Items(Root["subscriptions"]).Select(Topic);

    /// <summary>Reads daprd's answer; <see langword="null"/> for what is no JSON object.</summary>
    public static DaprdMetadata? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject root ? new(root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A daprd without actors says DISABLED.
    private string Actors
    {
        get
        {
            var runtime = Root["actorRuntime"];
            var status = Text(runtime?["runtimeStatus"]);
            if (status is "" or "DISABLED")
            {
                return "";
            }

            var types = Items(runtime?["activeActors"]).Select(type => $"{Text(type["type"])}: {Count(type["count"])}").ToList();
            return string.Join(", ", [.. types, .. (string[])[status, Text(runtime?["placement"])]]).TrimEnd(' ', ',');
        }
    }

    private string AppChannel
    {
        get
        {
            var app = Root["appConnectionProperties"];
            return Text(app?["port"]) is { Length: > 0 } port && port != "0"
                ? $"{Text(app?["protocol"])}://{Text(app?["channelAddress"])}:{port}"
                : "";
        }
    }

    private string List(string name, Func<JsonNode, string> text) => string.Join(", ", Items(Root[name]).Select(text));

    private static string Subscription(JsonNode item) =>
        string.Join(" → ", (string[])[Topic(item), string.Join(" | ", Items(item["rules"]).Select(rule => Text(rule["path"])))])
            .TrimEnd(' ', '→');

    private static string Topic(JsonNode item) => $"{Text(item["pubsubname"])}/{Text(item["topic"])}";

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    // Go leaves a 0 out.
    private static string Count(JsonNode? number) => number is null ? "0" : Text(number);

    private static string Text(JsonNode? value) => value?.ToString() ?? "";
}
