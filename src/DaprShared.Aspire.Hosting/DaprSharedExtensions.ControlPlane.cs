using Aspire.Hosting.ApplicationModel;
using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Sets what all shared daprds of the application have in common: registry, images and version, and the control plane of the cluster.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">
    /// Sets options. It is called at once; the order among this call and those that add shared daprds does not matter.
    /// </param>
    /// <returns>The application.</returns>
    /// <remarks>
    /// The control plane appears as <c>--control-plane-address</c>, <c>--sentry-address</c>, <c>--placement-host-address</c> and
    /// <c>--scheduler-host-address</c>. What is set on one resource (<c>WithImageTag</c>, <c>WithImageRegistry</c>, <c>WithImage</c>,
    /// <c>WithImageSHA256</c>) wins. DAPRSHARED050 reports an illegal digest, DAPRSHARED015 warns of a version outside the supported
    /// window.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// builder.ConfigureDaprShared(options =>
    /// {
    ///     options.Registry = "registry.example.com";
    ///     options.Version = "1.18.3";
    ///     options.ControlPlane = options.ControlPlane with { Namespace = "dapr" };
    /// });
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExport(RunSyncOnBackgroundThread = true)]
    public static IDistributedApplicationBuilder ConfigureDaprShared(
        this IDistributedApplicationBuilder builder,
        Action<DaprSharedOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        Setup.Ensure(builder);
        configure(DaprSharedOptions.Of(builder));
        return builder;
    }

    /// <summary>
    /// Declares that the app hosts actors. In run mode one placement service and one scheduler are started per application, hidden in the
    /// dashboard, and daprd waits for them; in Docker Compose they are services, and in a cluster the control plane has them.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd finds them by <c>--placement-host-address</c> and <c>--scheduler-host-address</c>. DAPRSHARED045 warns when no referenced
    /// component is the actor state store, DAPRSHARED046 reports an app with several replicas: daprd keeps one turn at a time per actor,
    /// but each turn may reach another replica.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/actors/actors-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithActors(this IResourceBuilder<DaprSharedResource> builder) =>
        Needing(builder, DaprNeeds.Actors);

    /// <summary>
    /// Declares that the app runs workflows. In run mode one placement service and one scheduler are started per application, hidden in the
    /// dashboard, and daprd waits for them; in Docker Compose they are services, and in a cluster the control plane has them.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// As a DaemonSet, or with several replicas, the Configuration enables the feature <c>WorkflowsClusteredDeployment</c>; DAPRSHARED047
    /// reports a daprd before 1.16, which does not know it. DAPRSHARED045 warns when no referenced component is the actor state store.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/workflow/workflow-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithWorkflows(this IResourceBuilder<DaprSharedResource> builder) =>
        Needing(builder, DaprNeeds.Workflows);

    /// <summary>
    /// Declares that the app schedules jobs. In run mode one scheduler is started per application, hidden in the dashboard, and daprd waits
    /// for it; its jobs are forgotten when the application stops. In Docker Compose it is a service that keeps them in a volume, and in a
    /// cluster the control plane has it.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd finds it by <c>--scheduler-host-address</c>. DAPRSHARED111 warns of an app without a health path: jobs that are due while it
    /// is away are lost.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/jobs/jobs-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithJobs(this IResourceBuilder<DaprSharedResource> builder) =>
        Needing(builder, DaprNeeds.Jobs);

    private static IResourceBuilder<DaprSharedResource> Needing(IResourceBuilder<DaprSharedResource> builder, DaprNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(builder);

        LocalControlPlane.Provide(builder, needs);
        return builder;
    }

    internal static IResourceBuilder<T> WithCommonImage<T>(this IResourceBuilder<T> builder, Func<DaprSharedOptions, ContainerImage> choose)
        where T : ContainerResource
    {
        var image = new CommonImage(choose);
        return builder.WithAnnotation(image).WithAnnotation(image.ToAnnotation());
    }
}
