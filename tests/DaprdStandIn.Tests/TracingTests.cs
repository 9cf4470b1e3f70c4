using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

public class TracingTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ParentId = "b7ad6b7169203331";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invocation_is_one_trace_from_the_caller_through_both_daprds_to_the_app()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var seenByApp = "";
        await using var app = await TestApp.StartAsync(app => app.MapGet("/hello", (HttpContext context) =>
        {
            seenByApp = context.Request.Headers.TraceParent.ToString();
            return "hello";
        }));
        var internalPort = RunningDaprd.FreePort();
        await using (await RunningDaprd.StartAsync("localhost", app.Port, internalPort, variables: Export(collector)))
        await using (var caller = await RunningDaprd.StartAsync(
            "storefront", configuration: Manifests.NameFormat($"{{appid}}:{internalPort}"), variables: Export(collector)))
        {
            Assert.Equal("hello", await SendAsync(caller, HttpMethod.Get, "/v1.0/invoke/localhost/method/hello"));
        }

        var spans = collector.Spans.Where(span => span.Name == "CallLocal/localhost/hello").OrderByDescending(span => span.Kind).ToList();
        Assert.Equal([("storefront", SpanKind.Client), ("localhost", SpanKind.Server)], spans.Select(span => (span.Service, span.Kind)));
        Assert.All(spans, span => Assert.Equal(TraceId, span.TraceId));
        Assert.Equal([ParentId, spans[0].Id], spans.Select(span => span.ParentId));
        Assert.Equal($"00-{TraceId}-{spans[1].Id}-01", seenByApp);
    }

    [Fact]
    public async Task A_message_carries_the_trace_of_its_publisher_to_the_subscriber()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var seenByApp = "";
        await using var app = await TestApp.StartAsync(app =>
            app.MapPost("/orders", (HttpContext context) => { seenByApp = context.Request.Headers.TraceParent.ToString(); }));
        await using (var daprd = await RunningDaprd.StartAsync(
            appPort: app.Port, resources: [Manifests.PubSub, Manifests.DeclarativeSubscription], variables: Export(collector)))
        {
            await daprd.WaitUntilReadyAsync();
            await SendAsync(daprd, HttpMethod.Post, "/v1.0/publish/pubsub/orders");
            // The span of the delivery ends a moment after the app has the message.
            await Eventually.IsTrueAsync(() => collector.Spans.Any(span => span.Name == "pubsub/orders"));
        }

        var (published, delivered) = (collector.Single("/v1.0/publish/pubsub/orders"), collector.Single("pubsub/orders"));
        Assert.Equal((TraceId, ParentId), (published.TraceId, published.ParentId));
        Assert.Equal((TraceId, published.Id), (delivered.TraceId, delivered.ParentId));
        Assert.Equal($"00-{TraceId}-{delivered.Id}-01", seenByApp);
    }

    [Fact]
    public async Task A_call_over_gRPC_has_a_span_with_its_error_and_a_health_check_has_none()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var daprd = await RunningDaprd.StartAsync(variables: Export(collector)))
        {
            await Assert.ThrowsAsync<Dapr.DaprException>(
                () => daprd.Client.GetStateAsync<string>("nosuch", "key", cancellationToken: Cancellation));
            await daprd.TryGetAsync("/v1.0/healthz");
        }

        var span = Assert.Single(collector.Spans);
        Assert.Equal(("/dapr.proto.runtime.v1.Dapr/GetState", SpanKind.Client, true), (span.Name, span.Kind, span.IsError));
    }

    [Fact]
    public async Task Without_INSECURE_daprd_speaks_TLS_even_to_an_endpoint_with_http()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var variables = Export(collector);
        variables.Remove("OTEL_EXPORTER_OTLP_INSECURE");
        await using var daprd = await RunningDaprd.StartAsync(variables: variables);

        await SendAsync(daprd, HttpMethod.Get, "/v1.0/metadata");

        await Eventually.IsTrueAsync(
            () => daprd.Output.Contains("traces export: The SSL connection could not be established", StringComparison.Ordinal));
        Assert.Empty(collector.Spans);
    }

    [Fact]
    public async Task An_endpoint_of_the_Configuration_wins_over_the_variables()
    {
        await using var chosen = await OtlpCollector.StartAsync(http: true);
        await using var other = await OtlpCollector.StartAsync();
        var variables = Export(other);
        variables["OTEL_SERVICE_NAME"] = "my-service";
        variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=secret";
        await using (var daprd = await RunningDaprd.StartAsync(variables: variables, configuration: $"""
            kind: Configuration
            spec:
              tracing:
                samplingRate: "1"
                otel:
                  endpointAddress: {chosen.Address}
                  protocol: http
                  isSecure: false
            """))
        {
            await SendAsync(daprd, HttpMethod.Get, "/v1.0/metadata");
        }

        Assert.Equal("my-service", Assert.Single(chosen.Spans).Service);
        Assert.Equal("secret", chosen.Headers["x-key"]);
        Assert.Empty(other.Spans);
    }

    [Theory]
    [InlineData("0", "00", 0)]
    [InlineData("0", "01", 1)]
    [InlineData("1", "00", 0)]
    public async Task A_caller_that_has_decided_about_sampling_decides_for_daprd_too(string rate, string flags, int spans)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var daprd = await RunningDaprd.StartAsync(
            variables: Export(collector), configuration: $"kind: Configuration\nspec: {{ tracing: {{ samplingRate: \"{rate}\" }} }}"))
        {
            await SendAsync(daprd, HttpMethod.Get, "/v1.0/metadata", flags);
        }

        Assert.Equal(spans, collector.Spans.Count);
    }

    private static Dictionary<string, string?> Export(OtlpCollector collector) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://" + collector.Address,
        ["OTEL_EXPORTER_OTLP_INSECURE"] = "true",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
    };

    private static async Task<string> SendAsync(RunningDaprd daprd, HttpMethod method, string path, string flags = "01")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("traceparent", $"00-{TraceId}-{ParentId}-{flags}");
        using var response = await daprd.Http.SendAsync(request, Cancellation);
        response.EnsureSuccessStatusCode();
        Assert.StartsWith($"00-{TraceId}-", response.Headers.GetValues("traceparent").Single(), StringComparison.Ordinal);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
