#pragma warning disable ASPIREPIPELINES001, ASPIRECOMPUTE002 // Deploy steps, and the name of a resource's Service, which only its environment knows.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using DaprShared.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The steps that talk to a cluster, each per Kubernetes environment: <c>check-dapr-control-plane-{environment}</c> runs before Helm changes anything,
/// <c>copy-dapr-trust-anchors-{environment}</c> where a daprd reads a copy of the control plane's ConfigMap. Under the plain names they run for all
/// environments; where there is none, for plain manifests in the namespace of the kubeconfig's current context.
/// </summary>
internal static class ClusterSteps
{
    public const string CheckStepName = "check-dapr-control-plane";

    private static readonly (string Name, string Description, Func<DeploymentPlan, bool> IsNeeded, Func<PipelineStepContext, ClusterClient, DeploymentPlan, Task<IReadOnlyList<Diagnostic>>> Run)[] Steps =
    [
        (CheckStepName, "Asks the cluster, before anything is changed, whether shared daprds can run there", _ => true, CheckAsync),
        (TrustBundleCopy.StepName, "Copies the control plane's root certificates to where shared daprds read them", plan => plan.NeedsCopy, CopyAsync),
    ];

    public static void AddSteps(IDistributedApplicationBuilder builder)
    {
        foreach (var (name, _, isNeeded, run) in Steps)
        {
            builder.Pipeline.AddStep(
                name,
                context => context.Model.Resources.OfType<IComputeEnvironmentResource>().Any() ? Task.CompletedTask : RunAsync(context, null, isNeeded, run),
                dependsOn: WellKnownPipelineSteps.ProcessParameters);
        }

        builder.Pipeline.AddPipelineConfiguration(Arrange);
    }

    /// <summary>Makes the steps of each environment, once it is known where resources are published to. One resource of the model has it.</summary>
    public static PipelineStepAnnotation PerEnvironment { get; } = new(context =>
        [
            .. from environment in EnvironmentsOf(context.PipelineContext.Model)
               from step in Steps
               select new PipelineStep
               {
                   Name = $"{step.Name}-{environment.Name}",
                   Description = $"{step.Description}, for {environment.Name}.",
                   Action = pipeline => RunAsync(pipeline, environment, step.IsNeeded, step.Run),
                   DependsOnSteps = [WellKnownPipelineSteps.ProcessParameters],
                   RequiredBySteps = [step.Name],
               },
            .. EnvironmentsOf(context.PipelineContext.Model).SelectMany(ChartFolder.Steps),
        ]);

    /// <summary>Returns the environments that shared daprds are published to. Not from the model: the one inside of Azure's is not in it.</summary>
    public static IEnumerable<KubernetesEnvironmentResource> EnvironmentsOf(DistributedApplicationModel model) =>
        (from daprd in model.Resources.OfType<DaprSharedResource>()
         from target in daprd.Annotations.OfType<DeploymentTargetAnnotation>()
         where target.DeploymentTarget is KubernetesResource
         select ((KubernetesResource)target.DeploymentTarget).Parent).Distinct();

