using System.Net;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace DaprdStandIn.Tests;

public class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_token_the_HTTP_API_answers_401_and_its_health_checks_answer_all_the_same()
    {
        await using var daprd = await RunningDaprd.StartAsync(token: "secret");

        using var refused = await daprd.Http.GetAsync("/v1.0/metadata", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("invalid api token\n", await refused.Content.ReadAsStringAsync(Cancellation));
        using var healthy = await daprd.Http.GetAsync("/v1.0/healthz/outbound", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, healthy.StatusCode);

        Assert.Equal(HttpStatusCode.OK, await daprd.TryGetAsync("/v1.0/metadata"));
    }

    [Fact]
    public async Task Without_the_token_a_gRPC_call_is_Unauthenticated()
    {
        await using var daprd = await RunningDaprd.StartAsync(token: "secret", resources: [Manifests.StateStore]);
        using var stranger = new DaprClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{daprd.GrpcPort}").Build();

        var refused = await Assert.ThrowsAsync<DaprException>(
            () => stranger.GetStateAsync<string>("statestore", "key", cancellationToken: Cancellation));
        Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<RpcException>(refused.InnerException).StatusCode);

        Assert.Null(await daprd.Client.GetStateAsync<string>("statestore", "key", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task The_public_port_asks_for_no_token()
    {
        await using var daprd = await RunningDaprd.StartAsync(token: "secret");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{daprd.PublicPort}") };

        Assert.Contains("1.18.3-standin", await http.GetStringAsync("/v1.0/metadata", Cancellation), StringComparison.Ordinal);
        using var state = await http.GetAsync("/v1.0/state/statestore/key", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
    }

    [Fact]
    public async Task The_app_sees_its_own_token_and_never_the_one_of_the_API()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/hello", () => "hello"));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, token: "api", appToken: "app");
        using var invoke = daprd.Invoke("orders");

        Assert.Equal("hello", await invoke.GetStringAsync("/hello", Cancellation));
        Assert.Equal("app", app.At("/hello").Single().Token);
    }
}
