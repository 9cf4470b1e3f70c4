namespace DaprShared.Hosting.Tests;

/// <summary>Where the traces of published daprds go.</summary>
public sealed class TelemetryTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", TlsIsOff = "OTEL_EXPORTER_OTLP_INSECURE";

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
            Assert.Equal("grpc", environment.At("OTEL_EXPORTER_OTLP_PROTOCOL"));
            Assert.Equal("true", environment.At("OTEL_EXPORTER_OTLP_INSECURE"));
            Assert.Equal(daprd, environment.At("OTEL_SERVICE_NAME"));
        }
    }

    [Fact]
    public async Task Traces_may_go_elsewhere_than_to_the_dashboard()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithPodSettings(pod => pod with
                {
                    Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317" },
                });
        });

        // A variable of the container stands over those of a ConfigMap.
        var environment = (List<object>)chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/containers/0/env")!;
        Assert.Contains(
            environment,
            variable => variable.At("name") is "OTEL_EXPORTER_OTLP_ENDPOINT" && variable.At("value") is "http://collector:4317");
    }

    // daprd drops the scheme of the address, and asks this variable (dapr v1.18.3 pkg/config/configuration.go).
    [Theory]
    [InlineData("http://collector:4317", "true")]
    [InlineData("https://collector:4317", "false")]
    [InlineData("HTTPS://collector:4317", "false")]
    public async Task Whether_there_is_TLS_follows_the_address_in_the_AppHost_and_at_the_installation(string address, string insecure)
    {
        using var literal = new Helm(await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithEnvironment(Endpoint, address)));
        using var parameter = new Helm(await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders")
                .WithEnvironment(Endpoint, builder.AddParameter("collector", address, publishValueAsDefault: true))));
        using var composed = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithEnvironment(
                Endpoint,
                ReferenceExpression.Create($"{builder.AddParameter("scheme")}://{builder.AddParameter("host")}:4317"))));
        using var conditional = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithEnvironment(Endpoint, ReferenceExpression.CreateConditional(
                builder.AddParameter("own").Resource, "true",
                ReferenceExpression.Create($"{address}"), ReferenceExpression.Create($"{builder.AddParameter("collector")}")))));

        Assert.Equal(insecure, Insecure(literal));
        Assert.Equal(insecure, Insecure(literal, $"config.orders.{Endpoint}={address}"));
        Assert.Equal("false", Insecure(literal, $"config.orders.{Endpoint}=https://elsewhere:4317"));
        Assert.Equal("true", Insecure(literal, $"config.orders.{Endpoint}=http://elsewhere:4317"));
        Assert.Equal(insecure, Insecure(parameter));
        Assert.Equal("false", Insecure(parameter, "config.orders.collector=https://elsewhere:4317"));
        Assert.Equal("true", Insecure(parameter, "config.orders.collector=http://elsewhere:4317"));
        Assert.Equal(insecure, Insecure(composed, $"config.orders.scheme={address.Split(':')[0]},config.orders.host=elsewhere"));
        Assert.Equal(insecure, Insecure(conditional, "parameters.orders.own=true"));
        Assert.Equal("false", Insecure(conditional, "parameters.orders.own=no,config.orders.collector=https://elsewhere:4317"));

        static object? Insecure(Helm helm, params string[] values) =>
            helm.Template([.. values.SelectMany(value => (string[])["--set-string", value])])
                .Find("ConfigMap", "orders-config").At($"data/{TlsIsOff}");
    }

    // A collector with a key in its address.
    [Theory]
    [InlineData("http://collector:4317", "true")]
    [InlineData("https://collector:4317", "false")]
    public async Task A_secret_address_says_it_beside_itself_and_nowhere_else(string address, string insecure)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithEnvironment(Endpoint, builder.AddParameter("collector", secret: true))));
        var objects = helm.Template("--set-string", $"secrets.orders.collector={address},secrets.orders.orders_api_token=t");

        Assert.Equal(insecure, objects.Find("Secret", "orders-secrets").At($"stringData/{TlsIsOff}"));
        Assert.Equal(address, objects.Find("Secret", "orders-secrets").At($"stringData/{Endpoint}"));
    }

    [Fact]
    public async Task What_the_user_says_of_the_collector_stays()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithEnvironment(Endpoint, "http://collector:4317").WithEnvironment(TlsIsOff, "false")));

        Assert.Equal("false", helm.Template().Find("ConfigMap", "orders-config").At($"data/{TlsIsOff}"));
    }

    [Fact]
    public async Task There_is_no_telemetry_of_the_developers_machine()
    {
        var chart = await Chart.PublishAsync(builder => builder.AddDaprShared("orders"));

        Assert.DoesNotContain(chart.Values, text => text.Contains("OTEL_", StringComparison.Ordinal));
    }
}
