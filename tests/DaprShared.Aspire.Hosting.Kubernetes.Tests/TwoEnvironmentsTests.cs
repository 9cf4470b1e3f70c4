namespace DaprShared.Hosting.Tests;

/// <summary>Environments of several kinds side by side: each daprd is right in its own.</summary>
public sealed class TwoEnvironmentsTests
{
    [Fact]
    public async Task Each_daprd_is_right_where_Kubernetes_and_Docker_Compose_stand_side_by_side()
    {
        var folder = await AppHost.PublishAsync(builder =>
        {
            var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var compose = builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
            var store = builder.AddDaprSharedInMemoryStateStore("statestore");
            (string, IResourceBuilder<IComputeEnvironmentResource>)[] apps = [("mails", compose), ("orders", k8s)];
            foreach (var (name, environment) in apps)
            {
                builder.AddContainer(name, $"shop/{name}").WithHttpEndpoint(targetPort: 8080).WithComputeEnvironment(environment)
                    .WithDaprShared(dapr => dapr.WithJobs().WithoutApiToken().WithReference(store).WithComputeEnvironment(environment));
            }
        });

        var workload = folder["k8s/templates/orders-dapr/shared_daprd.yaml"];
        var arguments = workload.Texts("spec/template/spec/containers/0/args");
        Assert.Contains("--mode=kubernetes", arguments);
        Assert.Contains("--scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443", arguments);
        Assert.Equal(
            "{{ .Values.config.orders_dapr.DAPRD_IMAGE | include `dapr-shared.text` }}",
            workload.At("spec/template/spec/containers/0/image"));
        Assert.DoesNotContain(
            folder.Keys,
            file => file.StartsWith("k8s/", StringComparison.Ordinal)
                && (file.Contains("mails", StringComparison.Ordinal) || file.Contains("dapr-scheduler", StringComparison.Ordinal)));

        // What both refer to is written in both.
        Assert.Equal(["orders"], folder["k8s/templates/orders-dapr/component-statestore.yaml"].Texts("scopes"));

        var services = folder["compose/docker-compose.yaml"].At("services");
        Assert.Equal("/dapr/resources/statestore.yaml", services.At("mails-dapr/configs/0/target"));
        Assert.Equal(["compose-dapr-scheduler", "mails", "mails-dapr"], ComposeFile.Map(services).Keys.Order(StringComparer.Ordinal));
        Assert.Contains("--mode=standalone", services.Texts("mails-dapr/command"));
        Assert.Contains("--scheduler-host-address=compose-dapr-scheduler:50006", services.Texts("mails-dapr/command"));
        Assert.Null(services.At("mails-dapr/environment"));
        ComposeFile.AssertValid(folder["compose/docker-compose.yaml"], folder.GetValueOrDefault("compose/.env") ?? "");
    }

    [Fact]
    public async Task Manifests_of_one_app_id_for_two_environments_would_be_one_folder()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithComputeEnvironment(builder.AddKubernetesEnvironment("k8s").WithSharedDaprds());
            builder.AddDaprShared("local-orders-dapr", appId: "orders")
                .WithComputeEnvironment(builder.AddDockerComposeEnvironment("compose").WithSharedDaprds());
        }, step: "publish-dapr-shared");

        Assert.Equal(
            [
                "error DAPRSHARED003: orders-dapr, local-orders-dapr: they all have the app-id 'orders'. "
                    + "Give each shared daprd an app-id of its own, or share one.",
            ],
            errors);
        Assert.Empty(files);
    }

    [Fact]
    public void One_app_id_may_be_published_to_two_environments()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithComputeEnvironment(builder.AddKubernetesEnvironment("k8s").WithSharedDaprds());
        builder.AddDaprShared("local-orders-dapr", appId: "orders")
            .WithComputeEnvironment(builder.AddDockerComposeEnvironment("compose").WithSharedDaprds());

        Assert.Empty(ModelValidator.Validate(Targets.Published([.. builder.Resources])));
    }

    [Fact]
    public void A_collector_of_all_that_is_in_another_environment_is_replaced_for_one()
    {
        var builder = AppHost.Create("--operation", "publish");
        var east = builder.AddKubernetesEnvironment("east").WithSharedDaprds();
        var west = builder.AddKubernetesEnvironment("west").WithSharedDaprds();
        var collector = builder.AddContainer("collector", "otel").WithEndpoint(targetPort: 4317, name: "otlp").WithComputeEnvironment(east);
        builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("otlp"));
        builder.AddDaprShared("orders-dapr", appId: "orders").WithComputeEnvironment(east);
        builder.AddDaprShared("mails-dapr", appId: "mails").WithComputeEnvironment(west);

        Assert.Equal(
            "error DAPRSHARED100: mails-dapr: it is published to 'west', and 'collector' is not; neither has an address that the other "
                + "knows. Give this daprd a collector that it reaches there: mailsDapr.WithOtlpCollector(\"http://…:4317\").",
            Assert.Single(ModelValidator.Validate(Targets.Published([.. builder.Resources]))).ToString());
    }

    [Fact]
    public async Task What_has_no_address_in_the_environment_is_an_error()
    {
        var builder = AppHost.Create("--operation", "publish");
        var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
        var compose = builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp").WithComputeEnvironment(k8s);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithComputeEnvironment(compose)
            .WithReference(store)
            .WithApp(builder.AddProcess("orders", "http"));
        builder.AddContainer("mails", "shop/mails").WithComputeEnvironment(k8s).WithReference(dapr);
        builder.AddProcess("tool").WithReference(dapr); // of the developer's machine, where it is not missed

        var mistakes = ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            .Select(diagnostic => diagnostic.ToString())
            .ToList();

        Assert.Equal(3, mistakes.Count);
        Assert.Contains(
            "error DAPRSHARED100: orders-dapr: it is published to 'compose', and 'orders' is not published; "
                + "neither has an address that the other knows. "
                + "Publish both to one environment (WithComputeEnvironment, PublishAsDockerFile), "
                + "or name a URL (WithRemoteUrl for the app).",
            mistakes);
        Assert.Contains(mistakes, mistake => mistake.Contains("'redis' is not;", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains("'mails' is not;", StringComparison.Ordinal));
        Assert.Contains("DAPRSHARED100", await builder.MistakesAsync(), StringComparison.Ordinal);
    }
}
