using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DaprdStandIn.PubSub;

/// <summary>pubsub.in-memory: reaches the subscriptions of this one daprd, and keeps nothing for later ones.</summary>
internal sealed class InMemoryPubSub : IPubSub
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Channel<Message>, bool>> _topics = new();

    public Task PublishAsync(string topic, Message message, CancellationToken cancellation)
    {
        foreach (var channel in _topics.TryGetValue(topic, out var channels) ? channels.Keys : [])
        {
            channel.Writer.TryWrite(message);
        }

        return Task.CompletedTask;
    }

    public Task SubscribeAsync(string topic, MessageHandler handler, CancellationToken lifetime)
    {
        var channel = Channel.CreateUnbounded<Message>();
        var channels = _topics.GetOrAdd(topic, _ => new());
        channels[channel] = true;
        lifetime.Register(() => channels.TryRemove(channel, out _));
        _ = DeliverAsync();
        return Task.CompletedTask;

        async Task DeliverAsync()
        {
            try
            {
                await foreach (var message in channel.Reader.ReadAllAsync(lifetime))
                {
                    await handler(message, lifetime);
                }
            }
            catch (OperationCanceledException)
            {
                // The subscription has ended.
            }
        }
    }
}
