using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DaprShared.Hosting;

/// <summary>
/// Gives a component the state of what it stands on: it runs while all of its back ends do, and else its state says which one does not. So
/// whoever waits for a component waits for its back ends too.
/// </summary>
internal sealed class ComponentWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    DistributedApplicationModel model) : ResourceWatch(executionContext, notifications)
{
    // Everything else is fine, also what only an integration knows, and no state at all.
    private static readonly Dictionary<string, string?> NotRunning = new()
    {
        [KnownResourceStates.NotStarted] = null,
        [KnownResourceStates.Waiting] = null,
        [KnownResourceStates.Building] = null,
        [KnownResourceStates.Starting] = null,
        [KnownResourceStates.Stopping] = null,
        [KnownResourceStates.ValueMissing] = KnownResourceStateStyles.Warn,
        [KnownResourceStates.RuntimeUnhealthy] = KnownResourceStateStyles.Error,
        [KnownResourceStates.FailedToStart] = KnownResourceStateStyles.Error,
        [KnownResourceStates.Finished] = KnownResourceStateStyles.Error,
        [KnownResourceStates.Exited] = KnownResourceStateStyles.Error,
    };

    private readonly Dictionary<IResource, Dictionary<string, ResourceStateSnapshot?>> _faults = [];
    private readonly Dictionary<DaprSharedComponentResource, ResourceStateSnapshot> _states = [];
    private IReadOnlyDictionary<DaprSharedComponentResource, IReadOnlyCollection<IResource>>? _backEnds;

    /// <summary>Returns what is wrong with a back end, or <see langword="null"/>.</summary>
    internal static ResourceStateSnapshot? Fault(string name, CustomResourceSnapshot backEnd) => backEnd switch
    {
        { State.Text: { } state } when NotRunning.TryGetValue(state, out var style) => new($"{name}: {state}", style),
        { HealthStatus: HealthStatus.Unhealthy } => new($"{name}: {HealthStatus.Unhealthy}", KnownResourceStateStyles.Warn),
        _ => null,
    };

    protected override async Task LookAtAsync(ResourceEvent change, CancellationToken stop)
    {
        // The model is complete by now.
        _backEnds ??= model.Resources.OfType<DaprSharedComponentResource>()
            .ToDictionary(component => component, component => BackEnds.Of(component.References));

        if (string.IsNullOrEmpty(change.Snapshot.State?.Text))
        {
            return; // not known yet, or never
        }

        // A resource may run several times; one of them is enough.
        _faults.TryAdd(change.Resource, []);
        _faults[change.Resource][change.ResourceId] = Fault(change.Resource.Name, change.Snapshot);
        foreach (var (component, backEnds) in _backEnds.Where(pair => pair.Value.Contains(change.Resource)))
        {
            var faults = from backEnd in backEnds
                         where _faults.TryGetValue(backEnd, out var all) && !all.ContainsValue(null)
                         select _faults[backEnd].Values.First();
            var state = faults.FirstOrDefault() ?? new(KnownResourceStates.Running, null);
            if (_states.GetValueOrDefault(component) != state)
            {
                _states[component] = state;
                await Notifications.PublishUpdateAsync(component, snapshot => snapshot with { State = state });
            }
        }
    }
}
