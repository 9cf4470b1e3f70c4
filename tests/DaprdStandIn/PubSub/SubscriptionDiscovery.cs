using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using DaprdStandIn.App;
using DaprdStandIn.Logging;
using DaprdStandIn.Resources;

namespace DaprdStandIn.PubSub;

/// <summary>One entry of the answer to GET /dapr/subscribe.</summary>
internal sealed record SubscriptionDocument
{
    [JsonPropertyName("pubsubname")]
    public string PubSubName { get; init; } = "";

    public string Topic { get; init; } = "";

    public string? DeadLetterTopic { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public string? Route { get; init; }

    public RoutesDocument? Routes { get; init; }
}

internal sealed record RoutesDocument(IReadOnlyList<RuleDocument>? Rules, string? Default);

internal sealed record RuleDocument(string? Match, string? Path);

/// <summary>Asks the app what it subscribes to.</summary>
internal static class SubscriptionDiscovery
{
    // daprd retries a failed connection three times and then never asks again until it is restarted.
    private static readonly int[] RetryAfterMilliseconds = [500, 750, 1000];

    public static async Task<IReadOnlyList<Subscription>> AskAsync(AppChannel app, string appId, Log log, CancellationToken cancellation)
    {
        var request = new AppRequest(
            "GET", "dapr/subscribe", "", [new("dapr-app-id", [appId])], "application/json", ReadOnlyMemory<byte>.Empty);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Read(await app.SendAsync(request, cancellation), log);
            }
            catch (HttpRequestException) when (attempt < RetryAfterMilliseconds.Length)
            {
                await Task.Delay(RetryAfterMilliseconds[attempt], cancellation);
            }
        }
    }

    private static IReadOnlyList<Subscription> Read(AppResponse response, Log log)
    {
        switch ((HttpStatusCode)response.Status)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound:
                log.Debug("user app did not subscribe to any topic");
                return [];
            default:
                log.Error($"app returned http status code {response.Status} from subscription endpoint");
                return [];
        }

        SubscriptionDocument[] documents;
        try
        {
            documents = response.Body.IsEmpty
                ? []
                : JsonSerializer.Deserialize(response.Body.Span, JsonContext.Default.SubscriptionDocumentArray) ?? [];
        }
        catch (JsonException e)
        {
            log.Error($"error getting topics from app: {e.Message}");
            return [];
        }

        return [.. documents.Select(Subscription)];
    }

    private static Subscription Subscription(SubscriptionDocument document)
    {
        var rules = (document.Routes?.Rules ?? []).Select(rule => new Rule(rule.Match ?? "", rule.Path ?? "")).ToList();
        var route = string.IsNullOrEmpty(document.Routes?.Default) ? document.Route : document.Routes.Default;
        if (!string.IsNullOrEmpty(route))
        {
            rules.Add(new("", route));
        }

        return new(
            SubscriptionType.Programmatic,
            document.PubSubName,
            document.Topic,
            document.Metadata ?? [],
            rules,
            document.DeadLetterTopic ?? "");
    }
}
