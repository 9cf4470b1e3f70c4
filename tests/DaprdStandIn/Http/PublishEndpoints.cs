using System.Diagnostics;
using DaprdStandIn.PubSub;
using DaprdStandIn.Telemetry;

namespace DaprdStandIn.Http;

internal static class PublishEndpoints
{
    private static readonly string[] PostOrPut = ["POST", "PUT"];

    /// <summary>The topic is the rest of the path, slashes included.</summary>
    public static void MapPublish(this IEndpointRouteBuilder routes, PubSubs pubsubs) =>
        routes.MapMethods("/v1.0/publish/{pubsub}/{**topic}", PostOrPut, async (HttpContext context) =>
        {
            var request = new PublishRequest(
                context.Route("pubsub"),
                context.Route("topic"),
                await context.BodyAsync(),
                context.Request.ContentType ?? "",
                context.Metadata(),
                Activity.Current?.Id ?? "",
                Activity.Current?.TraceStateString ?? "");
            Activity.Current?.DescribeMessage(request.Topic);
            await pubsubs.PublishAsync(request, context.RequestAborted);
            context.Empty();
        });
}
