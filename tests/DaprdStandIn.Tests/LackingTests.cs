using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using DaprClient = Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient;

namespace DaprdStandIn.Tests;

/// <summary>What daprd has and the stand-in has not.</summary>
public class LackingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/v1.0/workflows/dapr/W/start", "workflows")]
    [InlineData("POST", "/v1.0-alpha1/state/statestore/query", "queries of state")]
    [InlineData("POST", "/v1.0/jobs/mine", "schedule such as 0 0 * * * *")]
    public async Task What_the_stand_in_lacks_is_501_and_looks_like_no_mistake_of_the_caller(string method, string path, string what)
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var daprd = await RunningDaprd.StartAsync(arguments: $"--scheduler-host-address={scheduler.Address}");
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("""{"schedule":"0 0 * * * *"}""") };

        using var response = await daprd.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("stand-in", body, StringComparison.Ordinal);
        Assert.Contains(what, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_stand_in_lacks_over_gRPC_is_Unimplemented_and_says_so()
    {
        await using var daprd = await RunningDaprd.StartAsync();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{daprd.GrpcPort}");
        var client = new DaprClient(channel);

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await client.InvokeBindingAsync(new() { Name = "queue" }, cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains("stand-in", error.Status.Detail, StringComparison.Ordinal);
    }
}
