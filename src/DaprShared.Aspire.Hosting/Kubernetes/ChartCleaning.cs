#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting;

/// <summary>
/// Before a chart is written: removes the objects that an earlier publish wrote for its shared daprds. The publisher removes nothing, and Helm installs
/// whatever is there, an autoscaler for example that the application no longer has.
/// </summary>
internal static class ChartCleaning
{
    public const string StepName = "clean-dapr-shared-chart";

    // The publisher's own first line, which is in front of everything that it writes.
    private const string Separator = "---";

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(StepName, CleanAsync, dependsOn: WellKnownPipelineSteps.PublishPrereq);
        pipeline.AddPipelineConfiguration(context =>
        {
            foreach (var publish in ClusterSteps.EnvironmentsOf(context.Model).Select(environment => context.Steps.FirstOrDefault(step => step.Name == $"publish-{environment.Name}")).OfType<PipelineStep>())
            {
                publish.DependsOn(StepName);
            }

            return Task.CompletedTask;
        });
    }

    private static Task CleanAsync(PipelineStepContext context)
    {
        foreach (var templates in ClusterSteps.EnvironmentsOf(context.Model).Select(environment => Path.Combine(OutputReadme.ChartFolder(context, environment), "templates")).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(templates, "*.yaml", SearchOption.AllDirectories).Where(IsOurs))
            {
                File.Delete(file);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);
}
