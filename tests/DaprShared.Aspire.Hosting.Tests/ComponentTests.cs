namespace DaprShared.Hosting.Tests;

/// <summary>What a shared daprd refers to: components, subscriptions, resiliency policies, Configurations and files, locally.</summary>
public sealed class ComponentTests
{
    [Fact]
    public async Task Components_in_memory_have_short_forms()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedInMemoryStateStore("statestore").AsActorStateStore())
            .WithReference(builder.AddDaprSharedInMemoryPubSub("pubsub"));

        var files = await dapr.FilesAsync();

        Assert.Equal("state.in-memory", files["resources/statestore.yaml"].At("spec/type"));
        Assert.Equal("actorStateStore", files["resources/statestore.yaml"].At("spec/metadata/0/name"));
        Assert.Equal("pubsub.in-memory", files["resources/pubsub.yaml"].At("spec/type"));
        Assert.Empty(builder.Diagnostics());
    }

    [Fact]
    public void A_pub_sub_in_memory_of_two_daprds_is_a_warning()
    {
        var builder = AppHost.Create();
        var pubsub = builder.AddDaprSharedInMemoryPubSub("pubsub");
        builder.AddDaprShared("orders").WithReference(pubsub);
        builder.AddDaprShared("billing").WithReference(pubsub);

        Assert.Equal(
            "warning DAPRSHARED031: pubsub: orders, billing refer to it, "
            + "but its messages never leave the daprd that they were published to. Use a pub/sub with a back end, "
            + "for example pubsub.redis.",
            Assert.Single(builder.Diagnostics()));
    }

    [Fact]
    public void A_component_in_memory_and_a_literal_secret_are_warnings_when_they_are_published()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedInMemoryStateStore("statestore"))
            .WithReference(builder.AddDaprSharedComponent("pubsub", "pubsub.redis")
                .WithMetadata("redisPassword", "hunter2")
                .WithMetadata("keyPrefix", "none")
                .WithMetadata("partitionKey", "id"));

        Assert.Equal(["DAPRSHARED030: statestore", "DAPRSHARED035: pubsub"], Codes(builder.Diagnostics(DaprdMode.Kubernetes)));
        Assert.DoesNotContain(builder.Diagnostics(DaprdMode.Kubernetes), text => text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_type_that_daprd_does_not_have_is_refused()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithReference(builder.AddDaprSharedComponent("statestore", "redis"));

        Assert.Contains("DAPRSHARED043: statestore: type 'redis'", await builder.MistakesAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-b", "c", "a", "b-c", "A_B_C")]
    [InlineData("a", "password", "a", "Password", "A_PASSWORD")]
    public async Task Two_items_that_would_be_read_from_one_variable_are_refused(
        string component,
        string item,
        string other,
        string otherItem,
        string variable)
    {
        var builder = AppHost.Create();
        var components = new[] { component, other }.Distinct()
            .ToDictionary(name => name, name => builder.AddDaprSharedComponent(name, "state.redis"));
        components[component].WithSecretMetadata(item, builder.AddParameter("p1", "1", secret: true));
        components[other].WithSecretMetadata(otherItem, builder.AddParameter("p2", "2", secret: true));
        var dapr = builder.AddDaprShared("orders");
        foreach (var used in components.Values)
        {
            dapr.WithReference(used);
        }

        Assert.Equal(
            $"error DAPRSHARED044: orders: metadata '{item}' of '{component}' and '{otherItem}' of '{other}' would all be read from "
            + $"{variable}, which has one value. Give a component another name, or keep one of the items.",
            await builder.MistakesAsync());
    }

    [Fact]
    public async Task No_component_takes_a_variable_of_daprds_own()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedComponent("pod", "state.redis").WithMetadata("name", builder.AddParameter("p", "redis")));

        Assert.Equal("redis", (await builder.StartAsync("orders")).Environment["COMPONENT_POD_NAME"]);
    }

    [Fact]
    public async Task A_connection_string_travels_through_the_environment_and_its_resources_are_awaited()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:password"] = "s3cret";
        var postgres = builder.AddContainer("postgres", "postgres").WithEndpoint(targetPort: 5432, name: "tcp");
        var host = postgres.GetEndpoint("tcp").Property(EndpointProperty.Host);
        var password = builder.AddParameter("password", secret: true);
        var database = builder.AddConnectionString("database", ReferenceExpression.Create($"host={host} password={password}"));
        var dapr = builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedComponent("statestore", "state.postgresql").WithMetadata("connectionString", database));

        var daprd = await builder.StartAsync("orders");
        var files = await dapr.FilesAsync();

        Assert.Equal("host=postgres.dev.internal password=s3cret", daprd.Environment["STATESTORE_CONNECTIONSTRING"]);
        Assert.Equal(["database", "postgres"], daprd.WaitsFor.Order());
        Assert.Equal("STATESTORE_CONNECTIONSTRING", files["resources/statestore.yaml"].At("spec/metadata/0/envRef"));
        Assert.DoesNotContain(files.Values.Concat(daprd.Arguments), text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_string_with_a_secret_is_a_key_of_a_Secret()
    {
        var plain = await AppHost.PublishAsync(builder =>
        {
            builder.Configuration["Parameters:password"] = "s3cret";
            var postgres = builder.AddContainer("postgres", "postgres").WithEndpoint(targetPort: 5432, name: "tcp");
            var host = postgres.GetEndpoint("tcp").Property(EndpointProperty.Host);
            var password = builder.AddParameter("password", secret: true);
            var database = builder.AddConnectionString("database", ReferenceExpression.Create($"host={host} password={password}"));
            builder.AddDaprShared("orders")
                .WithReference(builder.AddDaprSharedComponent("statestore", "state.postgresql").WithMetadata("connectionString", database));
        });

        Assert.Equal("statestore", plain["dapr-shared/orders/component-statestore.yaml"].At("spec/metadata/0/secretKeyRef/name"));
        Assert.DoesNotContain(plain.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subscription_brings_its_pub_sub()
    {
        var builder = AppHost.Create();
        var pubsub = builder.AddDaprSharedInMemoryPubSub("pubsub");
        var placed = builder.AddDaprSharedSubscription("order-placed", pubsub, topic: "orders", route: "/orders")
            .WithRule("event.type == \"refund\"", "/refunds")
            .WithDeadLetterTopic("poison")
            .WithBulkSubscribe(maxMessagesCount: 50, maxAwaitDuration: TimeSpan.FromMilliseconds(250))
            .WithMetadata("rawPayload", "true");
        var dapr = builder.AddDaprShared("orders").WithReference(placed);

        var files = await dapr.FilesAsync();

        Assert.Contains("resources/pubsub.yaml", files.Keys);
        Assert.Equal(
            """
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata:
              name: order-placed
            spec:
              metadata:
                rawPayload: "true"
              pubsubname: pubsub
              topic: orders
              routes:
                rules:
                - match: "event.type == \"refund\""
                  path: /refunds
                default: /orders
              deadLetterTopic: poison
              bulkSubscribe:
                enabled: true
                maxMessagesCount: 50
                maxAwaitDurationMs: 250

            """,
            files["resources/order-placed.yaml"], ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_subscription_to_a_pub_sub_that_the_daprd_does_not_have_is_a_warning()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithReference(builder.AddDaprSharedSubscription("order-placed", "pubsub", "orders", "/orders"));

        Assert.Equal(["DAPRSHARED039: order-placed"], Codes(builder.Diagnostics()));
    }

    [Fact]
    public async Task Resiliency_policies_have_names_and_targets()
    {
        var builder = AppHost.Create();
        var store = builder.AddDaprSharedComponent("statestore", "state.redis");
        var patience = builder.AddDaprSharedResiliency("patience")
            .WithTimeout("short", TimeSpan.FromSeconds(2))
            .WithRetry("again", new() { Duration = TimeSpan.FromSeconds(1), MaxRetries = 3, HttpStatusCodes = "429,500-599" })
            .WithRetry("longer", new() { Policy = DaprRetryPolicy.Exponential, MaxInterval = TimeSpan.FromMinutes(1) })
            .WithCircuitBreaker("fuse", new() { MaxRequests = 1, Timeout = TimeSpan.FromSeconds(30), Trip = "consecutiveFailures >= 5" })
            .WithAppTarget("orders", new(Timeout: "short", Retry: "again"))
            .WithComponentTarget(store, outbound: new(Retry: "longer"))
            .WithActorTarget("Cart", new(CircuitBreaker: "fuse"));
        var dapr = builder.AddDaprShared("storefront").WithReference(store).WithReference(patience);

        Assert.Equal(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata:
              name: patience
            spec:
              policies:
                timeouts:
                  short: "2s"
                retries:
                  again:
                    policy: constant
                    duration: "1s"
                    maxRetries: 3
                    matching:
                      httpStatusCodes: "429,500-599"
                  longer:
                    policy: exponential
                    maxInterval: "60s"
                circuitBreakers:
                  fuse:
                    maxRequests: 1
                    timeout: "30s"
                    trip: "consecutiveFailures >= 5"
              targets:
                apps:
                  orders:
                    timeout: short
                    retry: again
                components:
                  statestore:
                    outbound:
                      retry: longer
                actors:
                  Cart:
                    circuitBreaker: fuse
                    circuitBreakerScope: both

            """,
            (await dapr.FilesAsync())["resources/patience.yaml"], ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_policy_that_nobody_defined_is_refused()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("storefront").WithReference(builder.AddDaprSharedResiliency("patience")
            .WithRetry("again", new() { MaxRetries = -2 })
            .WithAppTarget("orders", new(Timeout: "short", Retry: "DaprBuiltInServiceRetries")));

        var mistakes = builder.Diagnostics();

        Assert.Equal(["DAPRSHARED038: patience", "DAPRSHARED038: patience"], Codes(mistakes));
        Assert.Contains("app 'orders' names the timeout 'short', which is not defined", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("retry 'again' has MaxRetries = -2", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Configuration_is_laid_over_the_generated_one()
    {
        var builder = AppHost.Create();
        var limit = builder.AddDaprSharedComponent("limit", "middleware.http.ratelimit").WithMetadata("maxRequestsPerSecond", "10");
        var shop = builder.AddDaprSharedConfiguration("shop")
            .WithFeature("HotReload", false)
            .WithTracing(samplingRate: 0.5)
            .WithMetrics(new(IncreasedCardinality: false, PathMatching: ["/orders/{id}"]))
            .WithHttpPipeline(limit)
            .WithAccessControl(trustDomain: "shop")
            .WithSpec(
                """
                nameResolution: { component: kubernetes, version: v1 }
                features:
                - { name: Other, enabled: true }
                metrics:
                  rules:
                  - name: x
                    labels: [{ name: path, regex: { orders: "/orders/.+$1" } }]
                """);
        var dapr = builder.AddDaprShared("orders").WithReference(shop);

        var daprd = await builder.StartAsync("orders");
        var files = await dapr.FilesAsync();
        var file = files["config/config.yaml"];

        Assert.Contains("--config=/dapr/config/config.yaml", daprd.Arguments);
        Assert.Contains("resources/limit.yaml", files.Keys);
        Assert.Equal("shop", file.At("metadata/name"));
        Assert.Equal("nameformat", file.At("spec/nameResolution/component"));
        Assert.Equal(
            ("HotReload", "false", "Other"),
            (file.At("spec/features/0/name"), file.At("spec/features/0/enabled"), file.At("spec/features/1/name")));
        Assert.Equal("0.5", file.At("spec/tracing/samplingRate"));
        Assert.Equal("limit", file.At("spec/httpPipeline/handlers/0/name"));
        Assert.Equal("middleware.http.ratelimit", file.At("spec/httpPipeline/handlers/0/type"));
        Assert.Equal("/orders/{id}", file.At("spec/metrics/http/pathMatching/0"));
        Assert.Null(file.At("spec/accessControl"));
        // daprd would replace $1 by an empty text in the file.
        Assert.Equal("/orders/.+$1", file.At("spec/metrics/rules/0/labels/0/regex/orders"));
        Assert.DoesNotContain('$', file);
    }

    [Fact]
    public void A_Configuration_that_is_no_YAML_and_a_second_one_are_refused()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithReference(builder.AddDaprSharedConfiguration("one").WithSpec("features: [").WithTracing(2))
            .WithReference(builder.AddDaprSharedConfiguration("two").WithSpec("- a list"));

        Assert.Equal(
            ["DAPRSHARED040: one", "DAPRSHARED040: one", "DAPRSHARED040: two", "DAPRSHARED037: orders"],
            Codes(builder.Diagnostics()));
    }

    private static IEnumerable<string> Codes(IEnumerable<string> diagnostics) =>
        diagnostics.Select(text => text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Select(text => string.Join(':', text.Split(':')[..2]));
}
