using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What the dashboard shows of a shared daprd beside what it shows of every container.</summary>
internal static class DashboardRow
{
    public const string LastError = "Last error", Readiness = "Readiness", Files = "Resource files";

    private static readonly HashSet<string> Loaded = [Readiness, .. DaprdMetadata.Names];

    public static ResourceSnapshotAnnotation Of(ResolvedDaprd resolved)
    {
        var daprd = resolved.Daprd;
        return new(new()
        {
            ResourceType = "Container",
            Properties =
            [
                new("App-id", daprd.AppId),
                new("Strategy", daprd.Strategy == SharedStrategy.DaemonSet ? "DaemonSet" : $"Deployment ({daprd.Replicas ?? 1})"),
                new("Runtime version", daprd.Image.Tag),
            ],
        });
    }

    /// <summary>
    /// Leaves two links, which ask for no token: daprd's metadata on the public port and its metrics, where it serves any. The others are
    /// addresses, no pages.
    /// </summary>
    public static void Urls(ResourceUrlsCallbackContext context)
    {
        foreach (var url in context.Urls)
        {
            if (url.Endpoint?.EndpointName == DaprdPorts.Public.Name)
            {
                (url.Url, url.DisplayText) = (url.Url.TrimEnd('/') + DaprdClient.Metadata, "Metadata");
            }
            else if (url.Endpoint?.EndpointName == DaprdPorts.Metrics.Name
                && context.Resource is DaprSharedResource { Options.HasMetrics: true })
            {
                url.DisplayText = "Metrics";
            }
            else
            {
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            }
        }
    }

    /// <summary>Shows what a daprd has loaded, in place of what it had before.</summary>
    public static CustomResourceSnapshot WithLines(this CustomResourceSnapshot snapshot, IReadOnlyList<Line> lines) => snapshot with
    {
        Properties =
        [
            .. snapshot.Properties.Where(property => !Loaded.Contains(property.Name)),
            .. lines.Select(line => new ResourcePropertySnapshot(line.Name, line.Value)),
        ],
    };

    /// <summary>Shows what became of files that have changed; a state that is shown as an error is left to who has set it.</summary>
    public static CustomResourceSnapshot WithFiles(this CustomResourceSnapshot snapshot, string text, bool isWrong) => snapshot with
    {
        State = snapshot.State is { } state && state.Style != KnownResourceStateStyles.Error
            ? state with { Style = isWrong ? KnownResourceStateStyles.Warn : null }
            : snapshot.State,
        Properties = snapshot.Properties.RemoveAll(property => property.Name == Files).Add(new(Files, text)),
    };

    /// <summary>
    /// Shows an error on a resource, or takes it away. The state keeps its name, because those who wait for the resource go by it.
    /// </summary>
    public static CustomResourceSnapshot WithError(this CustomResourceSnapshot snapshot, string? error)
    {
        var others = snapshot.Properties.RemoveAll(property => property.Name == LastError);
        var isShown = snapshot.State?.Style == KnownResourceStateStyles.Error;
        return snapshot with
        {
            State = error is not null ? snapshot.State! with { Style = KnownResourceStateStyles.Error }
                : isShown ? snapshot.State! with { Style = null }
                : snapshot.State,
            Properties = error is null ? others : others.Add(new(LastError, error)),
        };
    }

    /// <summary>Says whether an error is shown already.</summary>
    public static bool Shows(this CustomResourceSnapshot snapshot, string error) =>
        snapshot.State?.Style == KnownResourceStateStyles.Error
        && snapshot.Properties.Any(property => property.Name == LastError && Equals(property.Value, error));
}
