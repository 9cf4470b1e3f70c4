using System.Text.Json;

namespace DaprShared.Hosting.Tests;

/// <summary>What operators can change when they install the chart, and what restarts daprd.</summary>
public sealed class ValuesTests
{
    [Fact]
    public async Task What_operators_change_are_values_of_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .PublishAsDeployment(replicas: 2)
                .WithOptions(options => options.LogLevel = "warn")
                .WithResources(memoryLimit: "500Mi"));
        using var helm = new Helm(chart);

        Assert.Equal(
            ["docker.io/daprio/daprd:1.18.3", "warn", "2", "100m", "250Mi", "300m", "500Mi"],
            new[] { "IMAGE", "LOG_LEVEL", "REPLICAS", "CPU_REQUEST", "MEMORY_REQUEST", "CPU_LIMIT", "MEMORY_LIMIT" }
                .Select(name => chart["values.yaml"].At($"config/orders_dapr/DAPRD_{name}")));

        Assert.Equal("2", helm.Template().Find("Deployment", "orders-dapr").At("spec/replicas"));
        var changed = helm.Template(
            "--set",
            "config.orders_dapr.DAPRD_IMAGE=mirror/daprd:1.18.2,config.orders_dapr.DAPRD_REPLICAS=0,"
                + "config.orders_dapr.DAPRD_MEMORY_LIMIT=2Gi,config.orders_dapr.DAPRD_LOG_LEVEL=info");
        var deployment = changed.Find("Deployment", "orders-dapr");
        Assert.Equal("0", deployment.At("spec/replicas"));
        var container = deployment.At("spec/template/spec/containers/0");
        Assert.Equal("mirror/daprd:1.18.2", container.At("image"));
        Assert.Contains("--log-level=info", (List<object>)container.At("args")!);
        Assert.Equal(("2Gi", "250Mi"), (container.At("resources/limits/memory"), container.At("resources/requests/memory")));
        Assert.Null(container.At("envFrom"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_image_that_is_built_is_the_publishers_value_and_the_chart_is_complete(bool isInjected)
    {
        var context = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        File.WriteAllText(Path.Combine(context, "Dockerfile"), "FROM docker.io/daprio/daprd:1.18.3");
        var chart = await Chart.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithDockerfile(context);
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });
        using var helm = new Helm(chart);

        var pod = helm.Template("--set", "parameters.orders_dapr.orders_dapr_image=registry.example/orders-dapr:7")
            .Find("DaemonSet", "orders-dapr").At("spec/template");
        Assert.Equal(
            "registry.example/orders-dapr:7",
            isInjected ? pod.At("metadata/annotations/dapr.io~1sidecar-image") : pod.At("spec/containers/0/image"));
        Assert.Null(chart["values.yaml"].At("config/orders_dapr/DAPRD_IMAGE"));
        // The steps that seal and complete it.
        Assert.Contains("templates/orders-dapr/shared_daprd.yaml", chart.Keys);
        Assert.Contains("README.md", chart.Keys);
        Assert.Equal(!isInjected, chart["values.yaml"].Contains("daprShared:", StringComparison.Ordinal));
        Directory.Delete(context, recursive: true);
    }

    [Theory]
    [InlineData("1000Mi", "943718400")]
    [InlineData("2Gi", "1932735283")]
    [InlineData("1.5G", "1350000000")]
    [InlineData("1000000000", "900000000")]
    [InlineData("1e9", "off")]
    public async Task Go_keeps_below_the_memory_limit_that_an_operator_sets(string limit, string expected)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")));

        var daemonSet = helm.Template("--set-string", $"config.orders.DAPRD_MEMORY_LIMIT={limit}").Find("DaemonSet", "orders-dapr");

        var environment = (List<object>)daemonSet.At("spec/template/spec/containers/0/env")!;
        Assert.Equal(expected, environment.Single(variable => variable.At("name") is "GOMEMLIMIT").At("value"));
    }

    [Theory]
    [InlineData("--set", "config.orders.DAPRD_MEMORY_LIMIT=1073741824")]
    [InlineData("--values", "numbers.yaml")]
    public async Task A_memory_limit_may_be_a_number(string option, string value)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders")));
        var file = helm.AddFile("numbers.yaml", "config:\n  orders:\n    DAPRD_MEMORY_LIMIT: 1073741824\n    DAPRD_CPU_LIMIT: 0.5\n");

        var daemonSet = helm.Template(option, option == "--values" ? file : value).Find("DaemonSet", "orders-dapr");

        Assert.Equal("1073741824", daemonSet.At("spec/template/spec/containers/0/resources/limits/memory"));
        Assert.Equal(option == "--values" ? "0.5" : "300m", daemonSet.At("spec/template/spec/containers/0/resources/limits/cpu"));
        Assert.Equal("966367641", daemonSet.Variable("GOMEMLIMIT").At("value"));
    }

    [Fact]
    public async Task Another_number_of_replicas_leaves_the_pods_alone()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders").PublishAsDeployment(2)));

        object? Pods(params string[] arguments) => ManifestYaml.Write(
            JsonSerializer.SerializeToNode(helm.Template(arguments).Find("Deployment", "orders-dapr").At("spec/template"))!);
        Assert.Equal(Pods(), Pods("--set", "config.orders.DAPRD_REPLICAS=5"));
        Assert.NotEqual(Pods(), Pods("--set", "secrets.orders.orders_api_token=x"));
    }

    [Fact]
    public async Task A_changed_variable_restarts_daprd()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders").WithEnvironment("A", "1")));

        object? Checksum(params string[] arguments) =>
            helm.Template(arguments).Find("DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/checksum~1environment");
        Assert.Equal(Checksum(), Checksum());
        Assert.NotEqual(Checksum(), Checksum("--set", "config.orders.A=2"));
        Assert.NotEqual(Checksum(), Checksum("--set", "secrets.orders.orders_api_token=x"));
    }

    [Fact]
    public async Task Daprd_restarts_with_what_its_environment_takes_from_others()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithEnvironment("LOUD", ReferenceExpression.CreateConditional(
                builder.AddParameter("loud").Resource,
                "true",
                ReferenceExpression.Create($"1"),
                ReferenceExpression.Create($"0")))));

        string? Checksum(string value) =>
            (string?)helm.Template("--set-string", $"parameters.orders.loud={value}")
                .Find("DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/checksum~1environment");
        Assert.NotEqual(Checksum("true"), Checksum("false"));
        Assert.Equal(Checksum("true"), Checksum("true"));
    }

    [Theory]
    [InlineData("true", "1")]
    [InlineData("false", "say \"no\"")]
    public async Task What_a_condition_of_the_environment_chooses_is_text(string value, string expected)
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            var condition = builder.AddParameter("loud").Resource;
            builder.AddDaprShared("orders").WithEnvironment("LOUD", ReferenceExpression.CreateConditional(
                condition,
                "true",
                ReferenceExpression.Create($"1"),
                ReferenceExpression.Create($"say \"no\"")));
        }));

        var data = helm.Template("--set-string", $"parameters.orders.loud={value}").Find("ConfigMap", "orders-config");
        Assert.Contains($"LOUD: \"{expected.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", data, StringComparison.Ordinal);
    }
}
