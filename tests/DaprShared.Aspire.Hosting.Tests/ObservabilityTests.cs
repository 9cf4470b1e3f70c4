using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting.Tests;

/// <summary>Traces, the row in the dashboard, and what is said of a daprd that died.</summary>
public sealed class ObservabilityTests
{
    [Theory]
    [InlineData("http://localhost:4317", "true")]
    [InlineData("https://localhost:4317", "false")]
    public async Task A_collector_with_TLS_stays_secure(string collector, string insecure)
    {
        var builder = AppHost.Create();
        // As the dashboard is known to those who refer to it.
        var dashboard = builder.AddExecutable("collector", "app", ".").WithEndpoint(name: "otlp", scheme: new Uri(collector).Scheme);
        builder.AddDaprShared("orders").WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", dashboard.GetEndpoint("otlp"));

        var daprd = await builder.StartAsync("orders");

        Assert.StartsWith(
            $"{new Uri(collector).Scheme}://aspire.dev.internal:",
            daprd.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"],
            StringComparison.Ordinal);
        Assert.Equal(insecure, daprd.Environment["OTEL_EXPORTER_OTLP_INSECURE"]);
    }

    [Fact]
    public async Task What_the_user_says_of_the_collector_stays()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "collector.example.com:4317")
            .WithEnvironment("OTEL_EXPORTER_OTLP_INSECURE", "false");

        Assert.Equal("false", (await builder.StartAsync("orders")).Environment["OTEL_EXPORTER_OTLP_INSECURE"]);
    }

    [Theory]
    [InlineData("http://collector:4317", "true")]
    [InlineData("https://collector:4317", "false")]
    [InlineData("HTTPS://collector:4317", "false")]
    public async Task In_plain_manifests_TLS_follows_the_address_too(string address, string insecure)
    {
        const string variable = "OTEL_EXPORTER_OTLP_ENDPOINT";
        var files = await AppHost.PublishAsync(builder =>
        {
            var parameter = builder.AddParameter("collector", address);
            builder.AddDaprShared("literal").WithEnvironment(variable, address);
            builder.AddDaprShared("parameter").WithEnvironment(variable, parameter);
            builder.AddDaprShared("composed").WithEnvironment(variable, ReferenceExpression.Create($"{parameter}/"));
        });

        foreach (var daprd in new[] { "literal", "parameter", "composed" })
        {
            Assert.Equal(insecure, files.Object($"DaemonSet/{daprd}-dapr").Variable("OTEL_EXPORTER_OTLP_INSECURE").At("value"));
        }
    }

    [Fact]
    public async Task Without_a_dashboard_there_is_no_exporter()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders");

        Assert.DoesNotContain(
            (await builder.StartAsync("orders")).Environment.Keys,
            name => name.StartsWith("OTEL_EXPORTER_OTLP_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Published_there_is_no_telemetry_of_the_developers_machine()
    {
        var files = await AppHost.PublishAsync(builder => builder.AddDaprShared("orders"));

        Assert.DoesNotContain(files.Values, text => text.Contains("OTEL_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_row_shows_app_id_strategy_and_version_and_two_links()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").PublishAsDeployment(2).WithImageTag("1.17.4");
        await builder.StartAsync("orders-dapr");

        Assert.Equal(
            [("App-id", "orders"), ("Strategy", "Deployment (2)"), ("Runtime version", "1.17.4")],
            Assert.Single(dapr.Resource.Annotations.OfType<ResourceSnapshotAnnotation>()).InitialSnapshot.Properties
                .Select(property => (property.Name, (string)property.Value!)));

        var context = new ResourceUrlsCallbackContext(new(DistributedApplicationOperation.Run), dapr.Resource,
            [
                .. from endpoint in dapr.Resource.Annotations.OfType<EndpointAnnotation>()
                select new ResourceUrlAnnotation
                {
                    Url = $"http://localhost:{endpoint.TargetPort}",
                    Endpoint = dapr.GetEndpoint(endpoint.Name),
                },
            ]);
        foreach (var annotation in dapr.Resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        Assert.Equal(
            [("http://localhost:3501/v1.0/metadata", "Metadata"), ("http://localhost:9090", "Metrics")],
            from link in context.Urls
            where link.DisplayLocation == UrlDisplayLocation.SummaryAndDetails
            select (link.Url, link.DisplayText));
    }

    [Fact]
    public void The_commands_are_there_in_run_mode_and_wait_for_a_running_daprd()
    {
        var commands = AppHost.Create().AddDaprShared("orders").Resource.Annotations.OfType<ResourceCommandAnnotation>()
            .ToDictionary(command => command.Name);

        foreach (var command in DaprdCommands.All)
        {
            Assert.Equal(ResourceCommandState.Enabled, State(commands[command.Name], KnownResourceStates.Running));
            Assert.Equal(ResourceCommandState.Disabled, State(commands[command.Name], KnownResourceStates.Exited));
        }

        Assert.Empty(
            AppHost.Create("--operation", "publish").AddDaprShared("orders").Resource.Annotations.OfType<ResourceCommandAnnotation>());

        static ResourceCommandState State(ResourceCommandAnnotation command, string state) => command.UpdateState(new()
        {
            ResourceSnapshot = new() { ResourceType = "Container", Properties = [], State = state },
            Services = new ServiceCollection().BuildServiceProvider(),
        });
    }

    [Theory]
    [InlineData(
        """time="2026-01-01T00:00:00Z" level=fatal msg="Fatal error from runtime: component type \"state.nothing\" is unknown" """
        + """app_id=orders scope=dapr.runtime ver=1.18.3""",
        """Fatal error from runtime: component type "state.nothing" is unknown""")]
    [InlineData("""{"app_id":"orders","level":"fatal","msg":"no back end","time":"2026-01-01T00:00:00Z"}""", "no back end")]
    [InlineData("""{"app_id":"orders","instance":"a","level":"fatal","scope":"dapr.runtime","msg":"no back end"}""", "no back end")]
    [InlineData("unknown flag: --nothing\nUsage of daprd:\n      --app-id string   A unique ID", "unknown flag: --nothing")]
    [InlineData("panic: runtime error: index out of range [1]\n\ngoroutine 1 [running]:", "panic: runtime error: index out of range [1]")]
    [InlineData("[sys] Trying to pull docker.io/daprio/daprd:9.9.9...\n[sys] Error: no such image", "no such image")]
    [InlineData(
        "Failed to resolve argument.\nerror DAPRSHARED011: orders: "
        + "'x' is not a URL.\n   at Aspire.Hosting",
        "error DAPRSHARED011: orders: 'x' is not a URL.")]
    public void The_last_error_of_a_log_is_found(string line, string error) =>
        Assert.Equal(
            error,
            DaprdWatch.LastError(["""time="2026-01-01T00:00:00Z" level=info msg="Starting Dapr Runtime" app_id=orders""", line, ""]));

    [Theory]
    [InlineData("Exited", 1, "no back end", "DAPRSHARED052: orders: it ended with exit code 1: no back end")]
    [InlineData(
        "FailedToStart",
        null,
        "no such image",
        "DAPRSHARED053: orders: its container could not be started: no such image Check that the container runtime is running "
        + "and may pull docker.io/daprio/daprd:1.18.3")]
    [InlineData(
        "RuntimeUnhealthy",
        null,
        null,
        "DAPRSHARED053: orders: its container waits for the container runtime, which does not answer. Start Docker or Podman")]
    public async Task A_daprd_that_does_not_run_is_told_with_what_to_do(string state, int? exitCode, string? log, string message)
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders");
        await builder.MistakesAsync();

        var diagnostic = await DescribeAsync(dapr.Resource, state, exitCode, log);

        Assert.StartsWith($"error {message}", diagnostic!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Running", null)]
    [InlineData("Exited", 0)]
    public async Task A_daprd_that_runs_or_was_stopped_is_no_mistake(string state, int? exitCode) =>
        Assert.Null(await DescribeAsync(AppHost.Create().AddDaprShared("orders").Resource, state, exitCode, log: null));

    private static Task<Diagnostic?> DescribeAsync(DaprSharedResource dapr, string state, int? exitCode, string? log) =>
        DaprdFailure.DescribeAsync(
            new(dapr, "orders-1", new() { ResourceType = "Container", Properties = [], State = state, ExitCode = exitCode }),
            () => Task.FromResult(log));

    [Fact]
    public void A_log_may_have_no_error() =>
        Assert.Null(DaprdWatch.LastError(["", """time="2026-01-01T00:00:00Z" level=info msg="dapr initialized" app_id=o""", "goodbye"]));

    [Fact]
    public async Task One_port_of_the_host_for_two_endpoints_is_a_warning()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithEndpoint("http", endpoint => endpoint.Port = 1);
        builder.AddDaprShared("billing").WithEndpoint("http", endpoint => endpoint.Port = 1);

        var warning = Assert.Single(HostPorts.Validate(new(builder.Resources)));

        Assert.StartsWith(
            "warning DAPRSHARED051: orders/http, billing/http: they all ask for port 1 of this machine.",
            warning.ToString(),
            StringComparison.Ordinal);
        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public void A_port_of_the_host_that_somebody_else_has_is_a_warning()
    {
        using var somebodyElse = new TcpListener(IPAddress.Loopback, 0);
        somebodyElse.Start();
        var port = ((IPEndPoint)somebodyElse.LocalEndpoint).Port;
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithEndpoint("grpc", endpoint => endpoint.Port = port);

        var warning = Assert.Single(HostPorts.Validate(new(builder.Resources)));

        Assert.StartsWith(
            $"warning DAPRSHARED051: orders/grpc: a process of this machine already listens on port {port}.",
            warning.ToString(),
            StringComparison.Ordinal);
    }
}
