using System.Text.Json;
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
internal sealed class Jobs(DaprdOptions options, AppChannel? app, SchedulerClient scheduler, Log log)
{
    /// <summary>Gets what the keys begin with that the scheduler gives the jobs of this app-id.</summary>
    public string Prefix => $"app||{options.Namespace}||{options.AppId}||";

    public async Task ScheduleAsync(Job job, bool overwrite, CancellationToken cancellation)
    {
        if (job is { Schedule: null, DueTime: null })
        {
            throw Error(400, StatusCode.InvalidArgument, "DAPR_SCHEDULER_SCHEDULE_EMPTY", "Schedule is empty");
        }

        var document = JsonSerializer.SerializeToElement(job, JsonContext.Default.Job);
        await TryAsync("SCHEDULE", "schedule", async () =>
        {
            var schedule = Schedule.ParseJob(job.DueTime, job.Schedule, job.Repeats, job.Ttl, DateTime.UtcNow);
            await scheduler.ScheduleAsync(Prefix + job.Name, new(document, schedule, job.Failure), overwrite, cancellation);
            return true;
        });
    }

    public Task<Job> GetAsync(string name, CancellationToken cancellation) => TryAsync("GET", "get", async () =>
        await scheduler.FindAsync(Prefix + name, cancellation) is { } document ? Read(document)
            : throw new RpcException(new(StatusCode.NotFound, $"job not found: {name}")));

    public Task DeleteAsync(string name, CancellationToken cancellation) => TryAsync("DELETE", "delete", async () =>
    {
        await scheduler.RemoveAsync(Prefix + name, cancellation);
        return true;
    });

    /// <summary>An answer of 404 counts as done, lest the scheduler goes on with a job that the app does not know.</summary>
    public async Task<Ring> DeliverAsync(JsonElement document, CancellationToken cancellation)
    {
        var job = Read(document);
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

    private static Job Read(JsonElement document) => document.Deserialize(JsonContext.Default.Job)!;

    private async Task<T> TryAsync<T>(string verb, string words, Func<Task<T>> ask)
    {
        try
        {
            return scheduler.IsEnabled ? await ask() : throw Failure("scheduler clients are disabled");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            throw Failure(GoText.Error(e), 409, StatusCode.AlreadyExists);
        }
        catch (RpcException e)
        {
            throw Failure(GoText.Error(e));
        }
        catch (FormatException e)
        {
            throw Failure($"rpc error: code = Unknown desc = job failed validation: {e.Message}");
        }

        ApiError Failure(string cause, int httpStatus = 500, StatusCode grpcStatus = StatusCode.Internal) =>
            Error(httpStatus, grpcStatus, $"DAPR_SCHEDULER_{verb}_JOB", $"failed to {words} job due to: {cause}");
    }

    private ApiError Error(int httpStatus, StatusCode grpcStatus, string code, string message) =>
        ApiError.Job(httpStatus, grpcStatus, code, message, options.AppId, options.Namespace);
}
