using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DaprShared.Hosting;

/// <summary>
/// Shows what each daprd has loaded, and why it is not ready. It asks when the state or the health of the daprd or of its app has changed,
/// and once more a little later, because daprd reads the subscriptions of an app after the app has begun to listen; it does not poll.
/// </summary>
internal sealed class MetadataWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications) : ResourceWatch(executionContext, notifications)
{
    private readonly Dictionary<string, (string? State, HealthStatus? Health)> _seen = [];
    private readonly ConcurrentDictionary<DaprSharedResource, ResourceEvent> _latest = [];
    private readonly ConcurrentDictionary<DaprSharedResource, Task> _asking = [];

    /// <summary>Gets how long after a change daprd is asked.</summary>
    internal IReadOnlyList<TimeSpan> Moments { get; init; } = [TimeSpan.Zero, TimeSpan.FromSeconds(3)];

    protected override async Task LookAtAsync(ResourceEvent change, CancellationToken stop)
    {
        (string?, HealthStatus?) now = (change.Snapshot.State?.Text, change.Snapshot.HealthStatus);
        var isNew = !_seen.TryGetValue(change.ResourceId, out var before) || before != now;
        _seen[change.ResourceId] = now;
        if (change.Resource is DaprSharedResource daprd && isNew)
        {
            _latest[daprd] = change;
            if (IsRunning(change))
            {
                Ask(daprd, change, stop);
            }
            else
            {
                await ShowAsync(change, []);
            }
        }

        foreach (var (of, latest) in isNew ? _latest : [])
        {
            if (of.App is ModelApp app && app.App == change.Resource && IsRunning(latest))
            {
                Ask(of, latest, stop);
            }
        }
    }

    protected override Task EndAsync() => Task.WhenAll(_asking.Values);

    private static bool IsRunning(ResourceEvent change) => change.Snapshot.State?.Text == KnownResourceStates.Running;

    // A later change takes the place of an earlier one.
    private void Ask(DaprSharedResource daprd, ResourceEvent change, CancellationToken stop)
    {
        var before = _asking.GetValueOrDefault(daprd) ?? Task.CompletedTask;
        _asking[daprd] = Task.WhenAll(before, AskAsync(daprd, change, stop));
    }

    private async Task AskAsync(DaprSharedResource daprd, ResourceEvent change, CancellationToken stop)
    {
        try
        {
            foreach (var moment in Moments)
            {
                await Task.Delay(moment, stop);
                var lines = await LinesAsync(daprd, stop);
                if (!ReferenceEquals(_latest.GetValueOrDefault(daprd), change))
                {
                    return;
                }

                await ShowAsync(change, lines);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The application ends.
        }
    }

    /// <summary>Asks a daprd for its health and for what it has loaded.</summary>
    internal static async Task<IReadOnlyList<(string Name, string Value)>> LinesAsync(DaprSharedResource daprd, CancellationToken stop)
    {
        var health = await DaprdClient.GetAsync(daprd, DaprdClient.Health, stop);
        var metadata = health.Status == 0 ? health : await DaprdClient.GetAsync(daprd, DaprdClient.Metadata, stop);
        return
        [
            (DashboardRow.Readiness, Readiness(daprd, health)),
            .. metadata.IsSuccess ? DaprdMetadata.Read(metadata.Body)?.Lines ?? [] : [],
        ];
    }

    // daprd says which of its parts it waits for: 500 {"errorCode": "ERR_HEALTH_NOT_READY", "message": "dapr is not ready: [...]"}.
    private static string Readiness(DaprSharedResource daprd, DaprdAnswer health) =>
        health.IsSuccess ? "ready"
        : health.Status == 0 ? health.Error(DaprdClient.Url(daprd, DaprdClient.Health))
        : DaprdMetadata.Read(health.Body)?.Root["message"]?.ToString() ?? $"not ready ({health.Status}): {health.Body}";

    private Task ShowAsync(ResourceEvent change, IReadOnlyList<(string Name, string Value)> lines) =>
        Notifications.PublishUpdateAsync(change.Resource, change.ResourceId, snapshot => snapshot.WithLines(lines));
}
