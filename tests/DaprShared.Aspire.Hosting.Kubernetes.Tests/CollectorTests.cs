namespace DaprShared.Hosting.Tests;

/// <summary>The author's collector in Aspire's chart.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task It_takes_the_place_of_the_dashboard_for_all_daprds_and_one_may_have_its_own()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.WithDaprSharedOtlpCollector("http://collector.monitoring:4317");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDaprShared("mails-dapr", appId: "mails")
                .WithOtlpCollector(
                    "https://otlp.example.com:4318",
                    OtlpProtocol.HttpProtobuf,
                    builder.AddParameter("collector-headers", secret: true));
        }));
        var objects = helm.Template(
            "--set-string", "secrets.orders_dapr.orders_dapr_api_token=t,secrets.mails_dapr.mails_dapr_api_token=t",
            "--set-string", "secrets.mails_dapr.collector_headers=api-key=1");

        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.monitoring:4317",
                "OTEL_EXPORTER_OTLP_INSECURE=true",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=orders-dapr",
            ],
            Telemetry(objects.Find("ConfigMap", "orders-dapr-config").At("data")));
        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com:4318",
                "OTEL_EXPORTER_OTLP_INSECURE=false",
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "OTEL_SERVICE_NAME=mails-dapr",
            ],
            Telemetry(objects.Find("ConfigMap", "mails-dapr-config").At("data")));
        Assert.Equal(
            ["OTEL_EXPORTER_OTLP_HEADERS=api-key=1"],
            Telemetry(objects.Find("Secret", "mails-dapr-secrets").At("stringData")));
        Assert.Equal(
            "mails-dapr-secrets",
            objects.Find("DaemonSet", "mails-dapr").Variable("OTEL_EXPORTER_OTLP_HEADERS").At("valueFrom/secretKeyRef/name"));
    }

    [Theory]
    [InlineData("tcp", "http", "true")]
    [InlineData("https", "https", "false")]
    public async Task It_may_be_a_container_of_the_chart(string scheme, string expected, string insecure)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            var collector = builder.AddContainer("collector", "otel").WithEndpoint(targetPort: 4317, name: "otlp", scheme: scheme);
            builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("otlp"));
            builder.AddDaprShared("orders");
        }));
        var objects = helm.Template();

        var data = objects.Find("ConfigMap", "orders-config").At("data");
        Assert.Equal($"{expected}://collector-service:4317", data.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
        Assert.Equal(insecure, data.At("OTEL_EXPORTER_OTLP_INSECURE"));
        Assert.Equal("4317", objects.Find("Service", "collector-service").At("spec/ports/0/port"));
        // What daprd calls is not restricted.
        Assert.Equal(["Ingress"], objects.Find("NetworkPolicy", "orders-dapr").Texts("spec/policyTypes"));
    }

    [Fact]
    public async Task A_parameter_is_a_value_of_each_daprd()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector(builder.AddParameter("collector"));
            builder.AddDaprShared("orders");
        }));

        var data = helm.Template("--set-string", "config.orders.collector=https://elsewhere:4317")
            .Find("ConfigMap", "orders-config").At("data");

        Assert.Equal("https://elsewhere:4317", data.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
        Assert.Equal("false", data.At("OTEL_EXPORTER_OTLP_INSECURE"));
    }

    // The injector reads no ConfigMap.
    [Fact]
    public async Task The_sidecar_injector_reads_it_from_the_Secret()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector("http://collector:4317", headers: builder.AddParameter("key", secret: true));
            builder.AddDaprShared("orders").WithInjectedDaprd();
        }));
        var objects = helm.Template("--set-string", "secrets.orders.orders_api_token=t,secrets.orders.key=api-key=1");

        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317",
                "OTEL_EXPORTER_OTLP_HEADERS=api-key=1",
                "OTEL_EXPORTER_OTLP_INSECURE=true",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=orders",
            ],
            Telemetry(objects.Find("Secret", "orders-secrets").At("stringData")));
        Assert.Contains(
            "OTEL_EXPORTER_OTLP_HEADERS=orders-secrets:OTEL_EXPORTER_OTLP_HEADERS",
            (string)objects.Find("DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/dapr.io~1env-from-secret")!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_has_a_value_is_checked_and_one_without_comes_later()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.WithDaprSharedOtlpCollector(builder.AddParameter("url", "collector:4317"));
            builder.AddDaprShared("orders-dapr", appId: "orders");
            builder.AddDaprShared("mails-dapr", appId: "mails").WithOtlpCollector(builder.AddParameter("later"));
        });

        Assert.Equal(
            ["error DAPRSHARED138: WithDaprSharedOtlpCollector: its address 'collector:4317', the value of parameter 'url', has no scheme. "
                + "Write http://collector:4317; https is for a collector with TLS."],
            errors);
        Assert.Empty(files);
    }

    private static IEnumerable<string> Telemetry(object? data) =>
        from variable in (Dictionary<object, object>)data!
        let name = (string)variable.Key
        where name.StartsWith("OTEL_", StringComparison.Ordinal)
        orderby name
        select $"{name}={variable.Value}";
}
