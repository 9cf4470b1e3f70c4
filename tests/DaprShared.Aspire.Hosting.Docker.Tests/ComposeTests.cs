namespace DaprShared.Hosting.Tests;

/// <summary>AppHost lines in, the folder of Docker Compose out.</summary>
public sealed class ComposeTests
{
    [Fact]
    public async Task A_shared_daprd_becomes_a_service_in_standalone_mode()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).WithAppToken();
            orders.WithReference(dapr).WaitFor(dapr);
        });

        Assert.Equal([".env", "docker-compose.yaml"], folder.Keys);
        var services = folder["docker-compose.yaml"].At("services");
        Assert.Equal(
            [
                "--mode=standalone", "--app-id=orders", "--app-channel-address=orders", "--app-port=8080", "--app-protocol=http",
                "--dapr-http-port=3500", "--dapr-grpc-port=50001", "--dapr-internal-grpc-port=50002", "--dapr-public-port=3501",
                "--config=/dapr/config/config.yaml", "--resources-path=/dapr/resources", "--enable-metrics=true", "--metrics-port=9090",
                "--log-level=info", "--log-as-json=false",
            ],
            services.Texts("orders-dapr/command"));
        Assert.Equal(["/daprd"], services.Texts("orders-dapr/entrypoint"));
        Assert.Equal("docker.io/daprio/daprd:1.18.3", services.At("orders-dapr/image"));
        Assert.Equal("unless-stopped", services.At("orders-dapr/restart"));
        Assert.Equal(
            new()
            {
                ["DAPR_API_TOKEN"] = "${ORDERS_DAPR_API_TOKEN:?DAPR_API_TOKEN of orders-dapr is empty and would protect nothing.}",
                ["APP_API_TOKEN"] = "${ORDERS_DAPR_APP_TOKEN:?APP_API_TOKEN of orders-dapr is empty and would protect nothing.}",
            },
            ComposeFile.Map(services.At("orders-dapr/environment")));
        Assert.Equal(
            new()
            {
                ["APP_API_TOKEN"] = "${ORDERS_DAPR_APP_TOKEN}",
                ["DAPR_API_TOKEN"] = "${ORDERS_DAPR_API_TOKEN}",
                ["DAPR_HTTP_ENDPOINT"] = "http://orders-dapr:3500",
                ["DAPR_GRPC_ENDPOINT"] = "http://orders-dapr:50001",
            },
            ComposeFile.Map(services.At("orders/environment")));
        Assert.Equal("service_started", services.At("orders/depends_on/orders-dapr/condition"));
        Assert.Null(services.At("orders-dapr/depends_on"));
        Assert.Null(services.At("orders-dapr/ports"));
        Assert.Equal(["3500", "50001", "50002", "3501", "9090"], services.Texts("orders-dapr/expose"));
    }

    [Fact]
    public async Task Its_files_are_those_of_run_mode_and_hold_no_reference()
    {
        var folder = await ComposeFile.PublishAsync(builder => _ = Shop(builder));
        var local = await Shop(AppHost.Create()).FilesAsync();

        var configs = (List<object>)folder["docker-compose.yaml"].At("services/orders-dapr/configs")!;
        var published = configs.ToDictionary(
            config => ((string)config.At("target")!)["/dapr/".Length..],
            config => ComposeFile.Interpolated((string)folder["docker-compose.yaml"].At($"configs/{config.At("source")}/content")!, new()));
        Assert.Equal(local, new SortedDictionary<string, string>(published, StringComparer.Ordinal));
        Assert.Equal(
            [
                "config/config.yaml",
                "resources/paid.yaml",
                "resources/pubsub.yaml",
                "resources/retries.yaml",
                "resources/statestore.yaml",
            ],
            published.Keys.Order(StringComparer.Ordinal));
        Assert.All(configs, config => Assert.Equal(("65532", "65532", "0444"), (config.At("uid"), config.At("gid"), config.At("mode"))));
        Assert.Contains("a$b", published["resources/statestore.yaml"], StringComparison.Ordinal);
        Assert.Contains("envRef: STATESTORE_REDISPASSWORD", published["resources/statestore.yaml"], StringComparison.Ordinal);
        Assert.Contains("samplingRate", published["config/config.yaml"], StringComparison.Ordinal);

        var environment = ComposeFile.Map(folder["docker-compose.yaml"].At("services/orders-dapr/environment"));
        Assert.Equal("redis:6379", environment["STATESTORE_REDISHOST"]);
        Assert.Equal("${REDIS_PASSWORD}", environment["STATESTORE_REDISPASSWORD"]);
        Assert.Contains("--resources-path=/dapr/resources", folder["docker-compose.yaml"].Texts("services/orders-dapr/command"));

        static IResourceBuilder<DaprSharedResource> Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var host = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", host)
                .WithMetadata("keyPrefix", "a$b")
                .WithSecretMetadata("redisPassword", builder.AddParameter("redis-password", secret: true));
            var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", host);
            return builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithReference(store)
                .WithReference(builder.AddDaprSharedSubscription("paid", pubsub, "paid", "/paid"))
                .WithReference(builder.AddDaprSharedResiliency("retries").WithRetry("often", new() { MaxRetries = 5 }))
                .WithReference(builder.AddDaprSharedConfiguration("tracing").WithTracing(samplingRate: 0.5));
        }
    }

    [Fact]
    public async Task A_file_of_a_team_is_carried_over_whatever_it_is_called()
    {
        const string text =
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: keys} # $HOME\n"
            + "spec: {type: secretstores.local.env, version: v1, metadata: []}\n";
        var resources = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(resources, "the keys.yaml"), text, TestContext.Current.CancellationToken);
            var folder = await ComposeFile.PublishAsync(builder =>
            {
                builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
                builder.AddDaprShared("orders-dapr").WithResourcesFolder(resources);
            });

            Assert.Equal("/dapr/resources/the_0020keys.yaml", folder["docker-compose.yaml"].At("services/orders-dapr/configs/0/target"));
            var content = folder["docker-compose.yaml"].At("configs/orders-dapr__dapr_resources_the_0020keys.yaml/content");
            Assert.Equal(text, ComposeFile.Interpolated((string)content!, new()));
        }
        finally
        {
            Directory.Delete(resources, recursive: true);
        }
    }

    [Fact]
    public async Task Changed_files_make_another_service()
    {
        var sums = new List<object?>();
        foreach (var prefix in new[] { "a", "a", "b" })
        {
            var folder = await ComposeFile.PublishAsync(builder =>
            {
                builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
                builder.AddDaprShared("orders-dapr")
                    .WithReference(builder.AddDaprSharedInMemoryStateStore("statestore").WithMetadata("keyPrefix", prefix));
            });
            sums.Add(folder["docker-compose.yaml"].At("services/orders-dapr/labels/checksum~1config"));
        }

        Assert.StartsWith("sha256-", (string)sums[0]!, StringComparison.Ordinal);
        Assert.Equal(sums[0], sums[1]);
        Assert.NotEqual(sums[0], sums[2]);
    }

    [Fact]
    public async Task A_literal_dollar_of_an_option_is_no_variable()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr").WithOptions(options => options.AppHealthCheckPath = "/$health");
        });

        Assert.Contains("--app-health-check-path=/$$health", folder["docker-compose.yaml"].Texts("services/orders-dapr/command"));
    }

    [Fact]
    public async Task Placement_and_scheduler_are_services_for_those_who_ask_once()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            var store = builder.AddDaprSharedInMemoryStateStore("actors").AsActorStateStore();
            builder.AddDaprShared("carts-dapr", appId: "carts").WithActors().WithReference(store);
            builder.AddDaprShared("orders-dapr", appId: "orders").WithWorkflows().WithReference(store);
            builder.AddDaprShared("mails-dapr", appId: "mails").WithJobs();
            builder.AddDaprShared("billing-dapr", appId: "billing");
            // The environment may be the last word of the AppHost.
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
        });

        var services = folder["docker-compose.yaml"].At("services");
        Assert.Equal(
            ["billing-dapr", "carts-dapr", "compose-dapr-placement", "compose-dapr-scheduler", "mails-dapr", "orders-dapr"],
            ComposeFile.Map(services).Keys.Order(StringComparer.Ordinal));
        const string placement = "--placement-host-address=compose-dapr-placement:50005";
        const string scheduler = "--scheduler-host-address=compose-dapr-scheduler:50006";
        // One that asks for less has all of it too, as in a cluster: its app may call an actor of another one.
        foreach (var daprd in new[] { "carts-dapr", "orders-dapr", "mails-dapr", "billing-dapr" })
        {
            Assert.Equal(
                [placement, scheduler],
                services.Texts($"{daprd}/command").Where(argument => argument.Contains("-host-address=", StringComparison.Ordinal)));
            Assert.Equal(2, ComposeFile.Map(services.At($"{daprd}/depends_on")).Count);
        }

        Assert.Equal(["--port=50005", "--healthz-port=8080"], services.Texts("compose-dapr-placement/command"));
        Assert.Equal(
            [
                "--port=50006",
                "--healthz-port=8080",
                "--etcd-data-dir=/var/lock/dapr/scheduler",
                "--override-broadcast-host-port=compose-dapr-scheduler:50006",
            ],
            services.Texts("compose-dapr-scheduler/command"));
        Assert.Equal("docker.io/daprio/scheduler:1.18.3", services.At("compose-dapr-scheduler/image"));
        Assert.Equal("unless-stopped", services.At("compose-dapr-scheduler/restart"));
        Assert.Equal("compose-dapr-scheduler-data", services.At("compose-dapr-scheduler/volumes/0/source"));
        Assert.Equal("/var/lock", services.At("compose-dapr-scheduler/volumes/0/target"));
    }

    [Fact]
    public async Task It_starts_after_its_back_ends_and_when_Compose_knows_it_after_they_are_healthy()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            var dapr = builder.AddDaprShared("orders-dapr");
            foreach (var name in new[] { "known", "unknown", "early" })
            {
                var redis = builder.AddContainer(name, "redis").WithEndpoint(targetPort: 6379, name: "tcp");
                dapr.WithReference(builder.AddDaprSharedComponent($"{name}-store", "state.redis")
                    .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)));
                if (name != "unknown")
                {
                    redis.PublishAsDockerComposeService((_, service) => service.Healthcheck = new()
                    {
                        Test = ["CMD", "redis-cli", "ping"],
                        Interval = "1s",
                        Timeout = "1s",
                        StartPeriod = "1s",
                    });
                }

                if (name == "early")
                {
                    dapr.WaitForStart(redis);
                }
            }
        });

        var awaited = folder["docker-compose.yaml"].At("services/orders-dapr/depends_on");
        Assert.Equal("service_healthy", awaited.At("known/condition"));
        Assert.Equal("service_started", awaited.At("unknown/condition"));
        Assert.Equal("service_started", awaited.At("early/condition"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_dashboard_of_the_environment_gets_the_traces_without_TLS(bool dashboard)
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(dashboard);
        });

        var environment = ComposeFile.Map(folder["docker-compose.yaml"].At("services/orders-dapr/environment"))
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));
        Assert.Equal(
            dashboard
                ? new()
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://compose-dashboard:18889",
                    ["OTEL_EXPORTER_OTLP_INSECURE"] = "true",
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                    ["OTEL_SERVICE_NAME"] = "orders-dapr",
                }
                : new Dictionary<string, object>(),
            environment.ToDictionary());
    }

    [Theory]
    [InlineData("http://collector:4317", "true")]
    [InlineData("https://collector:4317", "false")]
    [InlineData("HTTPS://collector:4317", "false")]
    public async Task Whether_there_is_TLS_follows_the_address(string address, string insecure)
    {
        const string endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", tlsIsOff = "OTEL_EXPORTER_OTLP_INSECURE";
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            var scheme = address.Split(':')[0].ToLowerInvariant();
            var collector = builder.AddContainer("collector", "otel").WithEndpoint(name: "otlp", scheme: scheme, targetPort: 4317);
            builder.AddDaprShared("literal-dapr").WithEnvironment(endpoint, address);
            builder.AddDaprShared("container-dapr").WithEnvironment(endpoint, collector.GetEndpoint("otlp"));
            builder.AddDaprShared("composed-dapr")
                .WithEnvironment(
                    endpoint,
                    ReferenceExpression.Create($"{address}/{collector.GetEndpoint("otlp").Property(EndpointProperty.Host)}"));
            builder.AddDaprShared("unknown-dapr").WithEnvironment(endpoint, builder.AddParameter("collector-url"));
            builder.AddDaprShared("users-dapr").WithEnvironment(endpoint, address).WithEnvironment(tlsIsOff, "perhaps");
        });

        object? Insecure(string daprd) => folder["docker-compose.yaml"].At($"services/{daprd}-dapr/environment/{tlsIsOff}");
        Assert.Equal([insecure, insecure, insecure], new[] { "literal", "container", "composed" }.Select(Insecure));
        // What is in the .env file nobody computes with.
        Assert.Equal([null, "perhaps"], new[] { "unknown", "users" }.Select(Insecure));
    }

    [Fact]
    public async Task What_is_known_only_when_it_is_deployed_is_a_variable_that_has_to_be_filled_in()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("mails-dapr", appId: "mails").WithRemoteUrl(builder.AddParameter("mails-url"));
            var project = Path.Combine(AppContext.BaseDirectory, "Orders.csproj");
            builder.AddProject("orders", project, options => options.ExcludeLaunchProfile = true).WithHttpEndpoint().WithDaprShared();
        });

        var mails = folder["docker-compose.yaml"].Texts("services/mails-dapr/command");
        Assert.Contains("--app-channel-address=${MAILS_URL_HOST:?mails-dapr would not find its app.}", mails);
        Assert.Contains("--app-port=${MAILS_URL_PORT:?mails-dapr would not find its app.}", mails);
        var orders = folder["docker-compose.yaml"].Texts("services/orders-dapr/command");
        Assert.Contains("--app-channel-address=orders", orders);
        Assert.Contains("--app-port=${ORDERS_PORT:?orders-dapr would not find its app.}", orders);
        Assert.Equal(
            ["DAPR_API_TOKEN"],
            ComposeFile.Map(folder["docker-compose.yaml"].At("services/mails-dapr/environment")).Keys
                .Where(name => !name.StartsWith("OTEL_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_users_say_of_the_service_stays()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr").PublishAsDockerComposeService((_, service) => service.Restart = "no");
        });

        Assert.Equal("no", folder["docker-compose.yaml"].At("services/orders-dapr/restart"));
    }

    [Fact]
    public async Task Only_the_Dapr_API_can_be_opened_to_the_host()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr")
                .WithEndpoint("http", endpoint => endpoint.Port = 13500)
                .WithEndpoint("metrics", endpoint => endpoint.Port = 19090)
                .WithExternalHttpEndpoints();
        });

        var service = folder["docker-compose.yaml"].At("services/orders-dapr");
        Assert.Equal(["13500:3500", "50001"], service.Texts("ports").Order(StringComparer.Ordinal));
        Assert.Equal(["3501", "50002", "9090"], service.Texts("expose").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_cluster_has_and_Docker_Compose_has_not_is_left_out()
    {
        var (log, folder) = await AppHost.LogAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr").WithOptions(options => (options.EnableMtls, options.Config) = (true, "team"));
        });

        Assert.DoesNotContain(
            folder["docker-compose.yaml"].Texts("services/orders-dapr/command"),
            argument => argument.StartsWith("--enable-mtls", StringComparison.Ordinal));
        Assert.Contains(
            log,
            line => line.StartsWith("warning DAPRSHARED075: orders-dapr: option Config = 'team'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_publishes_are_the_same_bytes()
    {
        var first = await ComposeFile.PublishAsync(Configure);
        Assert.Equal(first, await ComposeFile.PublishAsync(Configure));

        static void Configure(IDistributedApplicationBuilder builder)
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
                .WithDaprShared(dapr => dapr
                    .WithActors()
                    .WithReference(builder.AddDaprSharedInMemoryStateStore("statestore").AsActorStateStore()));
        }
    }

    [Fact]
    public async Task The_manifests_of_a_cluster_are_a_step_of_their_own_and_are_checked_for_a_cluster()
    {
        var folder = await AppHost.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr", appId: "orders");
        }, step: "publish-dapr-shared");

        Assert.Contains("--mode=kubernetes", folder["dapr-shared/orders/daemonset-orders-dapr.yaml"], StringComparison.Ordinal);
        Assert.DoesNotContain("compose-dashboard", folder["dapr-shared/orders/daemonset-orders-dapr.yaml"], StringComparison.Ordinal);

        Assert.Empty(await AppHost.PublishAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr", appId: "orders").PublishAsDeployment(-1);
        }, step: "publish-dapr-shared"));
    }
}
