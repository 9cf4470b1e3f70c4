using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapr;

namespace DaprdStandIn.Tests;

public class StateTests
{
    private sealed record Order(string Id, string Item, int Quantity);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_saved_over_gRPC_is_read_over_gRPC_and_HTTP_until_it_is_deleted()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.StateStore]);
        var order = new Order("1", "Bücher", 3);

        await daprd.Client.SaveStateAsync("statestore", "1", order, cancellationToken: Cancellation);

        Assert.Equal(order, await daprd.Client.GetStateAsync<Order>("statestore", "1", cancellationToken: Cancellation));
        Assert.Equal(order, await daprd.Http.GetFromJsonAsync<Order>("/v1.0/state/statestore/1", Cancellation));
        var bulk = await daprd.Client.GetBulkStateAsync("statestore", ["1", "2"], null, cancellationToken: Cancellation);
        Assert.Equal(["1", "2"], bulk.Select(item => item.Key));

        await daprd.Client.DeleteStateAsync("statestore", "1", cancellationToken: Cancellation);

        Assert.Null(await daprd.Client.GetStateAsync<Order>("statestore", "1", cancellationToken: Cancellation));
        Assert.Equal(HttpStatusCode.NoContent, await daprd.TryGetAsync("/v1.0/state/statestore/1"));
    }

    [Fact]
    public async Task A_write_with_an_etag_of_yesterday_fails()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.StateStore]);
        await daprd.Client.SaveStateAsync("statestore", "key", "first", cancellationToken: Cancellation);
        var (_, etag) = await daprd.Client.GetStateAndETagAsync<string>("statestore", "key", cancellationToken: Cancellation);

        Assert.True(await daprd.Client.TrySaveStateAsync("statestore", "key", "second", etag, cancellationToken: Cancellation));
        Assert.False(await daprd.Client.TrySaveStateAsync("statestore", "key", "third", etag, cancellationToken: Cancellation));
        Assert.Equal("second", await daprd.Client.GetStateAsync<string>("statestore", "key", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task State_saved_over_HTTP_is_JSON()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.StateStore]);

        using var saved = await daprd.Http.PostAsJsonAsync(
            "/v1.0/state/statestore", new[] { new { key = "a/b", value = new { n = 12345678901234567890m } } }, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        Assert.Equal("{\"n\":12345678901234567890}", await daprd.Http.GetStringAsync("/v1.0/state/statestore/a%2Fb", Cancellation));
    }

    [Theory]
    [InlineData("/v1.0/state/nosuchstore/key", "ERR_STATE_STORE_NOT_FOUND", "state store nosuchstore is not found")]
    [InlineData("/v1.0/state/statestore/a%7C%7Cb", "ERR_MALFORMED_REQUEST",
        "api error: code = InvalidArgument desc = input key/keyPrefix 'a||b' can't contain '||'")]
    public async Task A_wrong_request_gets_the_error_that_daprd_gives(string path, string code, string message)
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.StateStore]);

        using var response = await daprd.Http.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal((code, message), ((string?)error!["errorCode"], (string?)error["message"]));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_an_error_over_gRPC_too()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.StateStore]);

        var error = await Assert.ThrowsAsync<DaprException>(
            () => daprd.Client.GetStateAsync<string>("nosuchstore", "key", cancellationToken: Cancellation));
        Assert.Contains("state store nosuchstore is not found", error.InnerException!.Message, StringComparison.Ordinal);
    }
}
