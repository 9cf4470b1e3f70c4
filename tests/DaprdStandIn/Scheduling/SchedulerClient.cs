using System.Text.Json;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using Grpc.Core;
using Grpc.Net.Client;

namespace DaprdStandIn.Scheduling;

/// <summary>The way from daprd to the scheduler.</summary>
internal sealed class SchedulerClient(DaprdOptions options, Log log) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // dapr, pkg/api/universal/jobs.go
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500); // dapr, pkg/runtime/scheduler/internal/cluster/connector.go

    private readonly GrpcChannel? _channel = options.SchedulerAddresses is [var address, ..] ? Channel(address) : null;

    public bool IsEnabled => _channel is not null;

    /// <exception cref="RpcException">It has not been scheduled, or nobody knows whether it has.</exception>
    public Task ScheduleAsync(string key, Alarm job, bool overwrite, CancellationToken cancellation) =>
        AskAsync(SchedulerMethods.ScheduleJob, new(key, job, overwrite), cancellation);

    /// <summary>Returns what the app said when it asked for it; null when there is none.</summary>
    public async Task<JsonElement?> FindAsync(string key, CancellationToken cancellation) =>
        (await AskAsync(SchedulerMethods.GetJob, new(key), cancellation)).Job?.Document;

    public Task RemoveAsync(string key, CancellationToken cancellation) =>
        AskAsync(SchedulerMethods.DeleteJob, new(key), cancellation);

    /// <summary>Takes what is due while the gate is open, and calls the app.</summary>
    /// <param name="prefixes">What the keys of the app's jobs and reminders begin with.</param>
    public async Task TakeAsync(
        Gate taking, string[] prefixes, Func<Trigger, CancellationToken, Task<Ring>> ringAsync, CancellationToken stop)
    {
        while (IsEnabled)
        {
            using var open = CancellationTokenSource.CreateLinkedTokenSource(stop, await taking.OpenedAsync(stop));
            try
            {
                await TakeAsync(prefixes, ringAsync, open.Token);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException)
            {
                log.Debug($"Scheduler stream disconnected: {e.Message}");
            }

            // Whoever is still calling the app has nobody to tell what came of it; the scheduler gives it out again.
            await open.CancelAsync();
            await Task.Delay(Again, stop);
        }
    }

    public void Dispose() => _channel?.Dispose();

    private async Task TakeAsync(string[] prefixes, Func<Trigger, CancellationToken, Task<Ring>> ringAsync, CancellationToken open)
    {
        using var call = _channel!.CreateCallInvoker()
            .AsyncDuplexStreamingCall(SchedulerMethods.WatchJobs, null, new(cancellationToken: open));
        using var saying = new SemaphoreSlim(1);
        await call.RequestStream.WriteAsync(new(prefixes), open);
        log.Info("Scheduler stream connected");
        await foreach (var trigger in call.ResponseStream.ReadAllAsync(open))
        {
            _ = CallAsync(trigger);
        }

        async Task CallAsync(Trigger trigger)
        {
            Ring ring;
            try
            {
                ring = await ringAsync(trigger, open);
            }
            catch (Exception e) when (!open.IsCancellationRequested)
            {
                log.Error($"{trigger.Key}: {e}");
                ring = Ring.Failed;
            }

            await saying.WaitAsync(open);
            await call.RequestStream.WriteAsync(new(null, trigger.Id, ring), open);
            saying.Release();
        }
    }

    private async Task<JobAnswer> AskAsync(Method<JobRequest, JobAnswer> method, JobRequest request, CancellationToken cancellation)
    {
        // A scheduler that is away is waited for.
        var call = new CallOptions(deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation).WithWaitForReady();
        using var answer = _channel!.CreateCallInvoker().AsyncUnaryCall(method, null, call, request);
        return await answer;
    }

    private static GrpcChannel Channel(string address) => GrpcChannel.ForAddress($"http://{address}", new()
    {
        // A scheduler that is gone without a word is noticed (dapr, pkg/scheduler/client).
        HttpHandler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
            ActivityHeadersPropagator = null,
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = null,
        InitialReconnectBackoff = Again,
        MaxReconnectBackoff = Again,
    });
}
