#pragma warning disable ASPIREPIPELINES001, ASPIRECOMPUTE002 // What Azure's package does with its own environment.

using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting.Tests;

/// <summary>
/// Plays the environment of Aspire.Hosting.Azure.Kubernetes: it alone is in the model, and hands on the steps of a Kubernetes environment
/// inside of it, whose kubeconfig a step fetches.
/// </summary>
internal sealed class AzureStandIn : Resource, IComputeEnvironmentResource
{
    private readonly KubernetesEnvironmentResource _inner;

    public AzureStandIn(
        IDistributedApplicationBuilder builder,
        string name,
        string? kubeConfig = null,
        bool dashboard = false,
        Action<KubernetesEnvironmentResource>? configure = null)
        : base(name)
    {
        _inner = builder.AddKubernetesEnvironment(name).WithDashboard(dashboard).WithProperties(configure ?? (_ => { })).Resource;
        builder.Resources.Remove(_inner);
        _inner.OwningComputeEnvironment = this;
        foreach (var configuration in _inner.Annotations.OfType<PipelineConfigurationAnnotation>())
        {
            Annotations.Add(configuration);
        }

        Annotations.Add(new KubernetesEnvironmentAnnotation());
        Annotations.Add(new PipelineStepAnnotation(async context =>
        [
            .. await Task.WhenAll(_inner.Annotations.OfType<PipelineStepAnnotation>().Select(steps =>
                steps.CreateStepsAsync(new() { PipelineContext = context.PipelineContext, Resource = _inner }))) is var all
                ? all.SelectMany(steps => steps) : [],
            new PipelineStep
            {
                Name = $"aks-get-credentials-{name}",
                Action = async _ =>
                {
                    await Task.Delay(200);
                    _inner.KubeConfigPath = kubeConfig;
                },
                RequiredBySteps = [$"prepare-{name}"],
            },
        ]));
    }

    public ReferenceExpression GetHostAddressExpression(EndpointReference endpointReference) =>
        ((IComputeEnvironmentResource)_inner).GetHostAddressExpression(endpointReference);
}
