#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

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
            // One inside another environment has that one's name.
            var publishing = context.Model.Resources.OfType<IComputeEnvironmentResource>().Where(PublishTarget.IsKubernetes).Select(environment => $"publish-{environment.Name}").ToHashSet();
            foreach (var publish in context.Steps.Where(step => publishing.Contains(step.Name)))
            {
                publish.DependsOn(StepName);
            }

            return Task.CompletedTask;
        });
    }

    private static Task CleanAsync(PipelineStepContext context)
    {
        var isOnly = context.Model.Resources.OfType<IComputeEnvironmentResource>().Take(2).Count() == 1;
        var output = context.Services.GetRequiredService<IPipelineOutputService>();
        foreach (var daprd in context.Model.Resources.OfType<DaprSharedResource>())
        {
            foreach (var published in daprd.Annotations.OfType<DeploymentTargetAnnotation>().Select(target => target.DeploymentTarget).OfType<KubernetesResource>())
            {
                // Where the publisher writes the chart.
                var chart = isOnly ? output.GetOutputDirectory() : output.GetOutputDirectory(published.Parent);
                var templates = Path.Combine(chart, "templates", daprd.Name);
                foreach (var file in (Directory.Exists(templates) ? Directory.GetFiles(templates, "*.yaml") : []).Where(IsOurs))
                {
                    File.Delete(file);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);
}
