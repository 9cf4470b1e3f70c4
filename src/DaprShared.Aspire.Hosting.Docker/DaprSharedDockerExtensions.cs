using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using DaprShared.Hosting;

namespace Aspire.Hosting;

/// <summary>Publishes shared daprds to Docker Compose.</summary>
public static class DaprSharedDockerExtensions
{
    /// <summary>
    /// Lets an environment of Docker Compose publish shared daprds: each becomes a service in standalone mode, with its files as
    /// <c>configs</c>; placement and scheduler are services where an app needs them.
    /// </summary>
    /// <param name="builder">The environment.</param>
    /// <returns>The environment.</returns>
    /// <remarks>
    /// Without this call DAPRSHARED054 reports a shared daprd that is published to the environment. In run mode it does nothing.
    /// </remarks>
    /// <example><code lang="csharp">builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();</code></example>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DockerComposeEnvironmentResource> WithSharedDaprds(
        this IResourceBuilder<DockerComposeEnvironmentResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        FamilyVersion.Check(typeof(DaprSharedResource).Assembly, typeof(DaprSharedDockerExtensions).Assembly);
        return With(builder);
    }

    // Apart, so that nothing of the main package is touched before its version is checked.
    private static IResourceBuilder<DockerComposeEnvironmentResource> With(IResourceBuilder<DockerComposeEnvironmentResource> builder)
    {
        Setup.Ensure(builder.ApplicationBuilder);
        var isRunMode = builder.ApplicationBuilder.ExecutionContext.IsRunMode;
        return isRunMode || builder.Resource.Annotations.OfType<ComposeTarget>().Any()
            ? builder
            : builder.WithAnnotation(new ComposeTarget(builder));
    }
}
