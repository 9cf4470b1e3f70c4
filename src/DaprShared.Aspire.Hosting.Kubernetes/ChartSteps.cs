#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The pipeline is how a published application writes files.
#pragma warning disable ASPIRECOMPUTE002 // The name of a Service, which only its environment knows.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using DaprShared.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DaprShared.Hosting;

/// <summary>
/// The steps of an environment of Kubernetes. Around the publisher's own <c>publish-{environment}</c>: before it each shared daprd is
/// sealed, when nobody is left who could add a customization, and the chart gets the named templates that all of them need; after it the
/// chart is completed. Before <c>helm-deploy-{environment}</c> the cluster is asked.
/// </summary>
internal static class ChartSteps
{
    public const string SealStepName = "seal-dapr-shared", CompleteStepName = "complete-dapr-shared-chart";

    /// <summary>
    /// Makes the steps, once it is known where resources are published to. The publisher is found by that, because the one inside of
    /// another environment is not in the model.
    /// </summary>
    public static IEnumerable<PipelineStep> For(DistributedApplicationModel model, IComputeEnvironmentResource environment) =>
        from publisher in PublishersOf(model, environment)
        from step in (PipelineStep[])
        [
            .. DaprdsOf(model, publisher).Count > 0 ? ClusterSteps.For(publisher.Name, context => PlanAsync(context, publisher)) : [],
            new()
            {
                Name = $"{SealStepName}-{publisher.Name}",
                Description = $"Prepares the shared daprds of {publisher.Name} and the chart's templates for them.",
                Action = context => Seal(context, publisher),
                DependsOnSteps = [WellKnownPipelineSteps.PublishPrereq],
            },
            new()
            {
                Name = $"{CompleteStepName}-{publisher.Name}",
                Description = $"Removes what an earlier publish has left over in the chart of {publisher.Name}, "
                    + "and adds its values and README.",
                Action = context => CompleteAsync(context, publisher),
                RequiredBySteps = [WellKnownPipelineSteps.Publish],
            },
        ]
        select step;

    /// <summary>Puts the steps in order with those of others.</summary>
    public static void Arrange(PipelineConfigurationContext context, IComputeEnvironmentResource environment)
    {
        var checks = context.Services.GetRequiredService<DaprSharedOptions>().CheckControlPlane;
        foreach (var publisher in PublishersOf(context.Model, environment))
        {
            PipelineStep? Named(string name) => context.Steps.FirstOrDefault(step => step.Name == name);
            PipelineStep? Find(string name) => Named($"{name}-{publisher.Name}");
            var (seal, publish, complete) = (Find(SealStepName), Find("publish"), Find(CompleteStepName));
            var (check, copy, deploy) = (Find(ClusterSteps.CheckStepName), Find(TrustBundleCopy.StepName), Find("helm-deploy"));
            publish?.DependsOn(seal!);
            complete?.DependsOn(publish!);
            deploy?.DependsOn(complete!);
            if (copy is null || check is null)
            {
                continue; // the last daprd has gone
            }

            deploy?.DependsOn(copy);
            if (checks)
            {
                deploy?.DependsOn(check);
                copy.DependsOn(check);
            }

            // Azure fetches the kubeconfig in a step of its own.
            if (Named($"aks-get-credentials-{environment.Name}") is { } credentials)
            {
                check.DependsOn(credentials);
                copy.DependsOn(credentials);
            }
        }
    }

    private static List<KubernetesEnvironmentResource> PublishersOf(
        DistributedApplicationModel model,
        IComputeEnvironmentResource environment)
    {
        // Also of a chart without a daprd, which may hold those of an earlier publish.
        var publishers = from resource in model.Resources
                         from target in resource.Annotations.OfType<DeploymentTargetAnnotation>()
                         where target.DeploymentTarget is KubernetesResource
                         let publisher = ((KubernetesResource)target.DeploymentTarget).Parent
                         where (publisher.OwningComputeEnvironment ?? publisher) == environment
                         select publisher;
        return [.. publishers.Distinct()];
    }

    private static List<DaprSharedResource> DaprdsOf(DistributedApplicationModel model, KubernetesEnvironmentResource publisher) =>
        [.. model.Resources.OfType<DaprSharedResource>().Where(daprd => ChartClients.IsPublishedTo(daprd, publisher))];

