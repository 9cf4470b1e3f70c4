namespace DaprShared.Hosting.Tests;

/// <summary>AppHost lines in, command line and environment out.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Daprd_calls_a_process_on_the_host_through_the_address_that_its_container_sees()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http");
        builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders);

        var daprd = await builder.StartAsync("orders-dapr");

        Assert.Equal(
            [
                "--mode=standalone",
                "--app-id=orders",
                "--app-channel-address=aspire.dev.internal",
                "--app-port=30001",
                "--app-protocol=http",
                "--dapr-http-port=3500",
                "--dapr-grpc-port=50001",
                "--dapr-internal-grpc-port=50002",
                "--dapr-public-port=3501",
                "--config=/dapr/config/config.yaml",
                "--resources-path=/dapr/resources",
                "--enable-metrics=true",
                "--metrics-port=9090",
                "--log-level=info",
                "--log-as-json=false",
            ],
            daprd.Arguments);
    }

    [Fact]
    public async Task Daprd_calls_a_container_by_its_alias_and_target_port()
    {
        var builder = AppHost.Create();
        var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
        builder.AddDaprShared("orders-dapr").WithApp(orders);

        var daprd = await builder.StartAsync("orders-dapr");

        Assert.Contains("--app-channel-address=orders.dev.internal", daprd.Arguments);
        Assert.Contains("--app-port=8080", daprd.Arguments);
    }

    [Fact]
    public async Task An_app_without_a_port_gets_no_app_channel()
    {
        var builder = AppHost.Create();
        builder.AddProcess("worker").WithDaprShared();

        var daprd = await builder.StartAsync("worker-dapr");

        Assert.Contains("--app-id=worker", daprd.Arguments);
        Assert.DoesNotContain(
            daprd.Arguments,
            argument => argument.StartsWith("--app-port", StringComparison.Ordinal)
                || argument.StartsWith("--app-channel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://shop.example.com:8080", "shop.example.com", "8080", "http")]
    [InlineData("https://shop.example.com", "shop.example.com", "443", "https")]
    [InlineData("grpc://10.0.0.7:5000", "10.0.0.7", "5000", "grpc")]
    public async Task An_app_outside_the_application_has_a_url(string url, string host, string port, string protocol)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("shop").WithRemoteUrl(url);

        var daprd = await builder.StartAsync("shop");

        Assert.Contains($"--app-channel-address={host}", daprd.Arguments);
        Assert.Contains($"--app-port={port}", daprd.Arguments);
        Assert.Contains($"--app-protocol={protocol}", daprd.Arguments);
    }

    [Fact]
    public async Task The_plain_endpoint_wins_over_https_and_a_name_over_both()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "https", "http");
        builder.AddDaprShared("a").WithApp(orders);
        builder.AddDaprShared("b").WithApp(orders, "https");

        Assert.Contains("--app-protocol=http", (await builder.StartAsync("a")).Arguments);
    }

    [Theory]
    [InlineData("http", "http", "http", "http")]
    [InlineData("http", "http", "http2", "h2c")]
    [InlineData("http", "grpc", "http2", "grpc")]
    [InlineData("https", "https", null, "https")]
    public async Task The_protocol_follows_the_endpoint(string scheme, string name, string? transport, string protocol)
    {
        var builder = AppHost.Create();
        var orders = builder.AddExecutable("orders", "app", ".").WithEndpoint(scheme: scheme, name: name);
        if (transport is not null)
        {
            orders.WithEndpoint(name, endpoint => endpoint.Transport = transport);
        }

        builder.AddDaprShared("orders-dapr").WithApp(orders);

        Assert.Contains($"--app-protocol={protocol}", (await builder.StartAsync("orders-dapr")).Arguments);
    }

    [Fact]
    public async Task An_app_gets_urls_that_it_can_reach_and_the_token_that_daprd_asks_for()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders");
        builder.AddProcess("process", "http").WithReference(dapr);
        builder.AddContainer("container", "shop/orders").WithReference(dapr);

        var (process, container, daprd) = (
            await builder.StartAsync("process"),
            await Again().StartAsync("container"),
            await Again().StartAsync("orders-dapr"));

        Assert.StartsWith("http://localhost:", process.Environment["DAPR_HTTP_ENDPOINT"], StringComparison.Ordinal);
        Assert.StartsWith("http://localhost:", process.Environment["DAPR_GRPC_ENDPOINT"], StringComparison.Ordinal);
        Assert.Equal("http://orders-dapr.dev.internal:3500", container.Environment["DAPR_HTTP_ENDPOINT"]);
        Assert.Equal("http://orders-dapr.dev.internal:50001", container.Environment["DAPR_GRPC_ENDPOINT"]);
        Assert.True(process.Environment["DAPR_API_TOKEN"].Length >= 32);
        Assert.NotEmpty(daprd.Environment["DAPR_API_TOKEN"]);

        static IDistributedApplicationBuilder Again()
        {
            var builder = AppHost.Create();
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders");
            builder.AddContainer("container", "shop/orders").WithReference(dapr);
            return builder;
        }
    }

    [Fact]
    public async Task The_token_is_the_same_at_both_ends()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:orders-dapr-api-token"] = "the-token";
        builder.AddProcess("orders", "http").WithDaprShared();
        var started = await builder.StartAsync("orders");

        builder = AppHost.Create();
        builder.Configuration["Parameters:orders-dapr-api-token"] = "the-token";
        builder.AddProcess("orders", "http").WithDaprShared();
        var daprd = await builder.StartAsync("orders-dapr");

        Assert.Equal("the-token", started.Environment["DAPR_API_TOKEN"]);
        Assert.Equal("the-token", daprd.Environment["DAPR_API_TOKEN"]);
    }

    [Fact]
    public async Task One_call_wires_both_directions_and_lets_the_app_wait()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "http").WithDaprShared(dapr => dapr.WithOptions(options => options.LogLevel = "debug"));

        var orders = await builder.StartAsync("orders");

        Assert.Contains("DAPR_HTTP_ENDPOINT", orders.Environment.Keys);
        Assert.Equal(["orders-dapr"], orders.WaitsFor);
    }

    [Fact]
    public async Task Options_reach_the_command_line_and_the_endpoints()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders")
            .WithOptions(options => options.DaprHttpPort = 3600)
            .WithOptions(options => options.DaprMaxBodySize = "16Mi");

        var daprd = await builder.StartAsync("orders");

        Assert.Contains("--dapr-http-port=3600", daprd.Arguments);
        Assert.Contains("--max-body-size=16Mi", daprd.Arguments);
        Assert.Equal(3600, dapr.Resource.HttpEndpoint.TargetPort);
    }

    [Fact]
    public async Task A_component_reads_references_and_secrets_from_the_environment_and_its_back_end_is_awaited()
    {
        var builder = AppHost.Create();
        builder.Configuration["Parameters:password"] = "s3cret";
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
        var store = builder.AddDaprSharedComponent("statestore", "state.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
            .WithSecretMetadata("redisPassword", builder.AddParameter("password", secret: true))
            .WithMetadata("keyPrefix", "name")
            .AsActorStateStore();
        var dapr = builder.AddDaprShared("orders").WithReference(store);

        var daprd = await builder.StartAsync("orders");
        var files = await dapr.FilesAsync();

        Assert.Equal("redis.dev.internal:6379", daprd.Environment["STATESTORE_REDISHOST"]);
        Assert.Equal("s3cret", daprd.Environment["STATESTORE_REDISPASSWORD"]);
        Assert.Equal(["redis"], daprd.WaitsFor);
        Assert.Equal(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
            spec:
              metadata:
              - name: redisHost
                envRef: STATESTORE_REDISHOST
              - name: redisPassword
                envRef: STATESTORE_REDISPASSWORD
              - name: keyPrefix
                value: name
              - name: actorStateStore
                value: "true"
              type: state.redis
              version: v1

            """,
            files["resources/statestore.yaml"], ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Other_app_ids_are_found_under_the_alias_of_their_container()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("checkout-runtime", appId: "checkout");

        var files = await dapr.FilesAsync();

        Assert.Equal("{appid}-dapr:50002", files["config/config.yaml"].At("spec/nameResolution/configuration/format"));
        Assert.Contains(dapr.Resource.Annotations.OfType<ContainerNetworkAliasAnnotation>(), alias => alias.Alias == "checkout-dapr");
    }

    [Fact]
    public void The_resource_has_the_five_endpoints_of_daprd_and_offers_two()
    {
        var dapr = AppHost.Create().AddDaprShared("orders");

        Assert.Equal(
            [("http", 3500, false), ("grpc", 50001, false), ("internal", 50002, true), ("public", 3501, true), ("metrics", 9090, true)],
            dapr.Resource.Annotations.OfType<EndpointAnnotation>()
                .Select(endpoint => (endpoint.Name, endpoint.TargetPort!.Value, endpoint.ExcludeReferenceEndpoint)));
        Assert.Equal("http2", dapr.Resource.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "grpc").Transport);
        Assert.Contains(
            dapr.Resource.Annotations.OfType<HealthCheckAnnotation>(),
            check => check.Key.Contains("/v1.0/healthz/outbound", StringComparison.Ordinal));
        Assert.Equal("docker.io/daprio/daprd:1.18.3", dapr.Resource.TryGetContainerImageName(out var image) ? image : null);
        Assert.Equal("/daprd", dapr.Resource.Entrypoint);
    }
}
