namespace DaprShared.Hosting.Tests;

/// <summary>The author's collector in Docker Compose.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task It_takes_the_place_of_the_dashboard_for_all_daprds_and_one_may_have_its_own()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            var collector = builder.AddContainer("collector", "otel").WithEndpoint(targetPort: 4317, name: "otlp");
            builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("otlp"));
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDaprShared("mails-dapr", appId: "mails")
                .WithOtlpCollector(
                    "https://otlp.example.com:4318",
                    OtlpProtocol.HttpProtobuf,
                    builder.AddParameter("collector-headers", "api-key=1", secret: true));
            builder.AddDaprShared("basket-dapr", appId: "basket").WithOtlpCollector(builder.AddParameter("collector-url"));
        });

        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317",
                "OTEL_EXPORTER_OTLP_INSECURE=true",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=orders-dapr",
            ],
            Telemetry(folder, "orders-dapr"));
        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com:4318",
                "OTEL_EXPORTER_OTLP_HEADERS=${COLLECTOR_HEADERS}",
                "OTEL_EXPORTER_OTLP_INSECURE=false",
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "OTEL_SERVICE_NAME=mails-dapr",
            ],
            Telemetry(folder, "mails-dapr"));
        // What is in the .env file nobody computes with: the exporter goes by the scheme of the address.
        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=${COLLECTOR_URL}",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=basket-dapr",
            ],
            Telemetry(folder, "basket-dapr"));
        Assert.DoesNotContain(folder.Values, text => text.Contains("api-key", StringComparison.Ordinal));
    }

    [Fact]
    public void A_collector_that_is_not_in_the_file_has_no_address()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        var collector = builder.AddExecutable("collector", "otelcol", ".").WithEndpoint(name: "otlp");
        builder.AddDaprShared("orders-dapr", appId: "orders").WithOtlpCollector(collector.GetEndpoint("otlp"));

        Assert.StartsWith(
            "error DAPRSHARED100: orders-dapr: it is published to 'compose', and 'collector' is not published;",
            Assert.Single(ModelValidator.Validate(Targets.Published([.. builder.Resources]))).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_has_a_value_is_checked_and_one_without_comes_later()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
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

    private static IEnumerable<string> Telemetry(SortedDictionary<string, string> folder, string service) =>
        from variable in ComposeFile.Map(folder["docker-compose.yaml"].At($"services/{service}/environment"))
        where variable.Key.StartsWith("OTEL_", StringComparison.Ordinal)
        orderby variable.Key
        select $"{variable.Key}={variable.Value}";
}
