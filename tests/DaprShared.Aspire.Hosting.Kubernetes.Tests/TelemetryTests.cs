namespace DaprShared.Hosting.Tests;

/// <summary>Where the traces of published daprds go.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Every_daprd_sends_its_traces_to_the_dashboard_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.AddContainer("first", "shop/first").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            var dapr = builder.AddDaprShared("second-dapr", appId: "second");
            dapr.WithApp(builder.AddContainer("second", "shop/second").WithHttpEndpoint(targetPort: 8080).WithReference(dapr));
        });
        using var helm = new Helm(chart);

        foreach (var daprd in new[] { "first-dapr", "second-dapr" })
        {
            var environment = helm.Template().Find("ConfigMap", $"{daprd}-config").At("data");
            Assert.Equal("http://k8s-dashboard-service:18889", environment.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
            Assert.Equal(("grpc", "true", daprd), (environment.At("OTEL_EXPORTER_OTLP_PROTOCOL"), environment.At("OTEL_EXPORTER_OTLP_INSECURE"), environment.At("OTEL_SERVICE_NAME")));
        }
    }

    [Fact]
    public async Task Traces_may_go_elsewhere_than_to_the_dashboard()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317" } });
        });

        // A variable of the container stands over those of a ConfigMap.
        var environment = (List<object>)chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/containers/0/env")!;
        Assert.Contains(environment, variable => variable.At("name") is "OTEL_EXPORTER_OTLP_ENDPOINT" && variable.At("value") is "http://collector:4317");
    }

    [Fact]
    public async Task There_is_no_telemetry_of_the_developers_machine()
    {
        var chart = await Chart.PublishAsync(builder => builder.AddDaprShared("orders"));

        Assert.DoesNotContain(chart.Values, text => text.Contains("OTEL_", StringComparison.Ordinal));
    }
}
