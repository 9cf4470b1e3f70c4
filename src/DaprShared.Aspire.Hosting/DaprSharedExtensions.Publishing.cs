using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>Publishes a shared daprd as a DaemonSet, which is the default: one daprd per node, and each app talks to the one on its own node.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// The API Service gets <c>internalTrafficPolicy: Local</c>: on a node without a ready daprd the app's calls fail instead of leaving the node.
    /// </remarks>
    public static IResourceBuilder<DaprSharedResource> PublishAsDaemonSet(this IResourceBuilder<DaprSharedResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        (builder.Resource.Strategy, builder.Resource.Replicas) = (SharedStrategy.DaemonSet, null);
        return builder;
    }

    /// <summary>Publishes a shared daprd as a Deployment: a number of daprds that the scheduler places.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="replicas">The number of daprds, 0 included. Default 1.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED014 reports a negative number.</remarks>
    public static IResourceBuilder<DaprSharedResource> PublishAsDeployment(this IResourceBuilder<DaprSharedResource> builder, int replicas = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);

        (builder.Resource.Strategy, builder.Resource.Replicas) = (SharedStrategy.Deployment, replicas);
        return builder;
    }
}
