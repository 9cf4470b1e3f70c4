using System.Text.Json.Nodes;

namespace DaprdStandIn.Http;

/// <summary>The messages of google.rpc that go with an error, as JSON.</summary>
internal static class ErrorDetails
{
    public static JsonObject Info(string reason, JsonObject? metadata) =>
        Of("ErrorInfo", ("domain", "dapr.io"), ("metadata", metadata), ("reason", reason));

    public static JsonObject Resource(string type, string name) =>
        Of("ResourceInfo", ("description", ""), ("owner", ""), ("resource_name", name), ("resource_type", type));

    public static JsonObject BadRequest(string field, string description) => Of(
        "BadRequest",
        ("field_violations", new JsonArray { (JsonNode)new JsonObject { ["field"] = field, ["description"] = description } }));

    private static JsonObject Of(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var detail = new JsonObject { ["@type"] = "type.googleapis.com/google.rpc." + type };
        foreach (var (name, value) in members)
        {
            detail[name] = value;
        }

        return detail;
    }
}
