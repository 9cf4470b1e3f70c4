using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Resources;

namespace DaprdStandIn.PubSub;

internal sealed record PublishRequest(
    string PubSub,
    string Topic,
    ReadOnlyMemory<byte> Data,
    string ContentType,
    IReadOnlyDictionary<string, string> Metadata,
    string TraceParent,
    string TraceState);

/// <summary>The pub/sub components by name, and publishing to them.</summary>
internal sealed class PubSubs(string appId, Resiliency resiliency, Metrics metrics)
{
    private static readonly Policy Once = new(Timeout: null, Retry: null);

    private readonly Dictionary<string, IPubSub> _pubsubs = new(StringComparer.Ordinal);

    public bool Any => _pubsubs.Count > 0;

    public void Add(string name, IPubSub pubsub) => _pubsubs[name] = pubsub;

    public IPubSub? Find(string name) => _pubsubs.GetValueOrDefault(name);

    public async Task PublishAsync(PublishRequest request, CancellationToken cancellation)
    {
        var pubsub = Find(request.PubSub) ?? throw ApiError.PubSubNotFound(request.PubSub);
        if (request.Topic.Length == 0)
        {
            throw ApiError.TopicEmpty(request.PubSub);
        }

        var message = IsRaw(request.Metadata) ? request.Data : CloudEvent.Create(request, appId);
        try
        {
            await (resiliency.Outbound(request.PubSub) ?? Once).RunAsync(
                async stop =>
                {
                    await pubsub.PublishAsync(request.Topic, message, request.Metadata, stop);
                    return true;
                },
                _ => false,
                cancellation);
            Count(success: true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Count(success: false);
            throw ApiError.Publish(request.PubSub, request.Topic, e);
        }

        void Count(bool success) => metrics.Count(
            "dapr_component_pubsub_egress_count",
            ("component", request.PubSub), ("success", success ? "true" : "false"), ("topic", request.Topic));
    }

    public static bool IsRaw(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue("rawPayload", out var raw)
        && (GoText.ParseBool(raw) ?? throw ApiError.PubSubMetadata($"rawPayload must be a boolean, not {raw}"));
}
