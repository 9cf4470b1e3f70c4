using DaprdStandIn.Logging;
using DaprdStandIn.Resources;

namespace DaprdStandIn;

/// <summary>
/// Brings what changes in the resource directories into a running daprd, as daprd does it since 1.18: a component that is new or has
/// changed is made to work, and ends daprd where it cannot, unless it ignores errors; one that has gone is closed. Changes of a Resiliency,
/// for which daprd starts itself anew, are not seen.
/// </summary>
internal sealed class HotReload(ResourceLoader resources, IReadOnlyList<string> directories, ComponentLoader loader, Log log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <param name="loaded">What works.</param>
    /// <param name="changed">Takes what works from then on, and the subscriptions.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(
        IReadOnlyList<ComponentManifest> loaded,
        Func<IReadOnlyList<ComponentManifest>, IReadOnlyList<Subscription>, Task> changed,
        CancellationToken stop)
    {
        log.Info($"Watching directories: [{string.Join(", ", directories)}]");
        for (var stamp = Stamp(); ; await Task.Delay(Interval, stop))
        {
            if (Stamp() is var now && now == stamp)
            {
                continue;
            }

            stamp = now;
            var found = resources.Load(directories);
            var stays = loaded.Where(component => found.Components.Any(other => Same(component, other))).ToList();
            foreach (var gone in loaded.Except(stays))
            {
                log.Info($"Closing existing Component to reload: {gone}");
                loader.Close(gone);
            }

            var added = found.Components.Where(component => !stays.Any(other => Same(component, other))).ToList();
            loaded = [.. stays, .. await loader.LoadAsync(added, stop)];
            await changed(loaded, found.Subscriptions);
        }
    }

    private string Stamp() => string.Join('\n',
        from directory in directories
        from file in new DirectoryInfo(directory).EnumerateFiles()
        orderby file.FullName
        select $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");

    private static bool Same(ComponentManifest one, ComponentManifest other) =>
        one with { Metadata = other.Metadata } == other && one.Metadata.SequenceEqual(other.Metadata);
}
