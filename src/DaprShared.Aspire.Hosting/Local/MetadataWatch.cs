using System.Numerics;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DaprShared.Hosting;

/// <summary>
/// Shows what each daprd has loaded, and why it is not ready. Its health is asked for all the time, for its metadata when something has
/// changed, be it a file, and then ever more rarely, because daprd asks the app for its subscriptions after the app has begun to listen:
/// daprd makes a trace of that question, and none of the one for its health (dapr v1.18.3 pkg/diagnostics/http_tracing.go).
/// </summary>
internal sealed class MetadataWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications) : ResourceWatch(executionContext, notifications)
{
    private readonly Dictionary<string, (string? State, HealthStatus? Health, object? Files)> _seen = [];
    private readonly Dictionary<IResource, Asking> _asking = [];

    /// <summary>Gets how long it waits before it asks again.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    protected override async Task LookAtAsync(ResourceEvent change, CancellationToken stop)
    {
        var files = change.Snapshot.Properties.FirstOrDefault(property => property.Name == DashboardRow.Files)?.Value;
        var now = (change.Snapshot.State?.Text, change.Snapshot.HealthStatus, files);
        if (_seen.TryGetValue(change.ResourceId, out var before) && before == now)
        {
            return;
        }

        _seen[change.ResourceId] = now;
        if (change.Resource is DaprSharedResource && DaprdCommands.IsRunning(change.Snapshot))
        {
            _asking.TryAdd(change.Resource, new(this, change, stop));
        }
        else if (_asking.Remove(change.Resource, out var ended))
        {
            await ended.DisposeAsync();
            await ShowAsync(change, []);
        }

        // Its own, or that of its app.
        foreach (var (daprd, asking) in _asking)
        {
            if (daprd == change.Resource || (daprd is DaprSharedResource { App: ModelApp { App: var app } } && app == change.Resource))
            {
                asking.Again();
            }
        }
    }

    protected override Task EndAsync() => Task.WhenAll(_asking.Values.Select(asking => asking.DisposeAsync().AsTask()));

    /// <summary>Asks a daprd for its health and for what it has loaded.</summary>
    internal static async Task<IReadOnlyList<Line>> LinesAsync(DaprSharedResource daprd, CancellationToken stop) =>
        [await ReadinessAsync(daprd, stop), .. await LoadedAsync(daprd, stop)];

    // daprd says which of its parts it waits for: 500 {"errorCode": "ERR_HEALTH_NOT_READY", "message": "dapr is not ready: [...]"}.
    private static async Task<Line> ReadinessAsync(DaprSharedResource daprd, CancellationToken stop)
    {
        var health = await DaprdClient.GetAsync(daprd, DaprdClient.Health, stop);
        return new(DashboardRow.Readiness,
            health.IsSuccess ? "ready"
            : $"{(health.Json as JsonObject)?["message"]}" is { Length: > 0 } message ? message
            : health.Error(DaprdClient.Url(daprd, DaprdClient.Health)));
    }

    private static async Task<IEnumerable<Line>> LoadedAsync(DaprSharedResource daprd, CancellationToken stop) =>
        DaprdMetadata.Lines((await DaprdClient.GetAsync(daprd, DaprdClient.Metadata, stop)).Json);

    private Task ShowAsync(ResourceEvent change, IReadOnlyList<Line> lines) =>
        Notifications.PublishUpdateAsync(change.Resource, change.ResourceId, snapshot => snapshot.WithLines(lines));

    private sealed class Asking : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end;
        private readonly SemaphoreSlim _again = new(0);
        private readonly Task _task;

        public Asking(MetadataWatch watch, ResourceEvent change, CancellationToken stop)
        {
            _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _task = AskAsync(watch, change, _end.Token);
        }

        /// <summary>Says that something has changed.</summary>
        public void Again() => _again.Release();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _task;
            _end.Dispose();
            _again.Dispose();
        }

        private async Task AskAsync(MetadataWatch watch, ResourceEvent change, CancellationToken end)
        {
            var daprd = (DaprSharedResource)change.Resource;
            IReadOnlyList<Line> shown = [];
            try
            {
                for (var quiet = 0; ; quiet = await _again.WaitAsync(watch.Interval, end) ? 0 : quiet + 1)
                {
                    var readiness = await ReadinessAsync(daprd, end);
                    quiet = shown.Contains(readiness) ? quiet : 0;
                    var isDue = quiet == 0 || BitOperations.IsPow2(quiet);
                    IReadOnlyList<Line> lines = [readiness, .. isDue ? await LoadedAsync(daprd, end) : shown.Skip(1)];
                    if (!lines.SequenceEqual(shown))
                    {
                        shown = lines;
                        await watch.ShowAsync(change, lines);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // It does not run any more, or the application ends.
            }
        }
    }
}
