#pragma warning disable ASPIREPIPELINES001, ASPIRECOMPUTE002 // What an environment that owns another one has to do.

using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting.Tests;

/// <summary>A chart of a Kubernetes environment that is not in the model, because another environment owns it, as Azure's does.</summary>
public sealed class OwnedEnvironmentTests
{
    [Fact]
    public async Task Its_chart_is_that_of_any_other_Kubernetes_environment()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", "redis:6379");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithReference(store).PublishAsDeployment(2).WithTrustAnchors(builder.AddParameter("dapr-ca")));
            builder.AddContainer("carts", "shop/carts").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
        }

        var chart = await AppHost.PublishAsync(builder =>
        {
            Shop(builder);
            builder.AddOwnedKubernetes("k8s");
        });
        var usual = await AppHost.PublishAsync(builder =>
        {
            Shop(builder);
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
        });

        Assert.Equal("2", chart["values.yaml"].At("config/orders_dapr/DAPRD_REPLICAS"));
        Assert.Contains("\n  replicas: {{ .Values.config.orders_dapr.DAPRD_REPLICAS | int }}\n", chart["templates/orders-dapr/orders-dapr.yaml"], StringComparison.Ordinal);
        // The README is not written there, and the chart's name is the environment's.
        Assert.Equal(usual.Where(file => file.Key is not ("README.md" or "Chart.yaml")), chart.Where(file => file.Key is not ("README.md" or "Chart.yaml")));
        using var helm = new Helm(chart);
        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
    }
}

/// <summary>An environment that publishes with a Kubernetes environment of its own.</summary>
internal sealed class OwnedKubernetes : Resource, IComputeEnvironmentResource
{
    private readonly KubernetesEnvironmentResource _kubernetes;

    public OwnedKubernetes(string name)
        : base(name)
    {
        _kubernetes = new(name) { OwningComputeEnvironment = this, DashboardEnabled = false };
        Annotations.Add(new KubernetesEnvironmentAnnotation());
        Annotations.Add(new PipelineStepAnnotation(async context =>
        {
            List<PipelineStep> steps = [];
            foreach (var annotation in _kubernetes.Annotations.OfType<PipelineStepAnnotation>())
            {
                steps.AddRange(await annotation.CreateStepsAsync(new() { PipelineContext = context.PipelineContext, Resource = _kubernetes }));
            }

            return steps;
        }));
        Annotations.Add(new PipelineConfigurationAnnotation(async context =>
        {
            foreach (var annotation in _kubernetes.Annotations.OfType<PipelineConfigurationAnnotation>())
            {
                await annotation.Callback(context);
            }
        }));
    }

    public ReferenceExpression GetHostAddressExpression(EndpointReference endpointReference) => _kubernetes.GetHostAddressExpression(endpointReference);
}

internal static class OwnedKubernetesExtensions
{
    public static IResourceBuilder<OwnedKubernetes> AddOwnedKubernetes(this IDistributedApplicationBuilder builder, string name) => builder.AddResource(new OwnedKubernetes(name));
}