    private static string FolderOf(PipelineStepContext context, KubernetesEnvironmentResource publisher)
    {
        var output = context.Services.GetRequiredService<IPipelineOutputService>();
        var isOneOfSeveral = context.Model.Resources.OfType<IComputeEnvironmentResource>().Count() > 1;
        return isOneOfSeveral ? output.GetOutputDirectory(publisher) : output.GetOutputDirectory();
    }

    private static Task Seal(PipelineStepContext context, KubernetesEnvironmentResource publisher)
    {
        var (daprds, claims) = (DaprdsOf(context.Model, publisher), ChartTarget.Claims(context.Model.Resources));
        if (publisher.OwningComputeEnvironment is not null)
        {
            // Its default storage is known only now.
            var mistakes = from daprd in daprds
                           let told = ChartTarget.Volumes(daprd, claims, publisher: null)
                           from mistake in ChartTarget.Volumes(daprd, claims, publisher).Except(told)
                           select mistake;
            Report.To(context.Logger, [.. mistakes]);
        }

        var folder = FolderOf(context, publisher);
        foreach (var daprd in daprds)
        {
            daprd.Annotations.Add(new KubernetesServiceCustomizationAnnotation(published => ChartDaprd.Seal(daprd, published, folder)));
        }

        if (daprds.Count > 0)
        {
            Report.To(context.Logger, ChartTemplates.Write(folder));
        }

        return Task.CompletedTask;
    }

    private static Task CompleteAsync(PipelineStepContext context, KubernetesEnvironmentResource publisher) =>
        ChartFolder.CompleteAsync(FolderOf(context, publisher), DaprdsOf(context.Model, publisher), publisher, context);

    private static async Task<PlannedCluster> PlanAsync(PipelineStepContext context, KubernetesEnvironmentResource publisher)
    {
        var targets = Targets.Published([.. context.Model.Resources]);
        List<PlannedDaprd> daprds = [];
        foreach (var daprd in DaprdsOf(context.Model, publisher).Select(ResolvedDaprd.Of))
        {
            var address = ((IComputeEnvironmentResource)publisher).GetHostAddressExpression(daprd.Resource.HttpEndpoint);
            var host = await address.GetValueAsync(context.CancellationToken).ConfigureAwait(false);
            daprds.AddRange(from planned in ClusterSteps.Plan([daprd], targets.Beside)
                            select host is null ? planned : planned with { ApiServiceName = host });
        }

        var (release, ns) = await ReleaseAsync(context, publisher).ConfigureAwait(false);
        var controlPlane = context.Services.GetRequiredService<DaprSharedOptions>().ControlPlane;
        var plan = new DeploymentPlan(ns, controlPlane, daprds) { Release = release };
        return new(publisher.Name, plan, publisher.KubeConfigPath, IsForHelm: true);
    }

    /// <summary>Returns where the charts of an environment are, and how they are installed.</summary>
    public static async Task<Placement> PlacementAsync(PipelineStepContext context, IComputeEnvironmentResource environment)
    {
        var publisher = PublishersOf(context.Model, environment)[0];
        var (release, ns) = await ReleaseAsync(context, publisher).ConfigureAwait(false);
        var folder = FolderOf(context, publisher);
        return new($"Helm chart in {folder}, namespace {ns}")
        {
            Next =
            [
                "aspire deploy",
                $"helm upgrade --install {release} {Placement.Argument(folder)} --namespace {ns} --values <a file with the secrets>",
            ],
        };
    }

    // As Aspire's deployment engine chooses them.
    private static async Task<(string Release, string Namespace)> ReleaseAsync(
        PipelineStepContext context,
        KubernetesEnvironmentResource publisher)
    {
        var stop = context.CancellationToken;
        var namespaces = publisher.Annotations.OfType<KubernetesNamespaceAnnotation>();
        var releases = publisher.Annotations.OfType<HelmReleaseNameAnnotation>();
        var release = await TextAsync(releases.LastOrDefault()?.ReleaseName, stop).ConfigureAwait(false);
        var ns = await TextAsync(namespaces.LastOrDefault()?.Namespace, stop).ConfigureAwait(false);
        return (release ?? context.Services.GetRequiredService<IHostEnvironment>().EnvironmentName.ToLowerInvariant(), ns ?? "default");
    }

    private static async Task<string?> TextAsync(ReferenceExpression? expression, CancellationToken cancellationToken)
    {
        var text = expression is null ? null : await expression.GetValueAsync(cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
