using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    private static IResourceBuilder<DaprSharedResource> WithDashboard(this IResourceBuilder<DaprSharedResource> builder)
    {
        builder.WithIconName("BranchFork");
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return builder;
        }

        var metadata = DaprdApi.WhenRunning(
            "Shows what daprd has loaded: components, subscriptions, actor types and the app channel.",
            "Info");
        var reload = DaprdApi.WhenRunning(
            "Starts daprd again, which reads the components and the app's subscriptions and actor types anew. The app keeps running.",
            "ArrowSync");
        return builder
            .WithUrls(DashboardRow.Urls)
            .WithCommand("dapr-metadata", "Show metadata", context => DaprdApi.ShowMetadataAsync(context, builder.Resource), metadata)
            .WithCommand("dapr-reload", "Reload", context => DaprdApi.ReloadAsync(context, builder.Resource), reload);
    }
}
