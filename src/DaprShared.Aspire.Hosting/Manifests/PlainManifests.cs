#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// The step <c>publish-dapr-shared</c>: plain manifests, one folder per app-id, for <c>kubectl apply -k</c>. It is part of
/// <c>aspire publish</c> where the application has no compute environment, and runs on its own as <c>aspire do publish-dapr-shared</c>
/// otherwise.
/// </summary>
internal sealed class PlainManifests : Target
{
    public const string StepName = "publish-dapr-shared";
    public const string FolderName = "dapr-shared";

    private PlainManifests()
    {
    }

    /// <summary>Gets the target.</summary>
    public static Target Target { get; } = new PlainManifests();

    public override DaprdMode Mode => DaprdMode.Kubernetes;

    // Where no publisher fills daprd's environment, a secret is a key of a Secret; what is none stands in the object, once it is known.
    public override Places Places { get; } = new(item =>
        item.IsKey ? new(item.Name, Secret: item.KeySecret)
        : item.IsSecret ? new(item.Name, Secret: new(item.Component, item.Name))
        : Places.Variable(item));

    public override void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services) =>
        Telemetry.SayWhetherTls(variables);

    public override IEnumerable<Diagnostic> Validate(IReadOnlyList<ResolvedDaprd> daprds, Targets targets) =>
        daprds.SelectMany(daprd => Lost(daprd.Resource, daprd.Daprd));

    // What only Aspire's publishers do.
    private static IEnumerable<Diagnostic> Lost(DaprSharedResource resource, SharedDaprd daprd)
    {
        foreach (var mount in LostMounts.Of(resource))
        {
            yield return LostMounts.NotPublished(resource, mount);
        }

        if (resource.HasImageBuild)
        {
            yield return DiagnosticRules.NotPublished.For(
                resource.Name,
                $"nobody builds the image of WithDockerfile for plain manifests; they have '{daprd.Image}'.",
                "Push the image, and name it with WithImage in place of WithDockerfile.");
        }
    }

    public override Task<Placement> PlacementAsync(PipelineStepContext context) => Task.FromResult(new Placement(
        $"manifests in {FolderOf(context)}")
    {
        Next =
        [
            $"aspire do {ClusterSteps.CheckStepName}",
            $"kubectl apply -k {Placement.Argument(FolderOf(context))} -n <the apps' namespace>; the README.md there says what they need",
        ],
    });

    private static string FolderOf(PipelineStepContext context) =>
        Path.Combine(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), FolderName);

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(StepName, WriteAsync, dependsOn: WellKnownPipelineSteps.PublishPrereq);
        pipeline.AddPipelineConfiguration(context =>
        {
            if (!context.Model.Resources.OfType<IComputeEnvironmentResource>().Any())
            {
                context.Steps.Single(step => step.Name == StepName).RequiredBy(WellKnownPipelineSteps.Publish);
            }

            return Task.CompletedTask;
        });
    }

    private static async Task WriteAsync(PipelineStepContext context)
    {
        // Whatever environment they are published to as well, these are for kubectl.
        var targets = Targets.Everywhere(Target, [.. context.Model.Resources]);
        var daprds = context.Model.Resources.OfType<DaprSharedResource>()
            .OrderBy(daprd => daprd.AppId, StringComparer.Ordinal)
            .Select(daprd => ResolvedDaprd.For(daprd, Target))
            .ToList();
        var folder = FolderOf(context);
        if (daprds.Count == 0)
        {
            OutputFolder.Clear(folder);
            return;
        }

        // Without what was told of the environments already.
        var told = ModelValidator.Validate(Targets.Published(targets.Model));
        Report.To(context.Logger, [.. ModelValidator.Validate(daprds, targets).Except(told)]);

        List<Diagnostic> mistakes = [];
        List<PlainDaprd> written = [];
        foreach (var daprd in daprds)
        {
            written.Add(await PlainDaprd.BuildAsync(daprd, context, mistakes).ConfigureAwait(false));
        }

        mistakes.AddRange(daprds.SelectMany(daprd => ClusterNeeds.Check(daprd.Daprd, new ObjectSettings())));
        Report.To(context.Logger, [.. mistakes.Distinct()]);
        var resources = daprds.ConvertAll(daprd => daprd.Resource);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["kustomization.yaml"] = ManifestFolder.Kustomization(daprds.Select(daprd => daprd.Daprd.AppId), @namespace: null),
            ["README.md"] = ManifestsReadme.Write(written),
        };
        foreach (var daprd in written)
        {
            var documents = ClusterObjects.DocumentsOwnedBy(daprd.Of.Resource, resources)
                .Select(document => (document.Kind, document.Name, document.ToYaml()));
            foreach (var (name, content) in ManifestFolder.Files(daprd.Objects, @namespace: null, documents))
            {
                files[$"{daprd.Of.Daprd.AppId}/{name}"] = content;
            }
        }

        Report.To(context.Logger, OutputFolder.Write(folder, files));
        await PublishSummary.SayAsync(context, daprds).ConfigureAwait(false);
    }
}
