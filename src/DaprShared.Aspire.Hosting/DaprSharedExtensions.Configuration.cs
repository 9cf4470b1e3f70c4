using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>Adds a Configuration, which shared daprds refer to with <c>dapr.WithReference(configuration)</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is the object's.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>
    /// In run mode it is laid over the generated Configuration, without <c>nameResolution</c>, <c>accessControl</c> and <c>mtls</c>,
    /// which describe a cluster. When published it is a <c>Configuration</c> object, and daprd gets <c>--config=&lt;name&gt;</c> and the
    /// annotation <c>dapr.io/config</c>. DAPRSHARED126 warns when no shared daprd refers to it.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var configuration = builder.AddDaprSharedConfiguration("shop").WithTracing(samplingRate: 1).WithFeature("HotReload", false);
    /// dapr.WithReference(configuration);
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> AddDaprSharedConfiguration(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return AddObject(builder, new DaprSharedConfigurationResource(name), "DaprConfiguration", "Settings");
    }

    /// <summary>Gives a shared daprd its Configuration.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="configuration">The Configuration. The middleware of its pipelines comes with it.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd gets <c>--config</c>. DAPRSHARED037 reports a second one, or another name in <see cref="DaprdOptions.Config"/>: daprd reads
    /// one.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
    [AspireExportIgnore(Reason = "withReference of the AppHost dispatches to DaprSharedResource.")]
    public static IResourceBuilder<DaprSharedResource> WithReference(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<DaprSharedConfigurationResource> configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);

        AddOnce(builder.Resource.Configurations, configuration.Resource);

        return builder.WithReferenceRelationship(configuration.Resource);
    }

    /// <summary>Switches a preview feature on or off.</summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="name">The feature, for example <c>HotReload</c>.</param>
    /// <param name="enabled">Whether it is on. Default <see langword="true"/>.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>It appears in <c>spec.features</c>. DAPRSHARED074 warns when a feature that is needed may be off.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/support/support-preview-features/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithFeature(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        string name,
        bool enabled = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Change(builder, configuration => configuration with { Features = With(configuration.Features, name, enabled) });
    }

    /// <summary>
    /// Sets the share of requests that are traced. Where the traces go is up to the OTLP variables, or to <see cref="WithSpec"/>.
    /// </summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="samplingRate">From 0 (none) to 1 (every request).</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>It appears as <c>spec.tracing.samplingRate</c>. DAPRSHARED040 reports a number outside of this range.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/tracing-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithTracing(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        double samplingRate) =>
        Change(builder, configuration => configuration with { TracingSamplingRate = samplingRate });

    /// <summary>Sets what daprd measures.</summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="metrics">The metrics.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>They appear as <c>spec.metrics</c>.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/observability/metrics/metrics-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithMetrics(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        DaprMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Change(builder, configuration => configuration with { Metrics = metrics });
    }

    /// <summary>Adds middleware that requests to the Dapr API pass, in the order given.</summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="middleware">Components of type <c>middleware.http.*</c>.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>It appears as <c>spec.httpPipeline</c>, and the components come with the Configuration.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/components/middleware/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithHttpPipeline(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        params IResourceBuilder<DaprSharedComponentResource>[] middleware) =>
        AddMiddleware(builder, middleware, configuration => configuration.HttpPipeline);

    /// <summary>Adds middleware that requests to the app pass, in the order given.</summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="middleware">Components of type <c>middleware.http.*</c>.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>It appears as <c>spec.appHttpPipeline</c>, and the components come with the Configuration.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/components/middleware/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithAppHttpPipeline(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        params IResourceBuilder<DaprSharedComponentResource>[] middleware) =>
        AddMiddleware(builder, middleware, configuration => configuration.AppHttpPipeline);

    /// <summary>
    /// Sets the trust domain of the app's identity and whether other apps may call it. Cluster only. Policies go into
    /// <see cref="WithSpec"/>.
    /// </summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="trustDomain">
    /// The trust domain, or <see langword="null"/> for <c>public</c>. Sentry reads it when it issues the certificate.
    /// </param>
    /// <param name="allowInvocation">Whether an app that no policy names may call this one. Default <see langword="true"/>.</param>
    /// <returns>The Configuration.</returns>
    /// <remarks>It appears as <c>spec.accessControl</c>.</remarks>
    /// <seealso href="https://docs.dapr.io/operations/configuration/invoke-allowlist/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithAccessControl(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        string? trustDomain = null,
        bool allowInvocation = true) =>
        Change(builder, configuration => configuration with { TrustDomain = trustDomain, AllowInvocation = allowInvocation });

    /// <summary>
    /// Sets parts of the Configuration that have no method here, as Dapr documents them. They win over what the other methods set.
    /// </summary>
    /// <param name="builder">The Configuration.</param>
    /// <param name="yaml">
    /// What stands below <c>spec:</c>, as YAML or JSON. <c>$NAME</c> in it is not replaced, locally as little as in a cluster.
    /// </param>
    /// <returns>The Configuration.</returns>
    /// <remarks>They appear in the <c>spec</c> of the Configuration. DAPRSHARED040 reports a text that is no YAML mapping.</remarks>
    /// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedConfigurationResource> WithSpec(
        this IResourceBuilder<DaprSharedConfigurationResource> builder,
        string yaml)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(yaml);

        builder.Resource.Spec = yaml;
        return builder;
    }

    private static IResourceBuilder<DaprSharedConfigurationResource> AddMiddleware(
        IResourceBuilder<DaprSharedConfigurationResource> builder,
        IResourceBuilder<DaprSharedComponentResource>[] middleware,
        Func<DaprSharedConfigurationResource, List<DaprSharedComponentResource>> pipeline)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(middleware);

        pipeline(builder.Resource).AddRange(middleware.Select(component => component.Resource));
        return builder;
    }

    private static IResourceBuilder<DaprSharedConfigurationResource> Change(
        IResourceBuilder<DaprSharedConfigurationResource> builder,
        Func<DaprConfiguration, DaprConfiguration> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Typed = change(builder.Resource.Typed);
        return builder;
    }
}
