#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// What the publisher leaves undone in a chart's folder. Before it writes: the files of an earlier publish are removed, because Helm installs whatever is
/// there. Afterwards: the value that belongs to no resource is added to <c>values.yaml</c>.
/// </summary>
internal static class ChartFolder
{
    public const string CleanStepName = "clean-dapr-shared-chart", ValuesStepName = "add-dapr-shared-values";

    // The publisher's own first line, which is in front of everything that it writes.
    private const string Separator = "---";

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(CleanStepName, CleanAsync, dependsOn: WellKnownPipelineSteps.PublishPrereq);
        pipeline.AddStep(ValuesStepName, AddValuesAsync, requiredBy: WellKnownPipelineSteps.Publish);
        pipeline.AddPipelineConfiguration(context =>
        {
            foreach (var publish in PublishSteps(context))
            {
                publish.DependsOn(CleanStepName);
                context.Steps.Single(step => step.Name == ValuesStepName).DependsOn(publish);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Returns the steps that write the charts.</summary>
    public static IEnumerable<PipelineStep> PublishSteps(PipelineConfigurationContext context) =>
        ClusterSteps.EnvironmentsOf(context.Model).Select(environment => context.Steps.FirstOrDefault(step => step.Name == $"publish-{environment.Name}")).OfType<PipelineStep>();

    /// <summary>Returns where the publisher writes a chart.</summary>
    public static string PathOf(PipelineStepContext context, KubernetesEnvironmentResource environment)
    {
        var output = context.Services.GetRequiredService<IPipelineOutputService>();
        return context.Model.Resources.OfType<IComputeEnvironmentResource>().Count() > 1 ? output.GetOutputDirectory(environment) : output.GetOutputDirectory();
    }

    private static Task CleanAsync(PipelineStepContext context)
    {
        foreach (var templates in ClusterSteps.EnvironmentsOf(context.Model).Select(environment => Path.Combine(PathOf(context, environment), "templates")).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(templates, "*.yaml", SearchOption.AllDirectories).Where(IsOurs))
            {
                File.Delete(file);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);

    // The publisher has a section for each resource and nothing beside.
    private static async Task AddValuesAsync(PipelineStepContext context)
    {
        foreach (var environment in ClusterSteps.EnvironmentsOf(context.Model).Where(environment => context.Model.Resources.OfType<DaprSharedResource>().Any(daprd => daprd.NeedsTrustBundle && daprd.IsPublishedTo(environment))))
        {
            await File.AppendAllTextAsync(Path.Combine(PathOf(context, environment), "values.yaml"), ChartTrustAnchors.Values, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