    private static Task Arrange(PipelineConfigurationContext context)
    {
        PipelineStep? Find(string name) => context.Steps.FirstOrDefault(step => step.Name == name);
        var checks = context.Services.GetRequiredService<DaprSharedOptions>().CheckControlPlane;
        foreach (var environment in EnvironmentsOf(context.Model))
        {
            if ((Find($"{CheckStepName}-{environment.Name}"), Find($"{TrustBundleCopy.StepName}-{environment.Name}")) is not ({ } check, { } copy))
            {
                continue;
            }

            // Azure fetches the kubeconfig in a step of its own.
            if (Find($"aks-get-credentials-{environment.OwningComputeEnvironment?.Name}") is { } credentials)
            {
                check.DependsOn(credentials);
                copy.DependsOn(credentials);
            }

            if (Find($"helm-deploy-{environment.Name}") is { } deploy)
            {
                deploy.DependsOn(copy);
                if (checks)
                {
                    deploy.DependsOn(check);
                    copy.DependsOn(check);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<IReadOnlyList<Diagnostic>> CheckAsync(PipelineStepContext context, ClusterClient client, DeploymentPlan plan)
    {
        var cluster = await ClusterReader.ReadAsync(client, plan, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation("{Cluster}, namespace {Namespace}, control plane {ControlPlane}: Dapr {Version}; shared daprds: {Daprds}", client.Address, plan.Namespace, plan.ControlPlane.Namespace,
            cluster.Version ?? "of an unknown version", string.Join(", ", plan.Daprds.Select(daprd => daprd.Daprd.DisplayName)));
        return ClusterCheck.Check(plan, cluster);
    }

    private static async Task<IReadOnlyList<Diagnostic>> CopyAsync(PipelineStepContext context, ClusterClient client, DeploymentPlan plan)
    {
        var (done, mistake) = await TrustBundleCopy.CopyAsync(client, plan.ControlPlane.Namespace, plan.Namespace, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation("{Cluster}: {Done}.", client.Address, done);
        return mistake is null ? [] : [mistake];
    }

    // Whom nothing is to be asked of is not connected to.
    private static async Task RunAsync(
        PipelineStepContext context,
        KubernetesEnvironmentResource? environment,
        Func<DeploymentPlan, bool> isNeeded,
        Func<PipelineStepContext, ClusterClient, DeploymentPlan, Task<IReadOnlyList<Diagnostic>>> run)
    {
        var plan = await PlanAsync(context, environment).ConfigureAwait(false);
        if (plan.Daprds.Count == 0 || !isNeeded(plan))
        {
            context.Logger.LogInformation("There is nothing to do.");
            return;
        }

        IReadOnlyList<Diagnostic> mistakes;
        try
        {
            using var client = await ClusterClient.ConnectAsync(environment?.KubeConfigPath, forHelm: environment is not null, context.CancellationToken).ConfigureAwait(false);
            mistakes = await run(context, client, environment is null ? plan with { Namespace = client.Namespace } : plan).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            mistakes = [e.ToDiagnostic(environment?.Name ?? "the cluster")];
        }

        DaprSharedLifecycle.Report(mistakes, context.Logger);
    }

    private static async Task<DeploymentPlan> PlanAsync(PipelineStepContext context, KubernetesEnvironmentResource? environment)
    {
        var controlPlane = context.Services.GetRequiredService<DaprSharedOptions>().ControlPlane;
        List<PlannedDaprd> daprds = [];
        foreach (var resource in context.Model.Resources.OfType<DaprSharedResource>().Where(resource => environment is null || resource.IsPublishedTo(environment)))
        {
            var model = PublishTarget.Beside(resource, [.. context.Model.Resources]);
            var planned = new PlannedDaprd(SharedDaprdFactory.Create(resource))
            {
                DaprKinds =
                [
                    .. from item in ClusterObjects.OwnedBy(resource, model) select $"{item.Content.ApiVersion}/{item.Content.Kind}",
                    .. from document in ClusterObjects.DocumentsOwnedBy(resource, model) select $"{document.ApiVersion}/{document.Kind}",
                ],
            };
            daprds.Add(environment is null ? planned : planned with
            {
                ApiServiceName = await ((IComputeEnvironmentResource)environment).GetHostAddressExpression(resource.HttpEndpoint).GetValueAsync(context.CancellationToken).ConfigureAwait(false)
                    ?? planned.ApiServiceName,
            });
        }

        return environment is null
            ? new("default", controlPlane, daprds)
            : new(await NamespaceAsync(environment, context.CancellationToken).ConfigureAwait(false), controlPlane, daprds) { Release = await ReleaseAsync(environment, context).ConfigureAwait(false) };
    }

    // As Aspire's deployment engine chooses them.
    private static async Task<string> NamespaceAsync(KubernetesEnvironmentResource environment, CancellationToken cancellationToken) =>
        environment.Annotations.OfType<KubernetesNamespaceAnnotation>().LastOrDefault() is { } annotation
            && await annotation.Namespace.GetValueAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } name ? name : "default";

    private static async Task<string> ReleaseAsync(KubernetesEnvironmentResource environment, PipelineStepContext context) =>
        environment.Annotations.OfType<HelmReleaseNameAnnotation>().LastOrDefault() is { } annotation
            && await annotation.ReleaseName.GetValueAsync(context.CancellationToken).ConfigureAwait(false) is { Length: > 0 } name ? name
            : context.Services.GetRequiredService<IHostEnvironment>().EnvironmentName.ToLowerInvariant();
}
