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
    public void An_injected_daprd_is_scraped_in_the_same_way_since_the_injector_gives_its_port_the_same_name() => Assert.Equal(
        ManifestYaml.Write(Monitor(Monitored)),
        ManifestYaml.Write(Monitor(Monitored with { Injection = new(), Options = new() { MetricsPort = 9091 } })));

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

    [Theory]
    [InlineData("release", "prometheus", "")]
    [InlineData("monitoring", "", "")]
    [InlineData("release", "", "the PodMonitor's label release is ''.")]
    [InlineData("release", "prom etheus!", "the PodMonitor's label release is 'prom etheus!'.")]
    [InlineData("release", "-prometheus", "the PodMonitor's label release is '-prometheus'.")]
    [InlineData("re lease", "prometheus", "the PodMonitor has a label 're lease'.")]
    public void A_label_is_one_of_Kubernetes_and_told_beside_the_interval(string key, string value, string mistake) => Assert.Equal(
        mistake.Length == 0 ? ["the PodMonitor's interval is 'often'."] : ["the PodMonitor's interval is 'often'.", mistake],
        from diagnostic in Validator.Validate(
            Monitored with
            {
                Workload = new() { PodMonitor = new() { Interval = "often", Labels = new Dictionary<string, string> { [key] = value } } },
            },
            DaprdMode.Kubernetes)
        where diagnostic.Rule == DiagnosticRules.IllegalMonitor
        select diagnostic.Message);

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_release_has_63_characters_at_most(int length, bool isLegal) => Assert.Equal(
        isLegal ? [] : ["DAPRSHARED136"],
        Errors(Monitored with
        {
            Workload = new() { PodMonitor = new() { Labels = new Dictionary<string, string> { ["release"] = new('a', length) } } },
        }));

    private static DaprObject Monitor(SharedDaprd daprd) =>
        KubernetesObjects.Build(daprd).OfType<DaprObject>().Single(item => item.Kind == "PodMonitor");

    private static IEnumerable<string> Errors(SharedDaprd daprd) =>
        from diagnostic in Validator.Validate(daprd, DaprdMode.Kubernetes) where diagnostic.IsError select diagnostic.Rule.Code;
}
