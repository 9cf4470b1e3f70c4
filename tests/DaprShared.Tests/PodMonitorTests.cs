using Xunit;

namespace DaprShared.Tests;

/// <summary>What the Prometheus Operator gets.</summary>
public sealed class PodMonitorTests
{
    private static readonly SharedDaprd Monitored = new()
    {
        AppId = "orders",
        Workload = new()
        {
            PodMonitor = new() { Interval = "30s", Labels = new Dictionary<string, string> { ["release"] = "prometheus" } },
        },
    };

    [Fact]
    public void Each_daprd_is_scraped_at_the_port_of_its_metrics() => Assert.Equal(
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata:
          name: orders-dapr
          labels:
            app.kubernetes.io/component: dapr-shared
            app.kubernetes.io/instance: orders-dapr
            app.kubernetes.io/managed-by: dapr-shared
            app.kubernetes.io/name: daprd
            dapr.io/app-id: orders
            release: prometheus
        spec:
          podMetricsEndpoints:
          - port: dapr-metrics
            path: /
            interval: "30s"
          selector:
            matchLabels:
              app.kubernetes.io/instance: orders-dapr
              app.kubernetes.io/name: daprd
        """,
        ManifestYaml.Write(Monitor(Monitored)).Trim());

    [Fact]
    public void An_injected_daprd_is_scraped_at_a_number_since_its_ports_have_no_names()
    {
        var yaml = ManifestYaml.Write(Monitor(Monitored with { Injection = new(), Options = new() { MetricsPort = 9091 } }));

        Assert.Contains("- portNumber: 9091", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("port: ", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void It_selects_the_labels_of_the_pods()
    {
        var pods = KubernetesObjects.Build(Monitored).OfType<k8s.Models.V1DaemonSet>().Single().Spec.Template.Metadata.Labels;
        var selected = Monitor(Monitored).Spec["selector"]!["matchLabels"]!.AsObject();

        Assert.NotEmpty(selected);
        Assert.All(selected, label => Assert.Equal(pods[label.Key], (string?)label.Value));
    }

    [Fact]
    public void Nobody_is_monitored_who_does_not_ask() =>
        Assert.DoesNotContain(KubernetesObjects.Build(new() { AppId = "orders" }), item => item.Kind == "PodMonitor");

    [Fact]
    public void Without_metrics_there_is_nothing_to_scrape() => Assert.Equal(
        ["DAPRSHARED135"], Errors(Monitored with { Options = new() { EnableMetrics = false } }));

    [Theory]
    [InlineData("30s", true)]
    [InlineData("1m30s", true)]
    [InlineData("500ms", true)]
    [InlineData("30", false)]
    [InlineData("30 s", false)]
    [InlineData("s", false)]
    [InlineData("", false)]
    public void The_interval_is_one_of_Prometheus(string interval, bool isLegal) => Assert.Equal(
        isLegal ? [] : ["DAPRSHARED136"],
        Errors(Monitored with { Workload = new() { PodMonitor = new() { Interval = interval } } }));

    private static DaprObject Monitor(SharedDaprd daprd) =>
        KubernetesObjects.Build(daprd).OfType<DaprObject>().Single(item => item.Kind == "PodMonitor");

    private static IEnumerable<string> Errors(SharedDaprd daprd) =>
        from diagnostic in Validator.Validate(daprd, DaprdMode.Kubernetes) where diagnostic.IsError select diagnostic.Rule.Code;
}
