namespace DaprShared.Hosting.Tests;

/// <summary>AppHost lines in, Aspire's chart out.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task A_shared_daprd_becomes_a_DaemonSet_and_its_app_calls_the_daprd_on_its_node()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).PublishAsDaemonSet();
            orders.WithReference(dapr).WaitFor(dapr);
        });

        Assert.Equal(
            [
                "Chart.yaml",
                "templates/orders-dapr/configmap-dapr-system-trust-bundle.yaml",
                "templates/orders-dapr/networkpolicy-orders-dapr.yaml",
                "templates/orders-dapr/orders-dapr.yaml",
                "templates/orders-dapr/secrets.yaml",
                "templates/orders-dapr/service-orders-dapr.yaml",
                "templates/orders-dapr/service.yaml",
                "templates/orders-dapr/serviceaccount-orders-daprd.yaml",
                "templates/orders/config.yaml",
                "templates/orders/deployment.yaml",
                "templates/orders/secrets.yaml",
                "templates/orders/service.yaml",
                "values.yaml",
            ],
            chart.Keys);

        var workload = chart["templates/orders-dapr/orders-dapr.yaml"];
        Assert.Equal("DaemonSet", workload.At("kind"));
        Assert.Equal("orders-dapr", workload.At("metadata/name"));
        Assert.Equal("daprd", workload.At("spec/template/spec/containers/0/name"));
        var arguments = ((List<object>)workload.At("spec/template/spec/containers/0/args")!).Cast<string>();
        Assert.Contains("--mode=kubernetes", arguments);
        Assert.Contains("--app-channel-address=orders-service", arguments);
        Assert.Contains("--app-port=80", arguments); // the Service's port, not the container's

        Assert.Equal("None", chart["templates/orders-dapr/service-orders-dapr.yaml"].At("spec/clusterIP"));
        Assert.Equal("orders-dapr", chart["templates/orders-dapr/service-orders-dapr.yaml"].At("metadata/name"));
        Assert.Equal("Local", chart["templates/orders-dapr/service.yaml"].At("spec/internalTrafficPolicy"));
        Assert.Equal("orders-dapr-service", chart["templates/orders-dapr/service.yaml"].At("metadata/name"));
        Assert.Equal("http://orders-dapr-service:3500", chart["values.yaml"].At("config/orders/DAPR_HTTP_ENDPOINT"));
        Assert.Equal("http://orders-dapr-service:50001", chart["values.yaml"].At("config/orders/DAPR_GRPC_ENDPOINT"));
        Assert.Equal("{{ .Values.secrets.orders.orders_dapr_api_token }}", chart["templates/orders/secrets.yaml"].At("stringData/DAPR_API_TOKEN"));
        Assert.EndsWith("{{ .Values.secrets.orders_dapr.orders_dapr_api_token }}", (string)chart["templates/orders-dapr/secrets.yaml"].At("stringData/DAPR_API_TOKEN")!, StringComparison.Ordinal);
        Assert.Equal("", chart["values.yaml"].At("secrets/orders_dapr/orders_dapr_api_token"));
    }

    [Fact]
    public async Task Selectors_meet_the_labels_of_the_pods()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        var labels = (Dictionary<object, object>)chart["templates/orders/dapr.yaml"].At("spec/template/metadata/labels")!;
        foreach (var (file, path) in new[] { ("dapr.yaml", "spec/selector/matchLabels"), ("service.yaml", "spec/selector"), ("service-orders-dapr.yaml", "spec/selector") })
        {
            Assert.Subset(labels.ToHashSet(), ((Dictionary<object, object>)chart[$"templates/orders/{file}"].At(path)!).ToHashSet());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_Deployment_has_the_replicas_and_its_api_is_not_bound_to_a_node(int replicas)
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.PublishAsDeployment(replicas));
        });

        var workload = chart["templates/orders-dapr/orders-dapr.yaml"];
        Assert.StartsWith("---\napiVersion: apps/v1\nkind: Deployment\n", workload);
        Assert.Contains("\n  replicas: {{ .Values.config.orders_dapr.DAPRD_REPLICAS | int }}\n", workload);
        Assert.Equal(replicas.ToString(System.Globalization.CultureInfo.InvariantCulture), chart["values.yaml"].At("config/orders_dapr/DAPRD_REPLICAS"));
        Assert.Null(chart["templates/orders-dapr/service.yaml"].At("spec/internalTrafficPolicy"));
    }

    [Fact]
    public async Task The_port_of_a_project_stays_a_value_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            builder.AddProject("orders", Path.Combine(AppContext.BaseDirectory, "Orders.csproj"), options => options.ExcludeLaunchProfile = true).WithHttpEndpoint().WithDaprShared();
        });

        var arguments = ((List<object>)chart["templates/orders-dapr/orders-dapr.yaml"].At("spec/template/spec/containers/0/args")!).Cast<string>();
        Assert.Contains("--app-port={{ .Values.parameters.orders.port_http }}", arguments);
    }

    [Fact]
    public async Task A_component_becomes_one_object_scoped_to_the_app_ids_that_refer_to_it_and_its_secret_stays_a_reference()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
                .WithSecretMetadata("redisPassword", builder.AddParameter("password", "s3cret", secret: true));
            builder.AddDaprShared("orders").WithReference(store);
            builder.AddDaprShared("billing").WithReference(store);
        });

        var file = Assert.Single(chart.Keys, key => key.Contains("component", StringComparison.Ordinal));
        Assert.Equal(["billing", "orders"], (List<object>)chart[file].At("scopes")!);
        Assert.Equal("STATESTORE_REDISHOST", chart[file].At("spec/metadata/0/envRef"));
        Assert.Equal("orders-secrets", chart[file].At("spec/metadata/1/secretKeyRef/name"));
        Assert.Equal("STATESTORE_REDISPASSWORD", chart[file].At("spec/metadata/1/secretKeyRef/key"));
        Assert.Equal("kubernetes", chart[file].At("auth/secretStore"));
        Assert.Equal("redis-service:6379", chart["values.yaml"].At("config/billing/STATESTORE_REDISHOST"));
        Assert.Contains("templates/orders/config.yaml", chart.Keys);
        Assert.DoesNotContain(chart.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_users_customization_sees_the_final_objects()
    {
        var kinds = new List<string>();
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsKubernetesService(published =>
            {
                kinds.Add(published.Workload!.Kind!);
                kinds.AddRange(published.AdditionalResources.OfType<ChartManifest>().Select(manifest => manifest.Manifest.Kind));
                published.Workload.PodTemplate.Spec.PriorityClassName = "system-cluster-critical";
            });
        });

        Assert.Equal(["DaemonSet", "ConfigMap", "ServiceAccount", "NetworkPolicy", "Service"], kinds);
        Assert.Equal("system-cluster-critical", chart["templates/orders/dapr.yaml"].At("spec/template/spec/priorityClassName"));
    }

    [Fact]
    public async Task Two_publishes_are_the_same_bytes()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
            var store = builder.AddDaprSharedComponent("statestore", "state.in-memory");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.WithReference(store));
        }

        Assert.Equal(await AppHost.PublishAsync(Shop), await AppHost.PublishAsync(Shop));
    }
}
