#pragma warning disable ASPIREPIPELINES001 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The step <c>report-dapr-shared-cost</c>, a part of <c>aspire publish</c>: what the daprds of a cluster request, in the log.
/// </summary>
internal static class CostStep
{
    public const string StepName = "report-dapr-shared-cost";

    public static void Add(IDistributedApplicationPipeline pipeline) =>
        pipeline.AddStep(StepName, ReportAsync, requiredBy: new[] { WellKnownPipelineSteps.Publish, PlainManifests.StepName });

    private static Task ReportAsync(PipelineStepContext context)
    {
        var rows = (from resource in context.Model.Resources.OfType<DaprSharedResource>()
                    let daprd = ResolvedDaprd.Of(resource)
                    where daprd.Target.Mode == DaprdMode.Kubernetes
                    select new CostRow(daprd.Daprd, AppReplicas(resource))).ToList();
        if (rows.Count > 0)
        {
            var nodes = Math.Max(1, context.Services.GetRequiredService<DaprSharedOptions>().Nodes);
            context.Logger.LogInformation(
                "What the shared daprds cost, beside sidecars and the other strategy (CPU and memory requested):\n{Table}",
                CostReport.Write(rows, nodes).TrimEnd());
        }

        return Task.CompletedTask;
    }

    private static int AppReplicas(DaprSharedResource daprd) =>
        daprd.App is ModelApp { App: var app } ? app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1 : 1;
}
