using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace DaprdStandIn.Scheduling;

/// <param name="Job">What is to be under the key, if anything is.</param>
internal sealed record JobRequest(string Key, Alarm? Job = null, bool Overwrite = false);

/// <param name="Job">What is under the key, if that was asked for.</param>
internal sealed record JobAnswer(Alarm? Job = null);

/// <summary>What a daprd says to the scheduler: first what it takes, and then what came of each trigger.</summary>
/// <param name="Prefixes">What the keys of its jobs and reminders begin with.</param>
internal sealed record Watch(string[]? Prefixes, long Id = 0, Ring Ring = Ring.Done);

/// <summary>A job or a reminder that is due.</summary>
internal sealed record Trigger(long Id, string Key, JsonElement Document);

/// <summary>
/// The methods of Dapr's scheduler that the stand-in has, with messages of its own, in JSON: no package has those of
/// <c>dapr.proto.scheduler.v1</c>. So the service has a name of its own, too.
/// </summary>
internal sealed class SchedulerMethods : IServiceMethodProvider<Scheduler>
{
    public static readonly Method<JobRequest, JobAnswer> ScheduleJob = Unary(nameof(ScheduleJob));
    public static readonly Method<JobRequest, JobAnswer> GetJob = Unary(nameof(GetJob));
    public static readonly Method<JobRequest, JobAnswer> DeleteJob = Unary(nameof(DeleteJob));
    public static readonly Method<Watch, Trigger> WatchJobs =
        Create(MethodType.DuplexStreaming, nameof(WatchJobs), JsonContext.Default.Watch, JsonContext.Default.Trigger);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Scheduler> context)
    {
        context.AddUnaryMethod(ScheduleJob, [], (service, request, _) => Task.FromResult(service.ScheduleJob(request)));
        context.AddUnaryMethod(GetJob, [], (service, request, _) => Task.FromResult(service.GetJob(request)));
        context.AddUnaryMethod(DeleteJob, [], (service, request, _) => Task.FromResult(service.DeleteJob(request)));
        context.AddDuplexStreamingMethod(
            WatchJobs, [], (service, said, triggers, call) => service.WatchJobsAsync(said, triggers, call.CancellationToken));
    }

    private static Method<JobRequest, JobAnswer> Unary(string name) =>
        Create(MethodType.Unary, name, JsonContext.Default.JobRequest, JsonContext.Default.JobAnswer);

    private static Method<TRequest, TResponse> Create<TRequest, TResponse>(
        MethodType type, string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response) =>
        new(type, "DaprdStandIn.Scheduler", name, Json(request), Json(response));

    private static Marshaller<T> Json<T>(JsonTypeInfo<T> type) => Marshallers.Create(
        message => JsonSerializer.SerializeToUtf8Bytes(message, type), bytes => JsonSerializer.Deserialize(bytes, type)!);
}
