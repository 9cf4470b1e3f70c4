using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

/// <summary>What the dashboard and the CLI show of a running daprd, and its commands.</summary>
public sealed class CommandTests(Shop shop)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_message_is_published_by_a_command_and_what_became_of_it_is_asked_by_another()
    {
        const string Typed = """{"id": "typed-in", "item": "Lamp", "quantity": 1}""";
        var published = await RunAsync("storefront-dapr", "dapr-publish", "--topic", "pubsub/orders", "--data", Typed);
        Assert.Contains("POST /v1.0/publish/pubsub/orders", published, StringComparison.Ordinal);
        Assert.Contains("daprd answered 204.", published, StringComparison.Ordinal);

        var order = "";
        await shop.Eventually(
            async () =>
            {
                (var exit, order) = await shop.CommandAsync(
                    "storefront-dapr", "dapr-invoke", "--method", "orders/typed-in", "--app-id", "orders");
                return exit == 0;
            },
            Soon, "the order that was typed in is there");
        Assert.Contains("\"item\": \"Lamp\"", order, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_daprd_does_not_take_says_why()
    {
        var (exit, output) = await shop.CommandAsync(
            "storefront-dapr", "dapr-publish", "--topic", "nothing/orders", "--data", "a book");

        Assert.NotEqual(0, exit);
        Assert.Contains("ERR_PUBSUB_NOT_FOUND", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daprd_shows_what_it_has_loaded()
    {
        var shown = await ShownAsync();
        await shop.Eventually(
            async () => (string?)(shown = await ShownAsync())["Subscriptions"] is not null, Soon, "the subscriptions of orders are shown");

        Assert.Equal("ready", (string?)shown["Readiness"]);
        Assert.Contains("statestore (state.redis)", (string?)shown["Components"], StringComparison.Ordinal);
        Assert.Contains("pubsub/orders → orders", (string?)shown["Subscriptions"], StringComparison.Ordinal);
        Assert.Equal("StockActor", (string?)shown["Actors"]);

        async Task<JsonNode> ShownAsync() => (await shop.DescribeAsync("orders-dapr"))!["properties"]!;
    }

    [Theory]
    [InlineData("dapr-command-line", "--app-id=orders")]
    [InlineData("dapr-app-variables", "DAPR_API_TOKEN=<token>")]
    [InlineData("dapr-metadata", "\"components\"")]
    public async Task A_command_shows_what_it_is_asked_for_and_no_token(string command, string text)
    {
        var shown = await RunAsync("orders-dapr", command);

        Assert.Contains(text, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(await shop.TokenAsync("orders-dapr"), shown, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string resource, string command, params string[] options)
    {
        var (exit, shown) = await shop.CommandAsync(resource, command, options);
        Assert.True(exit == 0, $"{command} {string.Join(' ', options)}: {shown}");
        return shown;
    }
}
