using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What the dashboard shows of a shared daprd beside what it shows of every container.</summary>
internal static class DashboardRow
{
    public const string LastError = "Last error";

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
    /// Leaves one link: daprd's metadata on the public port, which asks for no token. The others are addresses, no pages.
    /// </summary>
    public static void Urls(ResourceUrlsCallbackContext context)
    {
        foreach (var url in context.Urls)
        {
            if (url.Endpoint?.EndpointName == DaprdPorts.Public.Name)
            {
                (url.Url, url.DisplayText) = (url.Url.TrimEnd('/') + DaprdApi.Metadata, "Metadata");
            }
            else
            {
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            }
        }
    }

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
