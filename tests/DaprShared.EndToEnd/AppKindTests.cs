using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

/// <summary>Kinds of apps that the playground does not have. Each test runs through daprd to the app and asks it who it is.</summary>
public sealed class AppKindTests(AppKindTests.AppHost host) : IClassFixture<AppKindTests.AppHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public sealed class AppHost() : RunningAppHost("tests/DaprShared.EndToEnd.AppHost", [], "container-dapr", "executable");

    [Fact]
    public async Task A_shared_daprd_calls_an_app_in_a_container()
    {
        using var dapr = await host.DaprAsync("container-dapr");
        var app = await AppConnectionAsync(dapr);
        Assert.Equal("http", (string?)app["protocol"]);
        Assert.Equal(8080, (int?)app["port"]);
        Assert.StartsWith("container", (string?)app["channelAddress"], StringComparison.Ordinal);

        Assert.Equal("in-the-container", (string?)(await InvokeAsync(dapr, "container", "v1.0/metadata"))["id"]);
    }

    [Fact]
    public async Task A_shared_daprd_calls_an_executable_on_the_host()
    {
        using var dapr = await host.DaprAsync("executable-dapr");
        Assert.True((int?)(await AppConnectionAsync(dapr))["port"] > 0);

        var process = await host.DescribeAsync("executable");
        var answer = await InvokeAsync(dapr, "executable", "instance");
        Assert.Equal(process!["properties"]!["executable.pid"]!.ToString(), answer["processId"]!.ToString());
    }

    [Fact]
    public async Task A_message_and_a_state_in_memory_reach_an_executable_and_come_back()
    {
        using var dapr = await host.DaprAsync("executable-dapr");
        var order = new { id = "1", item = "tea", quantity = 2 };
        using var published = await dapr.PostAsJsonAsync("/v1.0/publish/pubsub/orders", order, Stop);
        published.EnsureSuccessStatusCode();

        Assert.Equal("tea", (string?)(await InvokeAsync(dapr, "executable", "orders/1"))["item"]);
    }

    private static async Task<JsonNode> AppConnectionAsync(HttpClient dapr) =>
        (await dapr.GetFromJsonAsync<JsonNode>("/v1.0/metadata", Stop))!["appConnectionProperties"]!;

    private async Task<JsonNode> InvokeAsync(HttpClient dapr, string appId, string method)
    {
        JsonNode? answer = null;
        await host.Eventually(
            async () =>
            {
                using var response = await dapr.GetAsync($"/v1.0/invoke/{appId}/method/{method}", Stop);
                answer = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>(Stop) : null;
                return answer is not null;
            },
            Soon, $"{appId} answers {method}");
        return answer!;
    }
}
