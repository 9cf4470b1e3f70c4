using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>A model that has everything, as Helm makes it of the chart, in each version of Kubernetes.</summary>
public class SchemaTests
{
    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public async Task Every_object_of_the_chart_is_one_that_the_version_of_Kubernetes_knows(string version) =>
        KubernetesSchema.Of(version).Accepts(await s_chart.Value);

    [Fact]
    public async Task The_chart_has_every_kind()
    {
        string[] kinds =
        [
            "ServiceAccount", "ConfigMap", "Secret", "NetworkPolicy", "Service",
            "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget",
            "Component", "Configuration", "Resiliency", "Subscription",
        ];

        Assert.Empty(kinds.Except((await s_chart.Value).Select(manifest => $"{manifest.At("kind")}")));
    }

    // The dashboard too, which is Aspire's own. Operators who pass values often forget the quotes.
    private static readonly Lazy<Task<IReadOnlyList<string>>> s_chart = new(async () =>
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            WholeModel.Add(builder);
        }));
        return helm.Template(
            "--set",
            "secrets.orders_dapr.orders_dapr_api_token=123,config.orders_dapr.LOUD=true,"
                + "config.orders_dapr.DAPRD_CPU_LIMIT=2,config.billing_dapr.DAPRD_REPLICAS=3");
    });
}
