#pragma warning disable ASPIREPIPELINES001 // Deploy steps.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using DaprShared.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// The steps that talk to a cluster: <c>check-dapr-control-plane</c> runs before anything is changed, <c>copy-dapr-trust-anchors</c> where
/// a daprd reads a copy of the control plane's ConfigMap. Under these names they run for all environments of a cluster, each of which has
/// its own (<see cref="For"/>); where there is none, for plain manifests in the namespace of the kubeconfig's current context.
/// </summary>
internal static class ClusterSteps
{
    public const string CheckStepName = "check-dapr-control-plane";

    private static readonly ClusterStep[] Steps =
    [
        new(
            CheckStepName,
            "Asks the cluster, before anything is changed, whether shared daprds can run there",
            _ => true,
            CheckAsync),
        new(
            TrustBundleCopy.StepName,
            "Copies the control plane's root certificates to where shared daprds read them",
            plan => plan.NeedsCopy,
            CopyAsync),
    ];

    public static void AddSteps(IDistributedApplicationPipeline pipeline)
    {
        foreach (var step in Steps)
        {
            Task RunPlainAsync(PipelineStepContext context) => context.Model.Resources.OfType<IComputeEnvironmentResource>().Any()
                ? Task.CompletedTask
                : RunAsync(context, step, Plain(context));
            pipeline.AddStep(step.Name, RunPlainAsync, dependsOn: WellKnownPipelineSteps.ProcessParameters);
        }
    }

    /// <summary>Makes the steps of an environment, called after it.</summary>
    public static IEnumerable<PipelineStep> For(string environment, Func<PipelineStepContext, Task<PlannedCluster>> plan) =>
        from step in Steps
        select new PipelineStep
        {
            Name = $"{step.Name}-{environment}",
            Description = $"{step.Description}, for {environment}.",
            Action = async context => await RunAsync(context, step, await plan(context).ConfigureAwait(false)).ConfigureAwait(false),
            DependsOnSteps = [WellKnownPipelineSteps.ProcessParameters],
            RequiredBySteps = [step.Name],
        };

    /// <summary>Plans daprds, with what is published beside them.</summary>
    public static IReadOnlyList<PlannedDaprd> Plan(
        IEnumerable<ResolvedDaprd> daprds,
        Func<DaprSharedResource, IReadOnlyList<IResource>> beside) =>
    [
        .. from daprd in daprds
           let model = beside(daprd.Resource)
           select new PlannedDaprd(daprd.Daprd)
           {
               DaprKinds =
               [
                   .. ClusterObjects.OwnedBy(daprd.Resource, model, daprd.Target.Places)
                       .Concat(DaprObjects.Generated(daprd.Daprd, DaprdMode.Kubernetes))
                       .Select(item => $"{item.ApiVersion}/{item.Kind}"),
                   .. ClusterObjects.DocumentsOwnedBy(daprd.Resource, model).Select(document => $"{document.ApiVersion}/{document.Kind}"),
               ],
           },
    ];

    private static PlannedCluster Plain(PipelineStepContext context)
    {
        var targets = Targets.Everywhere(PlainManifests.Target, [.. context.Model.Resources]);
        var daprds = targets.Model.OfType<DaprSharedResource>().Select(daprd => ResolvedDaprd.For(daprd, PlainManifests.Target));
        var controlPlane = context.Services.GetRequiredService<DaprSharedOptions>().ControlPlane;
        var plan = new DeploymentPlan("default", controlPlane, Plan(daprds, targets.Beside));
        return new("the cluster", plan, KubeConfig: null, IsForHelm: false);
    }

    private static async Task<IReadOnlyList<Diagnostic>> CheckAsync(PipelineStepContext context, ClusterClient client, DeploymentPlan plan)
    {
        var cluster = await ClusterReader.ReadAsync(client, plan, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation(
            "{Cluster}, namespace {Namespace}, control plane {ControlPlane}: Dapr {Version}; shared daprds: {Daprds}",
            client.Address,
            plan.Namespace,
            plan.ControlPlane.Namespace,
            cluster.Version ?? "of an unknown version",
            string.Join(", ", plan.Daprds.Select(daprd => daprd.Daprd.DisplayName)));
        return ClusterCheck.Check(plan, cluster);
    }

    private static async Task<IReadOnlyList<Diagnostic>> CopyAsync(PipelineStepContext context, ClusterClient client, DeploymentPlan plan)
    {
        var (done, mistake) = await TrustBundleCopy
            .CopyAsync(client, plan.ControlPlane.Namespace, plan.Namespace, context.CancellationToken).ConfigureAwait(false);
        context.Logger.LogInformation("{Cluster}: {Done}.", client.Address, done);
        return mistake is null ? [] : [mistake];
    }

    // Whom nothing is to be asked of is not connected to.
    private static async Task RunAsync(PipelineStepContext context, ClusterStep step, PlannedCluster cluster)
    {
        var (plan, stop) = (cluster.Plan, context.CancellationToken);
        if (plan.Daprds.Count == 0 || !step.IsNeeded(plan))
        {
            context.Logger.LogInformation("There is nothing to do.");
            return;
        }

        IReadOnlyList<Diagnostic> mistakes;
        try
        {
            using var client = await ClusterClient.ConnectAsync(cluster.KubeConfig, cluster.IsForHelm, stop).ConfigureAwait(false);
            var there = cluster.IsForHelm ? plan : plan with { Namespace = client.Namespace };
            mistakes = await step.Run(context, client, there).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            mistakes = [e.ToDiagnostic(cluster.Name)];
        }

        Report.To(context.Logger, mistakes);
    }

    private sealed record ClusterStep(
        string Name,
        string Description,
        Func<DeploymentPlan, bool> IsNeeded,
        Func<PipelineStepContext, ClusterClient, DeploymentPlan, Task<IReadOnlyList<Diagnostic>>> Run);
}

/// <summary>What is going to be in a cluster, and how to reach it.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Plan">What is going to be there. Without Helm the namespace is that of the kubeconfig's current context.</param>
/// <param name="KubeConfig">The path of the kubeconfig, or <see langword="null"/> for the usual one.</param>
/// <param name="IsForHelm">Whether Helm is the one who installs it.</param>
internal sealed record PlannedCluster(string Name, DeploymentPlan Plan, string? KubeConfig, bool IsForHelm);
