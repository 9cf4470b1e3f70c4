namespace DaprShared.Hosting.Tests;

/// <summary>A PodMonitor in Aspire's chart, and in plain manifests.</summary>
public sealed class PodMonitorTests
{
    [Fact]
    public async Task It_selects_the_pods_by_the_labels_that_they_have_in_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders-dapr", appId: "orders").WithPodMonitor("prometheus", interval: "30s"));

        var monitor = chart.Object("PodMonitor/orders-dapr");
        Assert.Equal("prometheus", monitor.At("metadata/labels/release"));
        Assert.Equal("dapr-metrics", monitor.At("spec/podMetricsEndpoints/0/port"));
        Assert.Equal("30s", monitor.At("spec/podMetricsEndpoints/0/interval"));
        Assert.Equal(
            chart.Object("DaemonSet/orders-dapr").At("spec/selector/matchLabels"), monitor.At("spec/selector/matchLabels"));
    }

    [Fact]
    public async Task In_plain_manifests_it_is_a_file_of_the_app_id()
    {
        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders-dapr", appId: "orders").WithPodMonitor());

        Assert.Contains("dapr-shared/orders/podmonitor-orders-dapr.yaml", files.Keys);
        Assert.Contains(
            "podmonitor-orders-dapr.yaml", (List<object>)files["dapr-shared/orders/kustomization.yaml"].At("resources")!);
    }
}
