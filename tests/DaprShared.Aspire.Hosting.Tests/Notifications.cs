namespace DaprShared.Hosting.Tests;

/// <summary>Resources whose states a test sets in place of the orchestrator.</summary>
internal static class Notifications
{
    /// <summary>Sets the state of a resource.</summary>
    public static Task StateAsync(this DistributedApplication app, IResource resource, string state, int? exitCode = null) =>
        app.ResourceNotifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state, ExitCode = exitCode });

    /// <summary>Waits until a resource shows an error, or none any more.</summary>
    public static async Task<string?> ErrorAsync(this DistributedApplication app, IResource resource, bool isThere = true) =>
        Error(await app.UntilAsync(resource, snapshot => Error(snapshot) is not null == isThere));

    /// <summary>Waits until a resource has a state.</summary>
    public static async Task<CustomResourceSnapshot> UntilAsync(
        this DistributedApplication app,
        IResource resource,
        Func<CustomResourceSnapshot, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var change = await app.ResourceNotifications.WaitForResourceAsync(
            resource.Name, change => condition(change.Snapshot), limit.Token);
        return change.Snapshot;
    }

    /// <summary>Returns what a resource shows now.</summary>
    public static CustomResourceSnapshot Current(this DistributedApplication app, IResource resource) =>
        app.ResourceNotifications.TryGetCurrentState(resource.Name, out var current)
            ? current.Snapshot
            : throw new InvalidOperationException($"{resource.Name} has no state.");

    private static string? Error(CustomResourceSnapshot snapshot) =>
        (string?)snapshot.Properties.FirstOrDefault(property => property.Name == DashboardRow.LastError)?.Value;
}
