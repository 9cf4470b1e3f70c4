using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace DaprdStandIn.Grpc;

/// <summary>
/// Binds the methods of dapr.proto.runtime.v1.Dapr one by one: the package has the messages but no server base class, and
/// binding by delegates needs no reflection.
/// </summary>
internal sealed class DaprServiceMethods : IServiceMethodProvider<DaprService>
{
    private const string Name = "dapr.proto.runtime.v1.Dapr";

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<DaprService> context)
    {
        Add<GetStateRequest, GetStateResponse>(nameof(DaprService.GetState), (s, request, call) => s.GetState(request, call));
        Add<GetBulkStateRequest, GetBulkStateResponse>(
            nameof(DaprService.GetBulkState), (s, request, call) => s.GetBulkState(request, call));
        Add<SaveStateRequest, Empty>(nameof(DaprService.SaveState), (s, request, call) => s.SaveState(request, call));
        Add<DeleteStateRequest, Empty>(nameof(DaprService.DeleteState), (s, request, call) => s.DeleteState(request, call));
        Add<ExecuteStateTransactionRequest, Empty>(
            nameof(DaprService.ExecuteStateTransaction), (s, request, call) => s.ExecuteStateTransaction(request, call));
        Add<GetSecretRequest, GetSecretResponse>(nameof(DaprService.GetSecret), (s, request, call) => s.GetSecret(request, call));
        foreach (var version in (string[])["", "Alpha1"])
        {
            Add<ScheduleJobRequest, ScheduleJobResponse>("ScheduleJob" + version, (s, request, call) => s.ScheduleJob(request, call));
            Add<GetJobRequest, GetJobResponse>("GetJob" + version, (s, request, call) => s.GetJob(request, call));
            Add<DeleteJobRequest, DeleteJobResponse>("DeleteJob" + version, (s, request, call) => s.DeleteJob(request, call));
        }

        Add<PublishEventRequest, Empty>(nameof(DaprService.PublishEvent), (s, request, call) => s.PublishEvent(request, call));
        Add<GetMetadataRequest, GetMetadataResponse>(
            nameof(DaprService.GetMetadata), (s, request, call) => s.GetMetadata(request, call));
        Add<SetMetadataRequest, Empty>(nameof(DaprService.SetMetadata), (s, request, call) => s.SetMetadata(request, call));
        Add<ShutdownRequest, Empty>(nameof(DaprService.Shutdown), (s, request, call) => s.Shutdown(request, call));

        void Add<TRequest, TResponse>(string method, UnaryServerMethod<DaprService, TRequest, TResponse> handler)
            where TRequest : class, IMessage<TRequest>, new()
            where TResponse : class, IMessage<TResponse>, new() =>
            context.AddUnaryMethod(
                new Method<TRequest, TResponse>(MethodType.Unary, Name, method, Marshaller<TRequest>(), Marshaller<TResponse>()),
                [],
                handler);
    }

    private static Marshaller<T> Marshaller<T>() where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), bytes => parser.ParseFrom(bytes));
    }
}
