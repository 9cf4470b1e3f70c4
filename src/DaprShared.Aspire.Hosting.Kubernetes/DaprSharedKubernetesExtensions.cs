#pragma warning disable ASPIREPIPELINES001 // The steps around the publisher's own.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using DaprShared.Hosting;

namespace Aspire.Hosting;

/// <summary>Publishes shared daprds into Aspire's Helm chart.</summary>
public static class DaprSharedKubernetesExtensions
{
    /// <summary>
    /// Lets an environment of Kubernetes publish shared daprds: each becomes a DaemonSet or a Deployment in the chart of its apps, with its
    /// Services, its NetworkPolicy and its Secret.
    /// </summary>
    /// <typeparam name="T">
    /// The type of the environment: <c>AddKubernetesEnvironment</c>'s, or one that has it inside, as Azure's does.
    /// </typeparam>
    /// <param name="builder">The environment.</param>
    /// <returns>The environment.</returns>
    /// <remarks>
    /// Without this call DAPRSHARED054 reports a shared daprd that is published to the environment, as it does for an environment that is
    /// not Kubernetes. In run mode it does nothing.
    /// </remarks>
    /// <example><code lang="csharp">builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();</code></example>
    /// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
    [AspireExport]
    public static IResourceBuilder<T> WithSharedDaprds<T>(this IResourceBuilder<T> builder)
        where T : IComputeEnvironmentResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        FamilyVersion.Check(typeof(DaprSharedResource).Assembly, typeof(DaprSharedKubernetesExtensions).Assembly);
        return With(builder);
    }

    // Apart, so that nothing of the main package is touched before its version is checked.
    private static IResourceBuilder<T> With<T>(IResourceBuilder<T> builder)
        where T : IComputeEnvironmentResource
    {
        Setup.Ensure(builder.ApplicationBuilder);
        var environment = builder.Resource;
        if (builder.ApplicationBuilder.ExecutionContext.IsRunMode || environment.Annotations.OfType<ChartTarget>().Any())
        {
            return builder;
        }

        builder.ApplicationBuilder.Pipeline.AddPipelineConfiguration(context =>
        {
            ChartSteps.Arrange(context, environment);
            return Task.CompletedTask;
        });
        return builder
            .WithAnnotation(new ChartTarget(builder.ApplicationBuilder, environment))
            .WithAnnotation(new PipelineStepAnnotation(context => ChartSteps.For(context.PipelineContext.Model, environment)));
    }
}
