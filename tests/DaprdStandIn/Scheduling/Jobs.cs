using System.Text.Json.Nodes;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Logging;
using Grpc.Core;

namespace DaprdStandIn.Scheduling;

/// <summary>A job as HTTP sends it.</summary>
internal sealed record JobDocument(
    string? Schedule, string? DueTime, int? Repeats, string? Ttl, JsonNode? Data, bool Overwrite, JobFailureDocument? FailurePolicy);

internal sealed record JobFailureDocument(ConstantDocument? Constant, JsonObject? Drop);

internal sealed record ConstantDocument(string? Interval, int? MaxRetries);

/// <param name="Data">What the app gets.</param>
internal sealed record Job(
    string Name, string? Schedule, string? DueTime, int? Repeats, string? Ttl, FailurePolicy Failure, ReadOnlyMemory<byte> Data);

/// <summary>The jobs of this app-id, the same over HTTP and gRPC.</summary>
internal sealed class Jobs(DaprdOptions options, AppChannel? app, Alarms alarms, Log log)
{
    public void Schedule(Job job, bool overwrite)
    {
        if (job is { Schedule: null, DueTime: null })
        {
            throw Error(400, StatusCode.InvalidArgument, "DAPR_SCHEDULER_SCHEDULE_EMPTY", "Schedule is empty");
        }

        CheckScheduler("SCHEDULE", "schedule");
        if (!overwrite && alarms.Find<Job>(Key(job.Name)) is not null)
        {
            throw Error(409, StatusCode.AlreadyExists, "DAPR_SCHEDULER_SCHEDULE_JOB",
                $"failed to schedule job due to: rpc error: code = AlreadyExists desc = job already exists: '{Key(job.Name)}'");
        }

        try
        {
            var schedule = Scheduling.Schedule.ParseJob(job.DueTime, job.Schedule, job.Repeats, job.Ttl, DateTime.UtcNow);
            alarms.Set(Key(job.Name), new(job, schedule, job.Failure, Waits: true, stop => DeliverAsync(job, stop)));
        }
        catch (FormatException e)
        {
            throw Error(500, StatusCode.Internal, "DAPR_SCHEDULER_SCHEDULE_JOB",
                $"failed to schedule job due to: rpc error: code = Unknown desc = job failed validation: {e.Message}");
        }
    }

    public Job Get(string name)
    {
        CheckScheduler("GET", "get");
        return alarms.Find<Job>(Key(name)) ?? throw Error(500, StatusCode.Internal, "DAPR_SCHEDULER_GET_JOB",
            $"failed to get job due to: rpc error: code = NotFound desc = job not found: {name}");
    }

    public void Delete(string name)
    {
        CheckScheduler("DELETE", "delete");
        alarms.Remove(Key(name));
    }

    /// <summary>An answer of 404 counts as done, lest the scheduler goes on with a job that the app does not know.</summary>
    private async Task<Ring> DeliverAsync(Job job, CancellationToken cancellation)
    {
        try
        {
            var response = app is null ? throw new HttpRequestException("received job, but app channel not initialized")
                : await app.SendAsync(new("POST", $"job/{job.Name}", "", [], "application/json", job.Data), cancellation);
            if (response.Status is >= 200 and < 300 or 404)
            {
                return Ring.Done;
            }

            log.Error($"unexpected status code returned from app while processing triggered job {job.Name}. "
                + $"status code returned: {response.Status}");
        }
        catch (HttpRequestException e)
        {
            log.Error($"failed to invoke schedule app job: {e.Message}");
        }

        return Ring.Failed;
    }

    private string Key(string name) => $"app||{options.Namespace}||{options.AppId}||{name}";

    private void CheckScheduler(string verb, string words)
    {
        if (options.SchedulerAddresses.Count == 0)
        {
            throw Error(500, StatusCode.Internal, $"DAPR_SCHEDULER_{verb}_JOB",
                $"failed to {words} job due to: scheduler clients are disabled");
        }
    }

    private ApiError Error(int httpStatus, StatusCode grpcStatus, string code, string message) =>
        ApiError.Job(httpStatus, grpcStatus, code, message, options.AppId, options.Namespace);
}
