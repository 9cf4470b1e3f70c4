namespace DaprdStandIn.PubSub;

internal delegate Task<bool> MessageHandler(ReadOnlyMemory<byte> message, CancellationToken cancellation);

internal interface IPubSub
{
    Task PublishAsync(
        string topic, ReadOnlyMemory<byte> message, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation);

    /// <summary>Delivers until <paramref name="lifetime"/> ends. The handler says whether the message is done with.</summary>
    Task SubscribeAsync(string topic, MessageHandler handler, CancellationToken lifetime);
}
