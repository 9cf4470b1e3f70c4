namespace DaprdStandIn.PubSub;

/// <param name="Metadata">What the publisher gave it, which goes to the app as headers.</param>
internal sealed record Message(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Says whether the message is done with.</summary>
internal delegate Task<bool> MessageHandler(Message message, CancellationToken cancellation);

internal interface IPubSub
{
    Task PublishAsync(string topic, Message message, CancellationToken cancellation);

    /// <summary>Delivers until <paramref name="lifetime"/> ends.</summary>
    Task SubscribeAsync(string topic, MessageHandler handler, CancellationToken lifetime);
}
