namespace DaprShared.Hosting.Tests;

/// <summary>What a shared daprd refers to becomes objects of the chart.</summary>
public sealed class ComponentTests
{
    [Fact]
    public async Task A_component_becomes_one_object_scoped_to_the_app_ids_that_refer_to_it_and_its_secret_stays_a_reference()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
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
        Assert.Equal(
            "{{ .Values.config.orders.STATESTORE_REDISHOST | include `dapr-shared.text` }}",
            chart.Object("ConfigMap/orders-config").At("data/STATESTORE_REDISHOST"));
        Assert.DoesNotContain(chart.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_part_of_a_composed_value_is_a_value_of_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var (user, password) = (builder.AddParameter("user", "guest"), builder.AddParameter("queue-password", "s3cret", secret: true));
            builder.AddDaprShared("orders-dapr", appId: "orders").WithReference(builder.AddDaprSharedComponent("ps", "pubsub.rabbitmq")
                .WithMetadata("connectionString", ReferenceExpression.Create(
                    $"amqp://{user}:{password}@{redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)}")));
        });
        using var helm = new Helm(chart);

        var values = chart["values.yaml"];
        Assert.Equal(("", ""), (values.At("config/orders_dapr/user"), values.At("secrets/orders_dapr/queue_password")));
        Assert.DoesNotContain(chart.Objects(), item => item.Yaml.Contains("daprd.part", StringComparison.Ordinal));
        var secret = helm.Template("--set", "config.orders_dapr.user=guest,secrets.orders_dapr.queue_password=pw")
            .Single(manifest => manifest.At("metadata/name") is "orders-dapr-secrets");
        Assert.Equal("amqp://guest:pw@redis-service:6379", secret.At("stringData/PS_CONNECTIONSTRING"));
    }

    [Fact]
    public async Task A_connection_string_with_a_secret_is_a_key_of_a_Secret()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            builder.Configuration["Parameters:password"] = "s3cret";
            var postgres = builder.AddContainer("postgres", "postgres").WithEndpoint(targetPort: 5432, name: "tcp");
            var password = builder.AddParameter("password", secret: true);
            var database = builder.AddConnectionString("database", ReferenceExpression.Create(
                $"host={postgres.GetEndpoint("tcp").Property(EndpointProperty.Host)} password={password}"));
            builder.AddDaprShared("orders")
                .WithReference(builder.AddDaprSharedComponent("statestore", "state.postgresql").WithMetadata("connectionString", database));
        });

        Assert.Equal("STATESTORE_CONNECTIONSTRING", chart["templates/orders/component-statestore.yaml"].At("spec/metadata/0/envRef"));
        Assert.Contains(
            "{{ .Values.secrets.orders.",
            (string)chart.Object("Secret/orders-secrets").At("stringData/STATESTORE_CONNECTIONSTRING")!,
            StringComparison.Ordinal);
        Assert.DoesNotContain(chart.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_that_is_referred_to_becomes_an_object_of_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis");
            var shop = builder.AddDaprSharedConfiguration("shop").WithTracing(1).WithAccessControl("shop");
            builder.AddDaprShared("orders")
                .WithReference(builder.AddDaprSharedSubscription("order-placed", pubsub, "orders", "/orders"))
                .WithReference(builder.AddDaprSharedResiliency("patience")
                    .WithTimeout("short", TimeSpan.FromSeconds(2))
                    .WithScopes("elsewhere"))
                .WithReference(shop);
            builder.AddDaprShared("billing").WithReference(pubsub).WithReference(shop);
        });

        var subscription = chart["templates/orders/subscription-order-placed.yaml"];
        Assert.Equal("dapr.io/v2alpha1", subscription.At("apiVersion"));
        Assert.Equal(["orders"], (List<object>)subscription.At("scopes")!);
        Assert.Equal(["elsewhere"], (List<object>)chart["templates/orders/resiliency-patience.yaml"].At("scopes")!);
        Assert.Equal(["billing", "orders"], (List<object>)chart["templates/orders/component-pubsub.yaml"].At("scopes")!);
        Assert.Equal("shop", chart["templates/orders/configuration-shop.yaml"].At("spec/accessControl/trustDomain"));
        Assert.Null(chart["templates/orders/configuration-shop.yaml"].At("spec/nameResolution"));
        Assert.Null(chart["templates/orders/configuration-shop.yaml"].At("scopes"));
        Assert.DoesNotContain(
            chart.Keys,
            file => file.StartsWith("templates/billing/", StringComparison.Ordinal) && file.Contains("pubsub", StringComparison.Ordinal));
        foreach (var workload in new[] { chart["templates/orders/shared_daprd.yaml"], chart["templates/billing/shared_daprd.yaml"] })
        {
            Assert.Contains("--config=shop", ((List<object>)workload.At("spec/template/spec/containers/0/args")!).Cast<string>());
            Assert.Equal("shop", ((Dictionary<object, object>)workload.At("spec/template/metadata/annotations")!)["dapr.io/config"]);
        }
    }

    [Fact]
    public async Task A_component_of_somebody_elses_model_becomes_one_object_too()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            foreach (var name in new[] { "orders", "billing" })
            {
                DaprSharedExtensions.WithSource(builder.AddDaprShared(name), new OtherModel());
            }
        });

        var file = Assert.Single(chart.Keys, key => key.Contains("statestore", StringComparison.Ordinal));
        Assert.Equal("templates/orders/component-statestore.yaml", file);
        Assert.Equal(["billing", "orders"], chart[file].Texts("scopes"));
    }

    // As CommunityToolkit's integration is one.
    private sealed class OtherModel : IResourceSource
    {
        public object Key => nameof(OtherModel);

        public FoundResources Read(List<Diagnostic> mistakes) => new([], [new() { Name = "statestore", Type = "state.redis" }]);
    }

    [Theory]
    [InlineData(false, "orders-dapr")]
    [InlineData(true, "settings")]
    public async Task Workflows_in_several_daprds_get_the_feature_that_they_need(bool hasConfiguration, string name)
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders").WithWorkflows();
            if (hasConfiguration)
            {
                dapr.WithReference(builder.AddDaprSharedConfiguration("settings").WithTracing(samplingRate: 1));
            }
        });

        var (configuration, workload) = (chart[$"templates/orders/configuration-{name}.yaml"], chart["templates/orders/shared_daprd.yaml"]);
        Assert.Equal("WorkflowsClusteredDeployment", configuration.At("spec/features/0/name"));
        Assert.Equal(name, workload.At("spec/template/metadata/annotations/dapr.io~1config"));
        Assert.Contains($"--config={name}", workload.Texts("spec/template/spec/containers/0/args"));
    }
}
