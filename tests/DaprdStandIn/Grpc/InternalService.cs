using System.Diagnostics;
using DaprdStandIn.Invocation;
using DaprdStandIn.Telemetry;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace DaprdStandIn.Grpc;

/// <summary>What other daprds call.</summary>
internal sealed class InternalService(string appId, Tracing tracing, DirectMessaging messaging)
{
    public async Task<InternalResponse> CallLocal(InternalRequest request, ServerCallContext context)
    {
        using var span = tracing.Start(
            context.Method,
            ActivityKind.Server,
            context.RequestHeaders.GetValue("traceparent"),
            context.RequestHeaders.GetValue("tracestate"));
        span.DescribeInvocation(appId, request.Message.Method);
        return await messaging.ServeAsync(request, context.CancellationToken);
    }
}

internal sealed class InternalServiceMethods : IServiceMethodProvider<InternalService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<InternalService> context) =>
        context.AddUnaryMethod(InternalMessages.CallLocal, [], (service, request, call) => service.CallLocal(request, call));
}
