using System.Diagnostics;

namespace DaprdStandIn.Telemetry;

/// <summary>How daprd names and describes its spans.</summary>
internal static class Spans
{
    public static void DescribeInvocation(this Activity span, string appId, string method)
    {
        span.DisplayName = $"CallLocal/{appId}/{method}";
        span.SetTag("rpc.service", "ServiceInvocation").SetTag("net.peer.name", appId);
    }

    public static void DescribeMessage(this Activity span, string topic) =>
        span.SetTag("messaging.system", "pubsub").SetTag("messaging.destination.name", topic);
}
