namespace DaprShared.Hosting.Tests;

/// <summary>The author's collector, named once for all published daprds or for one of them.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task One_call_is_for_all_daprds_and_one_of_them_may_have_its_own()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders-dapr", appId: "orders");
            builder.AddDaprShared("basket-dapr", appId: "basket").PublishAsDeployment();
            builder.AddDaprShared("mails-dapr", appId: "mails")
                .WithOtlpCollector(
                    "https://otlp.example.com:4318",
                    OtlpProtocol.HttpProtobuf,
                    builder.AddParameter("collector-headers", "api-key=1", secret: true));
            // The order of the calls does not matter.
            builder.WithDaprSharedOtlpCollector("http://collector.monitoring:4317");
        });

        foreach (var (workload, service) in new[] { ("DaemonSet/orders-dapr", "orders-dapr"), ("Deployment/basket-dapr", "basket-dapr") })
        {
            Assert.Equal(
                [
                    "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.monitoring:4317",
                    "OTEL_EXPORTER_OTLP_INSECURE=true",
                    "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                    $"OTEL_SERVICE_NAME={service}",
                ],
                Telemetry(files.Object(workload)));
        }

        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com:4318",
                "OTEL_EXPORTER_OTLP_HEADERS from mails-dapr-environment/OTEL_EXPORTER_OTLP_HEADERS",
                "OTEL_EXPORTER_OTLP_INSECURE=false",
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "OTEL_SERVICE_NAME=mails-dapr",
            ],
            Telemetry(files.Object("DaemonSet/mails-dapr")));
        Assert.Contains(
            "needs keys of Secret mails-dapr-environment: OTEL_EXPORTER_OTLP_HEADERS.",
            files["dapr-shared/README.md"],
            StringComparison.Ordinal);
        Assert.DoesNotContain(files.Values, text => text.Contains("api-key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp", "http://collector:4317", "true")]
    [InlineData("http", "http://collector:4317", "true")]
    [InlineData("https", "https://collector:4317", "false")]
    public async Task It_may_be_a_container_of_the_application(string scheme, string address, string insecure)
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var collector = builder.AddContainer("collector", "otel").WithEndpoint(targetPort: 4317, name: "otlp", scheme: scheme);
            builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("otlp"));
            builder.AddDaprShared("orders");
        });

        var daprd = files.Object("DaemonSet/orders-dapr");
        Assert.Equal(address, daprd.Variable("OTEL_EXPORTER_OTLP_ENDPOINT").At("value"));
        Assert.Equal(insecure, daprd.Variable("OTEL_EXPORTER_OTLP_INSECURE").At("value"));
        Assert.Contains("which have to have this name and port: collector:4317.", files["dapr-shared/README.md"], StringComparison.Ordinal);
        // What daprd calls is not restricted, so that it stays reachable.
        Assert.Equal(["Ingress"], files.Object("NetworkPolicy/orders-dapr").Texts("spec/policyTypes"));
    }

    [Fact]
    public async Task It_may_be_a_parameter()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector(builder.AddParameter("collector", "https://otlp.example.com:4317"));
            builder.AddDaprShared("orders");
        });

        Assert.Equal(
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com:4317",
                "OTEL_EXPORTER_OTLP_INSECURE=false",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=orders",
            ],
            Telemetry(files.Object("DaemonSet/orders-dapr")));
    }

    [Fact]
    public async Task The_sidecar_injector_is_told_of_it()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector("http://collector:4317", headers: builder.AddParameter("key", secret: true));
            builder.AddDaprShared("orders").WithInjectedDaprd();
        });

        var pod = files.Object("DaemonSet/orders-dapr").At("spec/template/metadata/annotations");
        Assert.Equal(
            "GOMEMLIMIT=900MiB,OTEL_SERVICE_NAME=orders,OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317,"
                + "OTEL_EXPORTER_OTLP_INSECURE=true,OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
            pod.At("dapr.io~1env"));
        Assert.Equal(
            "OTEL_EXPORTER_OTLP_HEADERS=orders-dapr-environment:OTEL_EXPORTER_OTLP_HEADERS", pod.At("dapr.io~1env-from-secret"));
    }

    // The dashboard is there, and gets them without a call.
    [Fact]
    public async Task In_run_mode_it_gets_nothing()
    {
        var builder = AppHost.Create();
        builder.WithDaprSharedOtlpCollector("http://collector:4317", headers: builder.AddParameter("key", "api-key=1", secret: true));
        builder.AddDaprShared("orders");

        Assert.DoesNotContain(
            (await builder.StartAsync("orders")).Environment,
            variable => variable.Key.StartsWith("OTEL_EXPORTER_OTLP_", StringComparison.Ordinal));
    }

    // The key of one collector is not for another.
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "WithEnvironment")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "WithEnvironment")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "WithPodSettings")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "WithPodSettings")]
    public async Task Another_address_in_the_environment_wins_and_gets_none_of_its_headers(string variable, string call)
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector(
                "http://collector:4318", OtlpProtocol.HttpProtobuf, builder.AddParameter("key", "api-key=1", secret: true));
            var dapr = builder.AddDaprShared("orders");
            _ = call == "WithEnvironment" ? dapr.WithEnvironment(variable, "http://elsewhere:4317") : dapr.WithPodSettings(pod => pod with
            {
                Environment = new Dictionary<string, string> { [variable] = "http://elsewhere:4317" },
            });
        });

        Assert.Equal(
            [$"{variable}=http://elsewhere:4317", "OTEL_SERVICE_NAME=orders"],
            Telemetry(files.Object("DaemonSet/orders-dapr"))
                .Where(text => !text.StartsWith("OTEL_EXPORTER_OTLP_INSECURE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_single_variable_may_be_another_one()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector("http://collector:4317");
            builder.AddDaprShared("orders").WithEnvironment("OTEL_SERVICE_NAME", "orders").WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "1");
        });

        Assert.Equal(
            [
                "OTEL_BSP_SCHEDULE_DELAY=1",
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317",
                "OTEL_EXPORTER_OTLP_INSECURE=true",
                "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
                "OTEL_SERVICE_NAME=orders",
            ],
            Telemetry(files.Object("DaemonSet/orders-dapr")));
    }

    [Fact]
    public void A_collector_of_one_daprd_is_told_for_that_one()
    {
        var builder = AppHost.Create();
        builder.WithDaprSharedOtlpCollector("http://collector:4317");
        builder.AddDaprShared("orders");
        var collector = builder.AddContainer("collector", "otel").WithHttpEndpoint(targetPort: 4318, name: "http");
        builder.AddDaprShared("port").WithOtlpCollector("http://collector", OtlpProtocol.HttpProtobuf);
        builder.AddDaprShared("json").WithOtlpCollector("http://collector:4318", OtlpProtocol.HttpJson);
        builder.AddDaprShared("gone").WithOtlpCollector(collector.GetEndpoint("otlp"));

        Assert.Equal(
            [
                "error DAPRSHARED138: port: its address 'http://collector' has no port; daprd would dial 80. "
                    + "Write http://collector:4318, or the port that it listens on.",
                "error DAPRSHARED138: json: the protocol is HttpJson, and daprd sends Protobuf, over gRPC or HTTP. "
                    + "Use OtlpProtocol.HttpProtobuf, or Grpc.",
                "error DAPRSHARED138: gone: 'collector' has no endpoint 'otlp'. Name one that it has: 'http'.",
            ],
            builder.Diagnostics());
    }

    [Fact]
    public void Headers_that_are_not_secret_are_refused()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithOtlpCollector("http://collector:4317", headers: builder.AddParameter("key"));

        Assert.Equal(
            ["error DAPRSHARED048: orders: the headers 'key' of the collector are shown in the dashboard and published as plain text. "
                + "Declare them with AddParameter(\"key\", secret: true)."],
            builder.Diagnostics());
    }

    [Fact]
    public void A_collector_that_gets_no_traces_is_told_when_it_is_published()
    {
        var builder = AppHost.Create();
        var collector = builder.AddContainer("collector", "otel")
            .WithEndpoint(targetPort: 4317, name: "grpc")
            .WithHttpEndpoint(targetPort: 4318, name: "http");
        builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("http"));
        builder.AddDaprShared("own").WithReference(builder.AddDaprSharedConfiguration("zipkins")
            .WithSpec("tracing: {samplingRate: '1', otel: {endpointAddress: 'tempo:4317', protocol: grpc, isSecure: false}}"));
        builder.AddDaprShared("none").WithReference(builder.AddDaprSharedConfiguration("quiet").WithTracing(samplingRate: 0));
        builder.AddDaprShared("http").WithOtlpCollector(collector.GetEndpoint("grpc"), OtlpProtocol.HttpProtobuf);
        builder.AddDaprShared("host").WithOtlpCollector("http://localhost:4317");

        Assert.Empty(builder.Diagnostics());
        Assert.Equal(
            [
                "warning DAPRSHARED139: WithDaprSharedOtlpCollector: daprd would speak Grpc at port 4318, where collectors take "
                    + "HttpProtobuf. Use OtlpProtocol.HttpProtobuf, or the port 4317.",
                "warning DAPRSHARED139: own: Configuration 'zipkins' names 'tempo:4317' in tracing.otel.endpointAddress, which daprd "
                    + "takes in its place. Remove tracing.otel there, or give this daprd no collector.",
                "warning DAPRSHARED139: none: Configuration 'quiet' has the samplingRate 0, with which daprd records nothing. "
                    + "Set a rate above 0, or none: with a collector every request is traced then.",
                "warning DAPRSHARED139: http: daprd would speak HttpProtobuf at port 4317, where collectors take Grpc. "
                    + "Use OtlpProtocol.Grpc, or the port 4318.",
                "warning DAPRSHARED143: host: the collector's address names localhost, which is daprd's own pod and nothing beside it. "
                    + "Name the Service, for example http://collector.monitoring.svc.cluster.local:4317.",
            ],
            builder.Diagnostics(DaprdMode.Kubernetes));
    }

    // daprd would send the headers to that one.
    [Theory]
    [InlineData("declared")]
    [InlineData("in a file")]
    public async Task A_Configuration_with_an_endpoint_keeps_the_collector_away(string how)
    {
        const string tracing = "tracing: {samplingRate: '1', otel: {endpointAddress: 'tempo:4317', protocol: grpc, isSecure: false}}";
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, "shop.yaml"),
                $"apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {{name: shop}}\nspec: {{{tracing}}}\n",
                TestContext.Current.CancellationToken);
            var files = await AppHost.PublishAsync(builder =>
            {
                builder.WithDaprSharedOtlpCollector("http://collector:4317", headers: builder.AddParameter("key", secret: true));
                var dapr = builder.AddDaprShared("orders");
                _ = how == "declared"
                    ? dapr.WithReference(builder.AddDaprSharedConfiguration("shop").WithSpec(tracing))
                    : dapr.WithResourcesFolder(folder).WithOptions(options => options.Config = "shop");
            });

            Assert.Empty(Telemetry(files.Object("DaemonSet/orders-dapr")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Telemetry(string workload) =>
        from variable in (List<object>)workload.At("spec/template/spec/containers/0/env")!
        let name = (string)variable.At("name")!
        where name.StartsWith("OTEL_", StringComparison.Ordinal)
        orderby name
        select variable.At("valueFrom/secretKeyRef") is { } secret
            ? $"{name} from {secret.At("name")}/{secret.At("key")}"
            : $"{name}={variable.At("value")}";
}
