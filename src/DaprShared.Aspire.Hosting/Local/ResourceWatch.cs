using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace DaprShared.Hosting;

/// <summary>
/// Follows what becomes of resources. It is there before the orchestrator, whose own start ends only when nothing waits any more, and gone
/// before the orchestrator ends the containers: an ordinary hosted service would begin behind it.
/// </summary>
internal abstract class ResourceWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    protected ResourceNotificationService Notifications => notifications;

    /// <summary>Is told of every change, one after the other, and first of what there is already.</summary>
    protected abstract Task LookAtAsync(ResourceEvent change, CancellationToken stop);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (executionContext.IsRunMode)
        {
            _watching = WatchAsync();
        }

        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watching;
        await EndAsync();
    }

    /// <summary>Waits for what the watch has begun and not ended; the token of <see cref="LookAtAsync"/> is cancelled by then.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(_stop.Token))
            {
                await LookAtAsync(change, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends; the notifications may have ended before this watch is told to.
        }
    }
}
