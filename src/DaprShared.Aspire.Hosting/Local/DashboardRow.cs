using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What the dashboard shows of a shared daprd beside what it shows of every container.</summary>
internal static class DashboardRow
{
    public const string LastError = "Last error", Readiness = "Readiness", Files = "Resource files";

    private const string AppId = "App-id", Strategy = "Strategy", RuntimeVersion = "Runtime version";

    private static readonly HashSet<string> Loaded = [Readiness, .. DaprdMetadata.Names];

    private static readonly ImmutableArray<string> Order =
        [LastError, Readiness, AppId, Strategy, RuntimeVersion, .. DaprdMetadata.Names, Files];

    public static ResourceSnapshotAnnotation Of(ResolvedDaprd resolved)
    {
        var daprd = resolved.Daprd;
        return new(new()
        {
            ResourceType = "Container",
            Properties =
            [
                Property(AppId, daprd.AppId),
                Property(Strategy, daprd.Strategy == SharedStrategy.DaemonSet ? "DaemonSet" : $"Deployment ({daprd.Replicas ?? 1})"),
                Property(RuntimeVersion, daprd.Image.Tag),
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
            .. lines.Select(line => Property(line.Name, line.Value)),
        ],
    };

    /// <summary>Shows what became of files that have changed; a state that is shown as an error is left to who has set it.</summary>
    public static CustomResourceSnapshot WithFiles(this CustomResourceSnapshot snapshot, string text, bool isWrong) => snapshot with
    {
        State = snapshot.State is { } state && state.Style != KnownResourceStateStyles.Error
            ? state with { Style = isWrong ? KnownResourceStateStyles.Warn : null }
            : snapshot.State,
        Properties = snapshot.Properties.RemoveAll(property => property.Name == Files).Add(Property(Files, text)),
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
            Properties = error is null ? others : others.Add(Property(LastError, error)),
        };
    }

    /// <summary>Returns a property that the dashboard shows at first sight, behind those of every container.</summary>
    public static ResourcePropertySnapshot Property(string name, string value) =>
        new(name, value) { IsHighlighted = true, SortOrder = 10 + Order.IndexOf(name) };

    /// <summary>Says whether an error is shown already.</summary>
    public static bool Shows(this CustomResourceSnapshot snapshot, string error) =>
        snapshot.State?.Style == KnownResourceStateStyles.Error
        && snapshot.Properties.Any(property => property.Name == LastError && Equals(property.Value, error));
}
