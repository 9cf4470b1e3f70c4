using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.PubSub;
using DaprdStandIn.Telemetry;

namespace DaprdStandIn.Http;

internal static class PublishEndpoints
{
    private static readonly string[] PostOrPut = ["POST", "PUT"];

    /// <summary>The topic is the rest of the path, slashes included; a path without one is none of this API.</summary>
    public static void MapPublish(this IEndpointRouteBuilder routes, PubSubs pubsubs)
    {
        routes.MapMethods("/v1.0/publish/{pubsub}/{**topic:minlength(1)}", PostOrPut, async (HttpContext context) =>
        {
            await PublishAsync(context, await context.BodyAsync(), context.Request.ContentType, []);
            context.Empty();
        });

        routes.MapMethods("/v1.0-alpha1/publish/bulk/{pubsub}/{**topic:minlength(1)}", PostOrPut, async (HttpContext context) =>
        {
            foreach (var entry in await context.ReadAsync(JsonContext.Default.BulkEntryDocumentArray))
            {
                var isText = entry.Event is JsonValue value && value.GetValueKind() == JsonValueKind.String;
                var data = Encoding.UTF8.GetBytes((isText ? (string?)entry.Event : entry.Event?.ToJsonString()) ?? "");
                await PublishAsync(context, data, entry.ContentType, entry.Metadata ?? []);
            }

            context.Empty();
        });

        Task PublishAsync(HttpContext context, ReadOnlyMemory<byte> data, string? contentType, Dictionary<string, string> metadata)
        {
            var request = new PublishRequest(
                context.Route("pubsub"),
                context.Route("topic"),
                data,
                contentType ?? "",
                metadata.Concat(context.Metadata()).DistinctBy(pair => pair.Key).ToDictionary(),
                Activity.Current?.Id ?? "",
                Activity.Current?.TraceStateString ?? "");
            Activity.Current?.DescribeMessage(request.Topic);
            return pubsubs.PublishAsync(request, context.RequestAborted);
        }
    }
}
