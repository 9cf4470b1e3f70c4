using System.Collections.Concurrent;
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
internal sealed class PubSubs(string appId, Resiliency resiliency)
{
    private readonly ConcurrentDictionary<string, IPubSub> _pubsubs = new(StringComparer.Ordinal);

    public bool Any => !_pubsubs.IsEmpty;

    public void Add(string name, IPubSub pubsub) => _pubsubs[name] = pubsub;

    public void Remove(string name) => _pubsubs.TryRemove(name, out _);

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
            await (resiliency.Outbound(request.PubSub, "Pubsub") ?? Policy.Once).RunAsync(
                stop => pubsub.PublishAsync(request.Topic, new(message, request.Metadata), stop), cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ApiError.Publish(request.PubSub, request.Topic, e);
        }
    }

    public static bool IsRaw(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue("rawPayload", out var raw)
        && (GoText.ParseBool(raw) ?? throw ApiError.PubSubMetadata($"rawPayload must be a boolean, not {raw}"));
}
