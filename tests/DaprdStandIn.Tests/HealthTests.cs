using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outbound_is_healthy_before_the_app_listens_and_healthz_only_after()
    {
        var appPort = RunningDaprd.FreePort();
        await using var daprd = await RunningDaprd.StartAsync(appPort: appPort);

        using var waiting = await daprd.Http.GetAsync("/v1.0/healthz", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, waiting.StatusCode);
        var error = await waiting.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal("ERR_HEALTH_NOT_READY", (string?)error!["errorCode"]);
        Assert.Equal("dapr is not ready: [runtime]", (string?)error["message"]);
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
