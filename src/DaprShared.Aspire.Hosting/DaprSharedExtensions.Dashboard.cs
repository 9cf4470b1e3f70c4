using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    private static IResourceBuilder<DaprSharedResource> WithDashboard(this IResourceBuilder<DaprSharedResource> builder)
    {
        builder.WithIconName("BranchFork");
        return builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder
            : DaprdCommands.AddTo(builder.WithUrls(DashboardRow.Urls));
    }
}
