using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

public sealed class ShopTests(Shop shop)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dashboard_answers()
    {
        using var client = new HttpClient();

        var response = await client.GetAsync(new Uri(await shop.DashboardUrlAsync()), Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("<html", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders-dapr")]
    [InlineData("storefront-dapr")]
    [InlineData("worker-dapr")]
    public async Task A_shared_daprd_is_a_healthy_container(string name)
    {
        var daprd = await shop.DescribeAsync(name);

        Assert.NotNull(daprd);
        Assert.Equal("Container", (string?)daprd["resourceType"]);
        Assert.StartsWith("docker.io/daprio/daprd:", (string?)daprd["source"], StringComparison.Ordinal);
        await shop.Eventually(async () => Shop.IsHealthy((await shop.DescribeAsync(name))!), Soon, $"{name} is healthy");
    }

    [Fact]
    public async Task An_order_that_one_app_publishes_reaches_the_other_and_comes_back_from_its_state() => await OrderAsync("tea");

    [Fact]
    public async Task A_worker_without_a_port_has_a_daprd_without_an_app_and_what_it_publishes_arrives()
    {
        using var dapr = await shop.DaprAsync("worker-dapr");
        var metadata = await dapr.GetFromJsonAsync<JsonNode>("/v1.0/metadata", Stop);
        Assert.Null(metadata!["appConnectionProperties"]!["port"]);

        // Restocked twice; asked for through the worker's own daprd.
        await shop.Eventually(
            async () =>
            {
                using var response = await dapr.GetAsync("/v1.0/invoke/orders/method/stock/Book", Stop);
                return response.IsSuccessStatusCode && await response.Content.ReadFromJsonAsync<int>(Stop) >= 20;
            },
            Soon, "20 books are in stock");
    }

    [Theory]
    [InlineData("dapr-placement")]
    [InlineData("dapr-scheduler")]
    public async Task Placement_and_scheduler_are_hidden_there_once_and_healthy_before_a_daprd_starts(string name)
    {
        Assert.DoesNotContain(await shop.DescribeAllAsync(), resource => Shop.NameOf(resource) == name);

        var service = Assert.Single(await shop.DescribeAllAsync("--include-hidden"), resource => Shop.NameOf(resource) == name);
        Assert.True(Shop.IsHealthy(service), service.ToJsonString());

        var (waited, started) = (-1, -1);
        await shop.Eventually(
            async () =>
            {
                var (_, log) = await shop.AspireAsync("logs", "orders-dapr", "--non-interactive", "--nologo");
                waited = log.IndexOf($"Finished waiting for resource '{name}'", StringComparison.Ordinal);
                started = log.IndexOf("Starting Dapr Runtime", StringComparison.Ordinal);
                return waited >= 0 && started >= 0;
            },
            Soon, "the log of orders-dapr tells of its start");
        Assert.True(waited < started);
    }

    [Fact]
    public async Task The_dashboard_shows_the_way_of_an_order_through_both_daprds()
    {
        const string Call = "CallLocal/orders/orders/";
        await OrderAsync("traced");

        await shop.Eventually(
            async () =>
            {
                var spans = await shop.SpansAsync();
                return (from published in spans
                        where Source(published) == "storefront-dapr" && Name(published).EndsWith("/PublishEvent", StringComparison.Ordinal)
                        from delivered in spans
                        where Source(delivered) == "orders-dapr" && Name(delivered) == "pubsub/orders"
                            && (string?)delivered["parentSpanId"] == (string?)published["spanId"]
                        select delivered).Any()
                    && (from called in spans
                        where Source(called) == "storefront-dapr" && Name(called).StartsWith(Call, StringComparison.Ordinal)
                        from served in spans
                        where Source(served) == "orders-dapr" && Name(served) == Name(called)
                            && (string?)served["parentSpanId"] == (string?)called["spanId"]
                        select served).Any();
            },
            Soon, "the dashboard has the spans of both daprds");

        static string Source(JsonNode span) => (string)span["source"]!;
        static string Name(JsonNode span) => (string)span["name"]!;
    }

    [Theory]
    [InlineData("orders-dapr")]
    [InlineData("storefront-dapr")]
    [InlineData("worker-dapr")]
    public async Task The_Dapr_API_answers_only_to_the_token(string name)
    {
        using var client = new HttpClient { BaseAddress = new(await shop.UrlAsync(name, "http")) };
        var token = await shop.TokenAsync(name);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

        async Task<HttpStatusCode> StatusAsync(string? offered)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/metadata");
            if (offered is not null)
            {
                request.Headers.Add("dapr-api-token", offered);
            }

            using var response = await client.SendAsync(request, Stop);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Restarting_an_app_does_not_restart_its_daprd_orders_still_arrive_and_actors_have_their_state()
    {
        var (daprd, app) = (await ContainerAsync(), await InstanceAsync());
        using var dapr = await shop.DaprAsync("orders-dapr");
        Assert.Equal("3", await CallActorAsync("AddAsync", "3"));

        var (exit, output) = await shop.AspireAsync("resource", "orders", "restart", "--non-interactive", "--nologo");

        Assert.True(exit == 0, output);
        await shop.Eventually(
            async () => await InstanceAsync() is { } instance && instance != app, Soon, "another instance of orders answers");
        Assert.Equal(daprd, await ContainerAsync());
        await OrderAsync("coffee");
        Assert.Equal("3", await CallActorAsync("CountAsync"));

        async Task<string> CallActorAsync(string method, string argument = "")
        {
            using var content = new StringContent(argument);
            using var response = await dapr.PutAsync($"/v1.0/actors/StockActor/Umbrella/method/{method}", content, Stop);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsStringAsync(Stop);
        }

        async Task<string> ContainerAsync()
        {
            var description = await shop.DescribeAsync("orders-dapr");
            return $"{description!["properties"]!["container.id"]} since {description["startTimestamp"]}";
        }

        async Task<string?> InstanceAsync()
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                return await client.GetStringAsync(new Uri(new Uri(await shop.UrlAsync("orders", "http")), "/instance"), Stop);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    private async Task OrderAsync(string item)
    {
        using var accepted = await shop.Storefront.PostAsJsonAsync("/orders", new { item, quantity = 2 }, Stop);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var location = accepted.Headers.Location!;

        JsonNode? order = null;
        await shop.Eventually(
            async () =>
            {
                using var response = await shop.Storefront.GetAsync(location, Stop);
                order = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>(Stop) : null;
                return order is not null;
            },
            Soon, $"the order at {location} is there");
        Assert.Equal(item, (string?)order!["item"]);
        Assert.Equal(2, (int?)order["quantity"]);
    }
}
