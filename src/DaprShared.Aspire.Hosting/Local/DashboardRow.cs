using System.Collections.Immutable;
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

    public static ImmutableArray<ResourcePropertySnapshot> WithError(
        this ImmutableArray<ResourcePropertySnapshot> properties,
        string? error)
    {
        var others = properties.RemoveAll(property => property.Name == LastError);
        return error is null ? others : others.Add(new(LastError, error));
    }
}
