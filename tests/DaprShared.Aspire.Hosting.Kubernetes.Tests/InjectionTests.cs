namespace DaprShared.Hosting.Tests;

/// <summary>A daprd that the cluster's sidecar injector adds.</summary>
public sealed class InjectionTests
{
    [Fact]
    public async Task An_injected_daprd_is_annotations_on_a_placeholder()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithReference(store).WithInjectedDaprd().PublishAsDeployment(2));
        });
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var manifests = helm.Template();
        var workload = manifests.Find("Deployment", "orders-dapr");
        Assert.Equal(
            new Dictionary<object, object>
            {
                ["dapr.io/enabled"] = "true",
                ["dapr.io/app-id"] = "orders",
                ["dapr.io/app-channel-address"] = "orders-service",
                ["dapr.io/app-port"] = "80",
                ["dapr.io/app-protocol"] = "http",
                ["dapr.io/grpc-port"] = "50001",
                ["dapr.io/internal-grpc-port"] = "50002",
                ["dapr.io/sidecar-listen-addresses"] = "",
                ["dapr.io/block-shutdown-duration"] = "5s",
                ["dapr.io/disable-builtin-k8s-secret-store"] = "true",
                ["dapr.io/enable-metrics"] = "true",
                ["dapr.io/metrics-port"] = "9090",
                ["dapr.io/log-level"] = "info",
                ["dapr.io/log-as-json"] = "true",
                ["dapr.io/api-token-secret"] = "orders-dapr-token",
                ["dapr.io/env"] = "GOMEMLIMIT=943718400",
                ["dapr.io/env-from-secret"] = "STATESTORE_REDISHOST=orders-dapr-secrets:STATESTORE_REDISHOST",
                ["dapr.io/sidecar-cpu-limit"] = "300m",
                ["dapr.io/sidecar-cpu-request"] = "100m",
                ["dapr.io/sidecar-memory-limit"] = "1000Mi",
                ["dapr.io/sidecar-memory-request"] = "250Mi",
            }.OrderBy(pair => pair.Key),
            ((Dictionary<object, object>)workload.At("spec/template/metadata/annotations")!)
                .Where(pair => !$"{pair.Key}".StartsWith("checksum", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key));
        Assert.Equal("registry.k8s.io/pause:3.10.1", workload.At("spec/template/spec/containers/0/image"));
        Assert.Equal("3501", workload.At("spec/template/spec/containers/0/readinessProbe/httpGet/port"));
        Assert.Null(workload.At("spec/template/spec/containers/0/envFrom"));
        Assert.Null(workload.At("spec/template/spec/volumes"));

        // The operator writes and owns the Service <app-id>-dapr of an annotated Deployment.
        Assert.DoesNotContain(manifests, manifest => manifest.At("kind") is "Service" && manifest.At("metadata/name") is "orders-dapr");
        Assert.Equal("3500", manifests.Find("Service", "orders-dapr-service").At("spec/ports/0/targetPort"));
        Assert.Equal("true", manifests.Find("Service", "orders-dapr-service").At("spec/publishNotReadyAddresses"));
        Assert.StartsWith(
            "{{ include `dapr-shared.required` (list .Values.secrets.orders_dapr.orders_dapr_api_token ",
            (string)chart.Object("Secret/orders-dapr-token").At("stringData/token")!,
            StringComparison.Ordinal);
        Assert.Equal("redis-service:6379", manifests.Find("Secret", "orders-dapr-secrets").At("stringData/STATESTORE_REDISHOST"));
        Assert.DoesNotContain(manifests, manifest => manifest.At("metadata/name") is "shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task An_injected_daprd_of_a_version_is_pinned()
    {
        var chart = await Chart.PublishAsync(builder => builder.AddDaprShared("orders").WithImageTag("1.17.13").WithInjectedDaprd());

        using var helm = new Helm(chart);
        object? Image(params string[] arguments) => helm.Template(arguments)
            .Find("DaemonSet", "orders-dapr")
            .At("spec/template/metadata/annotations/dapr.io~1sidecar-image");
        Assert.Equal("docker.io/daprio/daprd:1.17.13", Image());
        Assert.Equal("mirror/daprd:1.18.2", Image("--set", "config.orders.DAPRD_IMAGE=mirror/daprd:1.18.2"));
        Assert.Equal("None", chart.Object("Service/orders-dapr").At("spec/clusterIP")); // the operator does not watch a DaemonSet
    }
}
