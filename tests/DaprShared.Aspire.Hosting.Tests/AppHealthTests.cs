#pragma warning disable ASPIREPROBES001 // The probes of an app.

namespace DaprShared.Hosting.Tests;

/// <summary>While the app is away, what is meant for it waits: daprd asks for its health where somebody has said how.</summary>
public sealed class AppHealthTests
{
    [Fact]
    public async Task A_probe_of_the_app_switches_the_health_check_on()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http")
            .WithHttpProbe(ProbeType.Liveness, "/alive")
            .WithHttpProbe(ProbeType.Readiness, "/ready");
        builder.AddDaprShared("dapr").WithApp(orders);

        var daprd = await builder.StartAsync("dapr");

        Assert.Equal("true", daprd.Value("enable-app-health-check"));
        Assert.Equal("/ready", daprd.Value("app-health-check-path"));
    }

    [Fact]
    public async Task A_path_may_be_said_and_wins()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http").WithHttpProbe(ProbeType.Readiness, "/ready");
        builder.AddDaprShared("dapr").WithApp(orders).WithAppHealthCheck("/healthz");

        var daprd = await builder.StartAsync("dapr");

        Assert.Equal("/healthz", daprd.Value("app-health-check-path"));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http").WithHttpProbe(ProbeType.Readiness, "/ready");
        builder.AddDaprShared("dapr").WithApp(orders).WithoutAppHealthCheck();

        var daprd = await builder.StartAsync("dapr");

        Assert.Equal("false", daprd.Value("enable-app-health-check"));
        Assert.Null(daprd.Value("app-health-check-path"));
    }

    [Theory]
    [InlineData("http", "admin")] // another port of the app
    [InlineData("grpc", "http")] // gRPC apps are asked by gRPC
    public async Task A_probe_of_another_endpoint_says_nothing(string called, string probed)
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", called).WithEndpoint(name: probed, scheme: "http")
            .WithHttpProbe(ProbeType.Readiness, "/ready", endpointName: probed);
        builder.AddDaprShared("dapr").WithApp(orders, called);

        var daprd = await builder.StartAsync("dapr");

        Assert.Null(daprd.Value("enable-app-health-check"));
    }

    [Fact]
    public async Task It_is_published_too()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
                .WithHttpProbe(ProbeType.Readiness, "/ready");
            builder.AddDaprShared("dapr", appId: "orders").WithApp(orders);
        });

        Assert.Contains("- --app-health-check-path=/ready\n", files.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
    }
}
