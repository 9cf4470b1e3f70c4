using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class InvocationTests
{
    // The format "{appid}:port" turns an app-id into an address; this app-id turns into one of this machine.
    private const string Callee = "localhost";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_daprd_reaches_the_app_of_another_through_its_internal_port()
    {
        await using var app = await OrdersAsync();
        var internalPort = RunningDaprd.FreePort();
        await using var callee = await RunningDaprd.StartAsync(Callee, app.Port, internalPort);
        await using var caller = await RunningDaprd.StartAsync(
            "storefront", configuration: Manifests.NameFormat($"{{appid}}:{internalPort}"));
        using var invoke = caller.Invoke(Callee);

        using var found = await invoke.GetAsync("/orders/1?q=a%20b", Cancellation);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal("{\"id\":\"1\",\"q\":\"a b\"}", await found.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("storefront", found.Headers.GetValues("x-caller").Single());

        using var missing = await invoke.GetAsync("/orders/2?q=", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        using var echo = await invoke.PostAsJsonAsync("/echo", "Bücher", Cancellation);
        Assert.Equal("Bücher", await echo.Content.ReadFromJsonAsync<string>(Cancellation));
    }

    [Fact]
    public async Task A_peer_that_comes_back_gets_no_connection_for_the_calls_that_have_failed()
    {
        var internalPort = RunningDaprd.FreePort();
        await using var caller = await RunningDaprd.StartAsync(
            "storefront", configuration: Manifests.NameFormat($"{{appid}}:{internalPort}"));
        using var invoke = caller.Invoke(Callee);
        List<Task<HttpResponseMessage>> calls = [];
        for (var i = 0; i < 20; i++, await Task.Delay(20, Cancellation)) // each fails by itself
        {
            calls.Add(invoke.GetAsync("/orders/1?q=x", Cancellation));
        }

        Assert.All(await Task.WhenAll(calls), response => Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode));

        await using var app = await OrdersAsync();
        await using var callee = await RunningDaprd.StartAsync(Callee, app.Port, internalPort);
        using var found = await invoke.GetAsync("/orders/1?q=x", Cancellation);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        var connections = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections();
        Assert.Single(connections, connection =>
            connection.RemoteEndPoint.Port == internalPort && connection.State == TcpState.Established);
    }

    [Fact]
    public async Task The_header_names_the_app_and_leaves_the_path_alone()
    {
        await using var app = await OrdersAsync();
        await using var daprd = await RunningDaprd.StartAsync("orders", app.Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders/1?q=x");
        request.Headers.Add("dapr-app-id", "orders");

        using var response = await daprd.Http.SendAsync(request, Cancellation);

        Assert.Equal("{\"id\":\"1\",\"q\":\"x\"}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/v1.0/invoke/other/method/x", 500, "failed to invoke, id: other, err: couldn't find service")]
    [InlineData("/v1.0/invoke/orders/method/x", 500, "failed to invoke, id: orders, err: cannot invoke local")]
    [InlineData("/x", 404, "failed getting app id either from the URL path or the header dapr-app-id")]
    public async Task An_app_that_cannot_be_found_or_reached_is_ERR_DIRECT_INVOKE(string path, int status, string message)
    {
        await using var daprd = await RunningDaprd.StartAsync("orders");

        using var response = await daprd.Http.GetAsync(path, Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal("ERR_DIRECT_INVOKE", (string?)error!["errorCode"]);
        Assert.StartsWith(message, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_is_an_API_call()
    {
        await using var daprd = await RunningDaprd.StartAsync();

        await daprd.Client.ShutdownSidecarAsync(Cancellation);

        Assert.Equal(0, await daprd.ExitAsync());
    }

    private static Task<TestApp> OrdersAsync() => TestApp.StartAsync(app =>
    {
        app.MapGet("/orders/{id}", (string id, string q, HttpContext context) =>
        {
            context.Response.Headers["x-caller"] = context.Request.Headers["dapr-caller-app-id"];
            return id == "1" ? Results.Json(new { id, q }) : Results.NotFound();
        });
        app.MapPost("/echo", async (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.ContentType;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
    });
}
