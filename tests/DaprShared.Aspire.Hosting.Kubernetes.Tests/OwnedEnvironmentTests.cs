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
            builder.AddResource(new AzureStandIn(builder, "k8s")).WithSharedDaprds();
        });
        var usual = await AppHost.PublishAsync(builder =>
        {
            Shop(builder);
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        });

        Assert.Equal("2", chart["values.yaml"].At("config/orders_dapr/DAPRD_REPLICAS"));
        Assert.Contains(
            "\n  replicas: {{ .Values.config.orders_dapr.DAPRD_REPLICAS | int }}\n",
            chart["templates/orders-dapr/shared_daprd.yaml"],
            StringComparison.Ordinal);
        Assert.Equal(usual, chart);
        using var helm = new Helm(chart);
        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_daprds_send_their_traces_to_its_dashboard()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddResource(new AzureStandIn(builder, "k8s", dashboard: true)).WithSharedDaprds();
            builder.AddDaprShared("orders");
            // The publisher comes to this daprd through its app, before it gives it the dashboard's address.
            builder.AddContainer("carts", "shop/carts").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
        });

        using var helm = new Helm(chart);
        var manifests = helm.Template();
        foreach (var daprd in new[] { "orders", "carts-dapr" })
        {
            var environment = manifests.Single(manifest => manifest.At("metadata/name") as string == $"{daprd}-config").At("data");
            Assert.Equal("http://k8s-dashboard-service:18889", environment.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
            Assert.Equal("grpc", environment.At("OTEL_EXPORTER_OTLP_PROTOCOL"));
            Assert.Equal("true", environment.At("OTEL_EXPORTER_OTLP_INSECURE"));
            Assert.Equal(daprd, environment.At("OTEL_SERVICE_NAME"));
        }
    }

    [Fact]
    public async Task The_authors_collector_takes_the_place_of_its_dashboard()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddResource(new AzureStandIn(builder, "k8s", dashboard: true)).WithSharedDaprds();
            builder.WithDaprSharedOtlpCollector("https://otlp.example.com:4318", OtlpProtocol.HttpProtobuf);
            builder.AddDaprShared("orders");
            builder.AddDaprShared("carts").WithOtlpCollector(builder.AddParameter("collector", secret: true));
        }));
        var manifests = helm.Template(
            "--set-string", "secrets.orders.orders_api_token=t,secrets.carts.carts_api_token=t,secrets.carts.collector=http://otel:4317");

        var orders = manifests.Find("ConfigMap", "orders-config").At("data");
        Assert.Equal("https://otlp.example.com:4318", orders.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
        Assert.Equal("http/protobuf", orders.At("OTEL_EXPORTER_OTLP_PROTOCOL"));
        Assert.Equal("false", orders.At("OTEL_EXPORTER_OTLP_INSECURE"));
        // An address with a key in it is in the Secret, and none beside it.
        Assert.Equal("http://otel:4317", manifests.Find("Secret", "carts-secrets").At("stringData/OTEL_EXPORTER_OTLP_ENDPOINT"));
        Assert.Null(manifests.Find("ConfigMap", "carts-config").At("data/OTEL_EXPORTER_OTLP_ENDPOINT"));
    }

    [Theory]
    [InlineData("pvc", true)]
    [InlineData("emptyDir", false)]
    public async Task Its_claims_of_several_pods_are_told_when_its_storage_is_known(string storage, bool isTold)
    {
        var (log, _) = await AppHost.LogAsync(builder =>
        {
            builder.AddResource(new AzureStandIn(builder, "k8s", configure: inner => inner.DefaultStorageType = storage))
                .WithSharedDaprds();
            builder.AddDaprShared("orders").WithVolume("data", "/data");
        });

        const string claim = "warning DAPRSHARED069: orders: several of its pods mount the claim 'data' at '/data'";
        Assert.Equal(isTold ? 1 : 0, log.Count(line => line.StartsWith(claim, StringComparison.Ordinal)));
    }
}
