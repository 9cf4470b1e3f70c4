using Aspire.Hosting.ApplicationModel;
using DaprShared;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>Sets daprd's options, in addition to those already set.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="configure">Sets options; one that stays <see langword="null"/> keeps its default.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Each is a flag in a container (<c>--log-level</c>) and an annotation in Injected mode (<c>dapr.io/log-level</c>). DAPRSHARED009
    /// reports a value that daprd refuses, DAPRSHARED010 an option that the daprd version does not know.
    /// </remarks>
    /// <example><code lang="csharp">dapr.WithOptions(options => options.LogLevel = "debug");</code></example>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExportIgnore(Reason = "The overload that takes the options is exported.")]
    public static IResourceBuilder<DaprSharedResource> WithOptions(
        this IResourceBuilder<DaprSharedResource> builder,
        Action<DaprdOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = builder.Resource.Options with { };
        configure(options);
        return builder.WithOptions(options);
    }

    /// <summary>Replaces daprd's options.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="options">The options; they are copied.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// Each is a flag in a container (<c>--log-level</c>) and an annotation in Injected mode (<c>dapr.io/log-level</c>). DAPRSHARED009
    /// reports a value that daprd refuses, DAPRSHARED010 an option that the daprd version does not know.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithOptions(this IResourceBuilder<DaprSharedResource> builder, DaprdOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);

        builder.Resource.Options = options with { };
        var daprd = new SharedDaprd { AppId = builder.Resource.AppId, Options = builder.Resource.Options };
        foreach (var port in DaprdPorts.All)
        {
            builder.WithEndpoint(port.Name, endpoint => endpoint.TargetPort = port.Of(daprd));
        }

        return builder;
    }
}
