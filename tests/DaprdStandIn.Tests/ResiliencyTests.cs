using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class ResiliencyTests
{
    private const string Resiliency = """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            timeouts:
              short: 100ms
            retries:
              twice:
                policy: constant
                duration: 20ms
                maxRetries: 2
          targets:
            apps:
              orders:
                timeout: short
                retry: twice
            components:
              pubsub:
                inbound:
                  retry: twice
        """;

    /// <summary>What a shared daprd has by default.</summary>
    public const string InboundPolicy = """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: inbound
        spec:
          policies:
            retries:
              DefaultPubsubComponentInboundRetryPolicy:
                policy: constant
                duration: 200ms
                maxRetries: -1
                matching:
                  httpStatusCodes: 502-504
                  gRPCStatusCodes: "14"
          targets: {}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, HttpStatusCode.OK, 3)]
    [InlineData(9, HttpStatusCode.ServiceUnavailable, 3)]
    public async Task A_call_of_an_app_is_tried_again_as_often_as_its_policy_says(int failures, HttpStatusCode status, int calls)
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/hello", () => Results.StatusCode(failures-- > 0 ? 503 : 200)));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Resiliency]);

        using var response = await daprd.Http.GetAsync("/v1.0/invoke/orders/method/hello", Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(calls, app.At("/hello").Count());
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_given_up()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/slow", () => Task.Delay(TimeSpan.FromSeconds(30), Cancellation)));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Resiliency]);
        var clock = Stopwatch.StartNew();

        using var response = await daprd.Http.GetAsync("/v1.0/invoke/orders/method/slow", Cancellation);

        Assert.Contains("context deadline exceeded", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_message_that_the_app_refuses_is_delivered_as_often_as_the_inbound_policy_says()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapPost("/orders", () => Results.StatusCode(500));
            app.MapPost("/dead", () => { });
        });
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources:
        [
            Manifests.PubSub,
            Resiliency,
            Manifests.DeclarativeSubscription
                .Replace("  topic: orders", "  topic: orders\n  deadLetterTopic: dead", StringComparison.Ordinal),
            Manifests.DeclarativeSubscription
                .Replace("orders", "dead", StringComparison.Ordinal).Replace("- dead", "- orders", StringComparison.Ordinal),
        ]);
        await daprd.WaitUntilReadyAsync();

        await daprd.Client.PublishEventAsync("pubsub", "orders", 1, Cancellation);

        await Eventually.IsTrueAsync(() => app.At("/dead").Any());
        Assert.Equal(3, app.At("/orders").Count());
    }

    [Theory]
    [InlineData("", 500, 1)]
    [InlineData("", 503, 3)]
    [InlineData("outbound: {}", 503, 1)]
    [InlineData("inbound: { retry: once }", 503, 2)]
    public async Task A_default_policy_repeats_the_statuses_that_match_where_no_target_decides(string target, int status, int calls)
    {
        var answers = new Queue<int>([status, status, 200]);
        await using var app = await TestApp.StartAsync(app =>
            app.MapPost("/orders", () => Results.StatusCode(answers.TryDequeue(out var answer) ? answer : 200)));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources:
        [
            Manifests.PubSub,
            Manifests.DeclarativeSubscription,
            InboundPolicy,
            target.Length == 0 ? "" : $$"""
                apiVersion: dapr.io/v1alpha1
                kind: Resiliency
                metadata:
                  name: target
                spec:
                  policies: { retries: { once: { policy: constant, duration: 10ms, maxRetries: 1 } } }
                  targets: { components: { pubsub: { {{target}} } } }
                """,
        ]);
        await daprd.WaitUntilReadyAsync();

        foreach (var message in (int[])[1, 2])
        {
            await daprd.Client.PublishEventAsync("pubsub", "orders", message, Cancellation);
        }

        // The second message comes after the first is done with.
        await Eventually.IsTrueAsync(() => app.At("/orders").Any(received => IsOf(received, 2)));
        Assert.Equal(calls, app.At("/orders").Count(received => IsOf(received, 1)));

        static bool IsOf(Received received, int message) => (int?)JsonNode.Parse(received.Body)!["data"] == message;
    }

    [Fact]
    public async Task A_policy_of_another_app_is_not_for_this_one()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/hello", () => Results.StatusCode(503)));
        await using var daprd = await RunningDaprd.StartAsync(appPort: app.Port, resources: [Resiliency + "\nscopes: [storefront]"]);

        using var response = await daprd.Http.GetAsync("/v1.0/invoke/orders/method/hello", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Single(app.At("/hello"));
    }

    [Theory]
    [InlineData(true, -1, 500, 750, 1000)]
    [InlineData(false, 2, 100, 100, null)]
    public void The_intervals_are_constant_or_grow_up_to_a_limit(bool exponential, int retries, params int?[] milliseconds)
    {
        var policy = new Resources.RetryPolicy(exponential, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), retries);

        Assert.Equal(milliseconds, [.. Enumerable.Range(0, 3).Select(retry => (int?)policy.DelayBefore(retry)?.TotalMilliseconds)]);
    }
}
