using DaprdStandIn.Invocation;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace DaprdStandIn.Grpc;

/// <summary>What other daprds call.</summary>
internal sealed class InternalService(DirectMessaging messaging)
{
    public Task<InternalResponse> CallLocal(InternalRequest request, ServerCallContext context) =>
        messaging.ServeAsync(request, context.CancellationToken);
}

internal sealed class InternalServiceMethods : IServiceMethodProvider<InternalService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<InternalService> context) =>
        context.AddUnaryMethod(InternalMessages.CallLocal, [], (service, request, call) => service.CallLocal(request, call));
}
