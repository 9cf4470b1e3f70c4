using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class PubSubTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_event_reaches_the_route_that_the_app_subscribed_as_a_CloudEvent()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/dapr/subscribe", Subscribe("/orders"));
            app.MapPost("/orders", () => { });
        });
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Manifests.PubSub]);
        await daprd.WaitUntilReadyAsync();

        await daprd.Client.PublishEventAsync("pubsub", "orders", new { Id = "1", Item = "Bücher" }, Cancellation);

        await Eventually.IsTrueAsync(() => app.At("/orders").Any());
        var received = app.At("/orders").Single();
        Assert.Equal("application/cloudevents+json", received.ContentType);
        var cloudEvent = JsonNode.Parse(received.Body)!;
        Assert.Equal("orders", (string?)cloudEvent["source"]);
        Assert.Equal("orders", (string?)cloudEvent["topic"]);
        Assert.Equal("pubsub", (string?)cloudEvent["pubsubname"]);
        Assert.Equal("com.dapr.event.sent", (string?)cloudEvent["type"]);
        Assert.Equal("application/json", (string?)cloudEvent["datacontenttype"]);
        Assert.Equal("Bücher", (string?)cloudEvent["data"]!["item"]);

        var metadata = await daprd.Client.GetMetadataAsync(Cancellation);
        Assert.Equal(["pubsub"], metadata.Components.Select(component => component.Name));
        Assert.Contains("PROGRAMMATIC", await daprd.Http.GetStringAsync("/v1.0/metadata", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_subscription_needs_no_answer_from_the_app_and_honours_its_scopes()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/orders", () => { }));
        await using var orders = await RunningDaprd.StartAsync(
            appPort: app.Port, resources: [Manifests.PubSub, Manifests.DeclarativeSubscription]);
        await using var other = await RunningDaprd.StartAsync(
            "other", app.Port, resources: [Manifests.PubSub, Manifests.DeclarativeSubscription]);
        await orders.WaitUntilReadyAsync();
        await other.WaitUntilReadyAsync();

        await orders.Client.PublishEventAsync("pubsub", "orders", 1, Cancellation);
        await other.Client.PublishEventAsync("pubsub", "orders", 2, Cancellation);

        await Eventually.IsTrueAsync(() => app.At("/orders").Any());
        Assert.DoesNotContain("subscriptions", await other.Http.GetStringAsync("/v1.0/metadata", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_of_a_declared_subscription_choose_the_route_and_what_no_rule_wants_is_dropped()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/{**path}", () => { }));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Manifests.PubSub, """
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata:
              name: orders
            spec:
              pubsubname: pubsub
              topic: orders
              deadLetterTopic: unwanted
              routes:
                rules:
                - match: event.data.quantity > 100 && event.data.item in ["Book", "Pen"]
                  path: /wholesale
                - match: has(event.data.gift) || event.type.startsWith("gift.")
                  path: /gifts
                - match: event.data.quantity > 0
                  path: /retail
            """, """
            apiVersion: dapr.io/v1alpha1
            kind: Subscription
            metadata:
              name: unwanted
            spec:
              pubsubname: pubsub
              topic: unwanted
              route: /unwanted
            """]);
        await daprd.WaitUntilReadyAsync();

        foreach (var order in (object[])[
            new { item = "Book", quantity = 101 },
            new { item = "Book", quantity = 1, gift = true },
            new { item = "Cup", quantity = 101 },
            new { item = "Cup", quantity = 0 },
            new { item = "Cup" }])
        {
            await daprd.Client.PublishEventAsync("pubsub", "orders", order, Cancellation);
        }

        await Eventually.IsTrueAsync(() => app.At("/unwanted").Count() == 2);
        Assert.Equal(
            ["/gifts", "/retail", "/unwanted", "/unwanted", "/wholesale"],
            app.Received.Select(received => received.Path).Where(path => !path.StartsWith("/dapr/", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("event.type == 'order'", true)]
    [InlineData("!(event.type != \"order\") && event.data.price <= 9.5", true)]
    [InlineData("'a' in event.data.tags || event.nosuch == 1", true)]
    [InlineData("event.source in ['shop', 'store'] && event.data.price > 9", true)]
    [InlineData("event.data.price > 10 || event.source.endsWith('q')", false)]
    [InlineData("has(event.data.nosuch)", false)]
    public void An_expression_is_true_or_false(string expression, bool expected)
    {
        var cloudEvent = JsonNode.Parse("""{"type":"order","source":"shop","data":{"price":9.5,"count":"4","tags":["a","b"]}}""");

        Assert.Equal(expected, PubSub.MatchExpression.Parse(expression).Matches((JsonObject)cloudEvent!));
    }

    [Theory]
    [InlineData("event.type ==")]
    [InlineData("event.type == 'a' 'b'")]
    [InlineData("event.type + 'a'")]
    [InlineData("order.type == 'a'")]
    public void An_expression_that_makes_no_sense_is_refused(string expression) =>
        Assert.Throws<PubSub.MatchException>(() => PubSub.MatchExpression.Parse(expression));

    [Fact]
    public async Task A_message_that_the_app_fails_drops_or_takes_is_delivered_once()
    {
        var answers = new Queue<IResult>([
            Results.StatusCode(500),
            Results.Json(new { status = "RETRY" }),
            Results.Json(new { status = "DROP" }),
            Results.Json(new { status = "SUCCESS" })]);
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/dapr/subscribe", Subscribe("/orders"));
            app.MapPost("/orders", () => answers.Dequeue());
        });
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Manifests.PubSub]);
        await daprd.WaitUntilReadyAsync();

        foreach (var id in Enumerable.Range(1, 4))
        {
            await daprd.Client.PublishEventAsync("pubsub", "orders", id, Cancellation);
        }

        await Eventually.IsTrueAsync(() => app.At("/orders").Count() == 4);
        Assert.Equal([1, 2, 3, 4], app.At("/orders").Select(received => (int)JsonNode.Parse(received.Body)!["data"]!));
    }

    [Fact]
    public async Task A_CloudEvent_is_not_wrapped_again()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/dapr/subscribe", Subscribe("/orders"));
            app.MapPost("/orders", () => { });
        });
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Manifests.PubSub]);
        await daprd.WaitUntilReadyAsync();

        using var content = new StringContent("""{"specversion":"1.0","id":"mine","source":"me","type":"t","data":7}""");
        content.Headers.ContentType = new("application/cloudevents+json");
        using var published = await daprd.Http.PostAsync("/v1.0/publish/pubsub/orders", content, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, published.StatusCode);
        await Eventually.IsTrueAsync(() => app.At("/orders").Any());
        var cloudEvent = JsonNode.Parse(app.At("/orders").Single().Body)!;
        Assert.Equal(("mine", "me", 7), ((string?)cloudEvent["id"], (string?)cloudEvent["source"], (int)cloudEvent["data"]!));
    }

    [Fact]
    public async Task A_pubsub_that_is_not_there_is_not_found()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.PubSub]);

        using var response = await daprd.Http.PostAsJsonAsync("/v1.0/publish/nosuch/orders", 1, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal(
            ("ERR_PUBSUB_NOT_FOUND", "pubsub nosuch is not found"), ((string?)error!["errorCode"], (string?)error["message"]));
        await Assert.ThrowsAsync<DaprException>(() => daprd.Client.PublishEventAsync("nosuch", "orders", 1, Cancellation));
    }

    private static Func<IResult> Subscribe(string route) =>
        () => Results.Json(new[] { new { pubsubname = "pubsub", topic = "orders", route } });
}
