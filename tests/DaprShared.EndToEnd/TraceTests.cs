using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

/// <summary>What the dashboard was sent, by apps and daprds, of one call of a browser.</summary>
public sealed class TraceTests(Shop shop)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_trace_leads_from_the_browser_through_both_apps_and_their_daprds()
    {
        const string expected = "orders <- orders-dapr <- storefront-dapr <- storefront <- browser";
        var (trace, browser) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        using var accepted = await shop.Storefront.PostAsJsonAsync("/orders", new { item = "traced", quantity = 1 }, Stop);
        accepted.EnsureSuccessStatusCode();
        using var request = new HttpRequestMessage(HttpMethod.Get, accepted.Headers.Location);
        request.Headers.Add("traceparent", $"00-{trace}-{browser}-01");

        using var response = await shop.Storefront.SendAsync(request, Stop);

        await shop.Eventually(
            async () =>
            {
                var spans = (from span in await shop.SpansAsync()
                             where (string?)span["traceId"] == trace
                             select span).ToDictionary(span => (string)span["spanId"]!);
                var ways = (from span in spans.Values select Way(span, spans, browser)).ToHashSet();
                return ways.Contains(expected) && ways.All(way => way.EndsWith(" <- browser", StringComparison.Ordinal));
            },
            TimeSpan.FromMinutes(2),
            $"the dashboard has the trace {expected}, in which nothing has another root");
    }

    // Who has recorded a span, who its parent, and so on; several of the same one after the other are one.
    private static string Way(JsonNode span, Dictionary<string, JsonNode> spans, string browser)
    {
        List<string> way = [(string)span["source"]!];
        var parent = (string?)span["parentSpanId"];
        while (parent is not null && spans.TryGetValue(parent, out var next))
        {
            if ((string)next["source"]! is var source && source != way[^1]) { way.Add(source); }

            parent = (string?)next["parentSpanId"];
        }

        return string.Join(" <- ", way.Append(parent == browser ? "browser" : "nobody"));
    }
}
