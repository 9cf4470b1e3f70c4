using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    private static IResourceBuilder<DaprSharedResource> WithDashboard(this IResourceBuilder<DaprSharedResource> builder)
    {
        builder.WithIconName("BranchFork");
        return builder.ApplicationBuilder.ExecutionContext.IsPublishMode ? builder : builder
            .WithUrls(DashboardRow.Urls)
            .WithCommand("dapr-metadata", "Show metadata", context => DaprdApi.ShowMetadataAsync(context, builder.Resource),
                DaprdApi.WhenRunning("Shows what daprd has loaded: components, subscriptions, actor types and the app channel.", "Info"))
            .WithCommand("dapr-reload", "Reload", context => DaprdApi.ReloadAsync(context, builder.Resource),
                DaprdApi.WhenRunning("Starts daprd again, which reads the components and the app's subscriptions and actor types anew. The app keeps running.", "ArrowSync"));
    }
}
