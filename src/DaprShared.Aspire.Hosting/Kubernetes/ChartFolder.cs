#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// The steps around the publisher's own <c>publish-{environment}</c>. Before it, each shared daprd is sealed, when nobody is left who could add a
/// customization, and the chart gets the named templates that all of them need. After it, the chart is completed: what an earlier publish has left over is
/// removed, because Helm installs whatever is there, and the value that belongs to no resource and <c>README.md</c> are added.
/// </summary>
internal static class ChartFolder
{
    public const string SealStepName = "seal-dapr-shared", CompleteStepName = "complete-dapr-shared-chart";

    // The publisher's own first line, which is in front of everything that it writes.
    private const string Separator = "---";

    // Where the publisher writes the objects of a resource that are not in the one file of a shared daprd.
    private static readonly string[] PublishersFiles = ["config.yaml", "deployment.yaml", "secrets.yaml", "service.yaml", "statefulset.yaml"];

    public static void ArrangeSteps(IDistributedApplicationPipeline pipeline) =>
        pipeline.AddPipelineConfiguration(context =>
        {
            PipelineStep? Find(string name) => context.Steps.FirstOrDefault(step => step.Name == name);
            foreach (var environment in ClusterSteps.EnvironmentsOf(context.Model))
            {
                if (Find($"publish-{environment.Name}") is { } publish && Find($"{SealStepName}-{environment.Name}") is { } seal && Find($"{CompleteStepName}-{environment.Name}") is { } complete)
                {
                    publish.DependsOn(seal);
                    complete.DependsOn(publish);
                    Find($"helm-deploy-{environment.Name}")?.DependsOn(complete);
                }
            }

            return Task.CompletedTask;
        });

    /// <summary>Makes the steps of an environment.</summary>
    public static IEnumerable<PipelineStep> Steps(KubernetesEnvironmentResource environment) =>
    [
        new()
        {
            Name = $"{SealStepName}-{environment.Name}",
            Description = $"Prepares the shared daprds of {environment.Name} and the chart's templates for them.",
            Action = context => Seal(context, environment),
            DependsOnSteps = [WellKnownPipelineSteps.PublishPrereq],
        },
        new()
        {
            Name = $"{CompleteStepName}-{environment.Name}",
            Description = $"Removes what an earlier publish has left over in the chart of {environment.Name}, and adds its values and README.",
            Action = context => CompleteAsync(context, environment),
            RequiredBySteps = [WellKnownPipelineSteps.Publish],
        },
    ];

    private static Task Seal(PipelineStepContext context, KubernetesEnvironmentResource environment)
    {
        var (folder, daprds) = ChartOf(context, environment);
        foreach (var daprd in daprds)
        {
            daprd.Annotations.Add(new KubernetesServiceCustomizationAnnotation(published => ChartDaprd.Seal(daprd, published)));
        }

        DaprSharedLifecycle.Report(ChartTemplates.Write(folder), context.Logger);
        return Task.CompletedTask;
    }

    private static (string Folder, List<DaprSharedResource> Daprds) ChartOf(PipelineStepContext context, KubernetesEnvironmentResource environment)
    {
        var output = context.Services.GetRequiredService<IPipelineOutputService>();
        return (
            context.Model.Resources.OfType<IComputeEnvironmentResource>().Count() > 1 ? output.GetOutputDirectory(environment) : output.GetOutputDirectory(),
            [.. context.Model.Resources.OfType<DaprSharedResource>().Where(daprd => daprd.IsPublishedTo(environment))]);
    }

    private static async Task CompleteAsync(PipelineStepContext context, KubernetesEnvironmentResource environment)
    {
        var (folder, daprds) = ChartOf(context, environment);
        HashSet<string> written = [], leftOver = [];
        foreach (var daprd in daprds)
        {
            var published = ChartCustomization.PublishedTo(daprd, environment)!;
            var templates = Path.Combine(folder, "templates", daprd.Name);
            written.UnionWith(from item in published.AdditionalResources.Append(published.Workload).OfType<BaseKubernetesResource>() select Path.Combine(templates, FileName(daprd, item)));
            if (published.Workload is ChartDaprd chart)
            {
                leftOver.UnionWith(PublishersFiles.Select(name => Path.Combine(templates, name)));
                chart.Restore(published);
            }
        }

        leftOver.UnionWith(Directory.EnumerateFiles(Path.Combine(folder, "templates"), "*.yaml", SearchOption.AllDirectories).Where(file => !written.Contains(file) && IsOurs(file)));
        foreach (var file in leftOver.Except(written))
        {
            File.Delete(file);
        }

        if (daprds.Exists(daprd => daprd.NeedsTrustBundle))
        {
            await File.AppendAllTextAsync(Path.Combine(folder, "values.yaml"), ChartTrustAnchors.Values, context.CancellationToken).ConfigureAwait(false);
        }

        OutputReadme.Write(folder, daprds, environment, context.Logger);
    }

    // As the publisher names it.
    private static string FileName(DaprSharedResource daprd, BaseKubernetesResource item) =>
        $"{(item.Metadata.Name.StartsWith($"{daprd.Name.ToLowerInvariant()}-", StringComparison.Ordinal) ? item.Metadata.Name[(daprd.Name.Length + 1)..] : item.Metadata.Name)}.yaml";

    private static bool IsOurs(string file) => File.ReadLines(file).Take(2).SequenceEqual([Separator, OutputFolder.Header]);
}
