using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "runtime")]
    [InlineData(true, "internal-placement-service runtime")]
    public async Task Outbound_is_healthy_before_the_app_listens_and_healthz_only_after(bool placement, string targets)
    {
        var appPort = RunningDaprd.FreePort();
        await using var listener = await TestApp.StartAsync(_ => { });
        await using var daprd = await RunningDaprd.StartAsync(
            appPort: appPort, arguments: placement ? [$"--placement-host-address=127.0.0.1:{listener.Port}"] : []);

        using var waiting = await daprd.Http.GetAsync("/v1.0/healthz", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, waiting.StatusCode);
        var error = await waiting.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal("ERR_HEALTH_NOT_READY", (string?)error!["errorCode"]);
        Assert.Equal($"dapr is not ready: [{targets}]", (string?)error["message"]);
        Assert.Equal(HttpStatusCode.NoContent, await daprd.TryGetAsync("/v1.0/healthz/outbound"));

        await using var app = await TestApp.StartAsync(_ => { }, appPort);
        await daprd.WaitUntilReadyAsync();
    }

    [Theory]
    [InlineData("127.0.0.1,[::1]")]
    [InlineData("[::1],0.0.0.0")]
    [InlineData("")]
    public async Task Each_of_the_listen_addresses_answers(string addresses)
    {
        await using var daprd = await RunningDaprd.StartAsync(arguments: ["--dapr-listen-addresses", addresses]);

        Assert.Equal(HttpStatusCode.NoContent, await daprd.TryGetAsync("/v1.0/healthz/outbound"));
    }

    [Fact]
    public async Task A_placement_service_that_nobody_runs_keeps_healthz_unhealthy()
    {
        var address = $"127.0.0.1:{RunningDaprd.FreePort()}";
        await using var daprd = await RunningDaprd.StartAsync(arguments: ["--placement-host-address", address]);

        var error = await daprd.Http.GetStringAsync("/v1.0/metadata", Cancellation);
        Assert.Contains("\"id\":\"orders\"", error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, await daprd.TryGetAsync("/v1.0/healthz"));
    }

    [Fact]
    public async Task Failures_count_until_the_app_is_unhealthy_whatever_is_between_them()
    {
        var answers = new Queue<int>([503, 200, 503, 200, 503, 200, 503, 503, 200]);
        await using var app = await TestApp.StartAsync(app =>
            app.MapGet("/healthz", () => Results.StatusCode(answers.TryDequeue(out var status) ? status : 200)));
        var flags = FlagParser.Parse(["--app-id=orders", $"--app-port={app.Port}"], FlagTable.Flags, _ => { });
        using var channel = AppChannel.For(DaprdOptions.From(flags, _ => null))!;
        using var stop = new CancellationTokenSource();
        List<string> changes = [];

        var probing = AppHealthProbe.RunAsync(
            channel,
            new("/healthz", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5), Threshold: 3),
            healthy =>
            {
                changes.Add($"{(healthy ? "healthy" : "unhealthy")} after {app.At("/healthz").Count()}");
                return Task.CompletedTask;
            },
            new Logging.LogSink(TextWriter.Null).Scope("test"),
            stop.Token);

        await Eventually.IsTrueAsync(() => app.At("/healthz").Count() >= 10);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probing);
        Assert.Equal(["healthy after 2", "unhealthy after 7", "healthy after 9"], changes);
    }

    [Fact]
    public async Task An_app_that_fails_its_health_check_gets_no_messages_until_it_is_well_again()
    {
        var healthy = false;
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/healthz", () => healthy ? Results.Ok() : Results.StatusCode(503));
            app.MapPost("/orders", () => { });
        });
        await using var daprd = await RunningDaprd.StartAsync(
            appPort: app.Port,
            resources: [Manifests.PubSub, Manifests.DeclarativeSubscription],
            arguments: ["--enable-app-health-check", "--app-health-probe-interval=1"]);

        await Eventually.IsTrueAsync(() => app.At("/healthz").Any());
        Assert.Empty(app.At("/dapr/subscribe"));

        healthy = true;
        await Eventually.IsTrueAsync(() => app.At("/dapr/subscribe").Any());
    }
}
