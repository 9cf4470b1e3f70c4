#pragma warning disable ASPIREPIPELINES001, ASPIRECOMPUTE002 // Deploy steps, and the name of a resource's Service, which only its environment knows.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using DaprShared.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The steps that talk to the cluster. <c>check-dapr-control-plane</c> runs before Helm changes anything, <c>copy-dapr-trust-anchors</c> where a daprd
/// reads a copy of the control plane's ConfigMap. Without a Kubernetes environment both run on their own, for plain manifests, in the namespace of
/// the kubeconfig's current context.
/// </summary>
internal static class ClusterSteps
{
    public const string CheckStepName = "check-dapr-control-plane";

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        pipeline.AddStep(CheckStepName, CheckAsync, dependsOn: WellKnownPipelineSteps.ProcessParameters);
        pipeline.AddStep(TrustBundleCopy.StepName, CopyAsync, dependsOn: WellKnownPipelineSteps.ProcessParameters);
        pipeline.AddPipelineConfiguration(Arrange);
    }

    private static Task Arrange(PipelineConfigurationContext context)
    {
        PipelineStep? Find(string name) => context.Steps.FirstOrDefault(step => step.Name == name);
        var (check, copy) = (Find(CheckStepName)!, Find(TrustBundleCopy.StepName)!);
        var checks = context.Services.GetRequiredService<DaprSharedOptions>().CheckControlPlane;
        foreach (var environment in context.Model.Resources.OfType<KubernetesEnvironmentResource>())
        {
            // Azure fetches the kubeconfig in a step of its own.
            foreach (var credentials in new[] { Find($"aks-get-credentials-{environment.OwningComputeEnvironment?.Name}") }.OfType<PipelineStep>())
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

    private static Task CheckAsync(PipelineStepContext context) => ForEachPlanAsync(context, async (client, plan) =>
    {
        var cluster = await ClusterReader.ReadAsync(client, plan, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation("Namespace {Namespace}, control plane {ControlPlane}: Dapr {Version}; shared daprds: {Daprds}", plan.Namespace, plan.ControlPlane.Namespace,
            cluster.Version ?? "of an unknown version", string.Join(", ", plan.Daprds.Select(daprd => daprd.Daprd.DisplayName)));
        return ClusterCheck.Check(plan, cluster);
    });

    private static Task CopyAsync(PipelineStepContext context) => ForEachPlanAsync(context, async (client, plan) =>
    {
        if (!plan.NeedsCopy)
        {
            context.Logger.LogInformation("Nothing of namespace {Namespace} reads a copy of the control plane's trust anchors.", plan.Namespace);
            return [];
        }

        var (done, mistake) = await TrustBundleCopy.CopyAsync(client, plan.ControlPlane.Namespace, plan.Namespace, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation("Trust anchors: {Done}.", done);
        return mistake is null ? [] : [mistake];
    });

    // All plans are looked at before anything is reported, so that all mistakes are told at once.
    private static async Task ForEachPlanAsync(PipelineStepContext context, Func<ClusterClient, DeploymentPlan, Task<IReadOnlyList<Diagnostic>>> step)
    {
        List<Diagnostic> mistakes = [];
        var environments = context.Model.Resources.OfType<KubernetesEnvironmentResource>().Cast<KubernetesEnvironmentResource?>().DefaultIfEmpty();
        foreach (var environment in environments)
        {
            try
            {
                using var client = ClusterClient.Connect(environment?.KubeConfigPath);
                if (await PlanAsync(context, environment, client.Namespace).ConfigureAwait(false) is { Daprds.Count: > 0 } plan)
                {
                    mistakes.AddRange(await step(client, plan).ConfigureAwait(false));
                }
            }
            catch (ClusterException e)
            {
                mistakes.Add(e.ToDiagnostic());
            }
        }

        DaprSharedLifecycle.Report(mistakes, context.Logger);
    }

    private static async Task<DeploymentPlan> PlanAsync(PipelineStepContext context, KubernetesEnvironmentResource? environment, string currentNamespace)
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
            ? new(currentNamespace, controlPlane, daprds)
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
