namespace DaprShared.Hosting.Tests;

/// <summary>AppHost lines in, plain manifests out.</summary>
public sealed class PlainManifestTests
{
    private static void Shop(IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
        var store = builder.AddDaprSharedComponent("statestore", "state.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
            .WithSecretMetadata("redisPassword", builder.AddParameter("password", "s3cret", secret: true));
        builder.AddContainer("orders", "shop/orders")
            .WithHttpEndpoint(port: 80, targetPort: 8080)
            .WithDaprShared(dapr => dapr.WithReference(store));
        builder.AddContainer("worker", "shop/worker").WithDaprShared(dapr => dapr.WithReference(store).PublishAsDeployment(replicas: 2));
    }

    [Fact]
    public async Task Without_a_compute_environment_publish_writes_a_folder_per_app_id()
    {
        var files = await AppHost.PublishAsync(Shop);

        Assert.Equal(
            [
                "dapr-shared/README.md",
                "dapr-shared/kustomization.yaml",
                "dapr-shared/orders/component-statestore.yaml",
                "dapr-shared/orders/daemonset-orders-dapr.yaml",
                "dapr-shared/orders/kustomization.yaml",
                "dapr-shared/orders/networkpolicy-orders-dapr.yaml",
                "dapr-shared/orders/resiliency-orders-dapr-inbound.yaml",
                "dapr-shared/orders/service-orders-dapr-api.yaml",
                "dapr-shared/orders/service-orders-dapr.yaml",
                "dapr-shared/orders/serviceaccount-orders-daprd.yaml",
                "dapr-shared/worker/deployment-worker-dapr.yaml",
                "dapr-shared/worker/kustomization.yaml",
                "dapr-shared/worker/networkpolicy-worker-dapr.yaml",
                "dapr-shared/worker/poddisruptionbudget-worker-dapr.yaml",
                "dapr-shared/worker/service-worker-dapr-api.yaml",
                "dapr-shared/worker/service-worker-dapr.yaml",
                "dapr-shared/worker/serviceaccount-worker-daprd.yaml",
            ],
            files.Keys);
        Assert.Equal(["orders", "worker"], (List<object>)files["dapr-shared/kustomization.yaml"].At("resources")!);
        var arguments = ((List<object>)files["dapr-shared/orders/daemonset-orders-dapr.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>();
        Assert.Contains("--app-channel-address=orders", arguments);
        Assert.Contains("--app-port=80", arguments);
        Assert.Equal("redis:6379", files["dapr-shared/orders/component-statestore.yaml"].At("spec/metadata/0/value"));
        Assert.Equal("statestore", files["dapr-shared/orders/component-statestore.yaml"].At("spec/metadata/1/secretKeyRef/name"));
        Assert.Equal(["orders", "worker"], (List<object>)files["dapr-shared/orders/component-statestore.yaml"].At("scopes")!);
        Assert.DoesNotContain(files.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kubectl_takes_the_folder_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            var files = await AppHost.PublishToAsync(folder, Shop);

            Assert.Equal(
                files.Objects()
                    .Select(item => item.Name)
                    .Where(name => !name.StartsWith("Kustomization/", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
                Kubectl.Kustomize(Path.Combine(folder, "dapr-shared"))
                    .Select(item => $"{item.At("kind")}/{item.At("metadata/name")}")
                    .Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_readme_has_the_variables_and_the_Secret_of_each_app()
    {
        var readme = (await AppHost.PublishAsync(Shop))["dapr-shared/README.md"];

        Assert.Contains(
            """
                - name: DAPR_GRPC_ENDPOINT
                  value: http://orders-dapr-api:50001
                - name: DAPR_HTTP_ENDPOINT
                  value: http://orders-dapr-api:3500
                - name: DAPR_API_TOKEN
                  valueFrom: { secretKeyRef: { name: orders-dapr-token, key: token } }
            """, readme, StringComparison.Ordinal);
        Assert.Contains(
            "kubectl create secret generic worker-dapr-token -n my-app --from-file=token=<(openssl",
            readme,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_readme_has_the_Services_that_are_taken_for_granted()
    {
        var readme = (await AppHost.PublishAsync(builder =>
        {
            Shop(builder);
            var project = Path.Combine(AppContext.BaseDirectory, "Storefront.csproj");
            builder.AddProject("Storefront", project, options => options.ExcludeLaunchProfile = true)
                .WithHttpEndpoint()
                .WithDaprShared(dapr => dapr.WithEnvironment(
                    "COLLECTOR",
                    builder.AddContainer("collector", "otel").WithHttpEndpoint(targetPort: 4317).GetEndpoint("http")));
        }))["dapr-shared/README.md"];

        var services = readme.Split("\n## ")
            .Skip(1)
            .ToDictionary(
                section => section.Split('\n')[0],
                section => section.Split("which have to have this name and port: ").ElementAtOrDefault(1)?.Split('\n')[0]);
        Assert.Equal(
            ("orders:80, redis:6379.", "redis:6379.", "storefront:8080, collector:4317."),
            (services["orders"], services["worker"], services["storefront"]));
    }

    [Fact]
    public async Task The_readme_has_the_token_of_the_app_too()
    {
        var readme = (await AppHost.PublishAsync(builder => builder.AddDaprShared("orders").WithAppToken()))["dapr-shared/README.md"];

        Assert.Contains(
            "- name: APP_API_TOKEN\n      valueFrom: { secretKeyRef: { name: orders-dapr-token, key: APP_API_TOKEN } }",
            readme,
            StringComparison.Ordinal);
        Assert.Contains(
            "kubectl create secret generic orders-dapr-token -n my-app --from-file=token=<(openssl rand -hex 24 | tr -d '\\n') "
            + "--from-file=APP_API_TOKEN=<(",
            readme,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_users_put_into_the_environment_is_there_and_a_secret_stays_a_reference()
    {
        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders")
            .WithEnvironment("REGION", "north")
            .WithEnvironment("LICENCE", builder.AddParameter("licence", "s3cret", secret: true)));

        var workload = files["dapr-shared/orders/daemonset-orders-dapr.yaml"];
        Assert.Contains("- name: REGION\n          value: north\n", workload, StringComparison.Ordinal);
        Assert.Contains(
            """
                    - name: LICENCE
                      valueFrom:
                        secretKeyRef:
                          name: orders-dapr-environment
                          key: LICENCE
            """, workload, StringComparison.Ordinal);
        Assert.Contains("Secret orders-dapr-environment: LICENCE", files["dapr-shared/README.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_condition_or_behind_another_value_stays_a_reference()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var secret = builder.AddParameter("secret", "s3cret", secret: true);
            builder.AddDaprShared("orders")
                .WithEnvironment("WRAPPED", $"{new Wrapped(secret.Resource)}")
                .WithReference(builder.AddDaprSharedComponent("statestore", "state.redis")
                    .WithMetadata("with", Login(builder.AddParameter("on", "true")))
                    .WithMetadata("without", Login(builder.AddParameter("off", "false"))));

            ReferenceExpression Login(IResourceBuilder<ParameterResource> condition) =>
                ReferenceExpression.CreateConditional(
                    condition.Resource,
                    "true",
                    ReferenceExpression.Create($"password={secret}"),
                    ReferenceExpression.Create($"anonymous"));
        });

        var component = files["dapr-shared/orders/component-statestore.yaml"];
        Assert.Equal(
            ("statestore", "with"),
            (component.At("spec/metadata/0/secretKeyRef/name"), component.At("spec/metadata/0/secretKeyRef/key")));
        Assert.Equal("anonymous", component.At("spec/metadata/1/value"));
        Assert.Contains("Secret orders-dapr-environment: WRAPPED", files["dapr-shared/README.md"], StringComparison.Ordinal);
        Assert.DoesNotContain(files.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parameter_with_a_value_is_text()
    {
        var pem = Certificate.Pem;

        var files = await AppHost.PublishAsync(builder =>
        {
            builder.Configuration["Parameters:url"] = "http://orders.other:9000";
            builder.AddDaprShared("orders")
                .WithRemoteUrl(builder.AddParameter("url"), "http")
                .WithTrustAnchors(builder.AddParameter("anchors", pem));
        });

        var arguments = (List<object>)files["dapr-shared/orders/daemonset-orders-dapr.yaml"].At("spec/template/spec/containers/0/args")!;
        Assert.Subset(arguments.ToHashSet(), new HashSet<object> { "--app-channel-address=orders.other", "--app-port=9000" });
        Assert.Equal(pem, ((string)files["dapr-shared/orders/configmap-orders-dapr-trust.yaml"].At("data/ca.crt")!).TrimEnd());
    }

    [Fact]
    public async Task The_format_of_a_reference_is_kept_as_in_run_mode()
    {
        const string expected = "amqp://a%40b%2Fc:5672/a@b/c";
        static IResourceBuilder<DaprSharedResource> Orders(IDistributedApplicationBuilder builder)
        {
            var user = builder.AddParameter("user", "a@b/c");
            return builder.AddDaprShared("orders")
                .WithEnvironment("QUEUE", ReferenceExpression.Create($"amqp://{user.Resource:uri}:5672/{user}"))
                .WithReference(builder.AddDaprSharedComponent("queue", "pubsub.rabbitmq")
                    .WithMetadata("connectionString", ReferenceExpression.Create($"amqp://{user.Resource:uri}:5672/{user}")));
        }

        var files = await AppHost.PublishAsync(builder => Orders(builder));

        Assert.Equal(expected, files.Object("DaemonSet/orders-dapr").Variable("QUEUE").At("value"));
        Assert.Equal(expected, files.Object("Component/queue").At("spec/metadata/0/value"));
        var builder = AppHost.Create();
        Orders(builder);
        Assert.Equal(expected, (await builder.StartAsync("orders")).Environment["QUEUE"]);
    }

    [Fact]
    public async Task A_reference_that_may_not_be_written_or_has_no_value_is_an_error()
    {
        Assert.Equal(
            [
                "error DAPRSHARED103: orders: parameter 'url' is a secret, which must not stand in --app-channel-address. "
                + "Use a parameter that is none.",
                "error DAPRSHARED103: orders: parameter 'url' is a secret, which must not stand in --app-port. "
                + "Use a parameter that is none.",
            ],
            (await AppHost.FailAsync(builder => builder.AddDaprShared("orders")
                .WithRemoteUrl(builder.AddParameter("url", "http://s3cret:80", secret: true), "http"))).Errors);
        // A name of its own: what a publish was told is remembered for the next one.
        Assert.Equal(
            [
                "error DAPRSHARED103: orders: parameter 'unset' has no value for the trust anchors. Give it one: "
                + "Parameters:unset in the AppHost's configuration.",
            ],
            (await AppHost.FailAsync(builder => builder.AddDaprShared("orders").WithTrustAnchors(builder.AddParameter("unset")))).Errors);
        Assert.StartsWith(
            "error DAPRSHARED062: orders: ",
            Assert.Single((await AppHost.FailAsync(builder => builder.AddDaprShared("orders")
                .WithTrustAnchors(builder.AddParameter("anchors", "no certificate")))).Errors),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "error DAPRSHARED063: orders: ",
            Assert.Single((await AppHost.FailAsync(builder => builder.AddDaprShared("orders")
                .WithTrustAnchors(builder.AddParameter("anchors", "-----BEGIN PRIVATE KEY-----")))).Errors),
            StringComparison.Ordinal);
    }

    // Somebody else's value, which says what it is made from.
    private sealed record Wrapped(ParameterResource Parameter) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
    {
        public string ValueExpression => Parameter.ValueExpression;

        public IEnumerable<object> References => [Parameter];

        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            $"<{await Parameter.GetValueAsync(cancellationToken)}>";
    }

    [Fact]
    public async Task Two_publishes_are_the_same_bytes() =>
        Assert.Equal(await AppHost.PublishAsync(Shop), await AppHost.PublishAsync(Shop));
}
