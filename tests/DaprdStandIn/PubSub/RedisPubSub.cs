using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.Redis;

namespace DaprdStandIn.PubSub;

/// <summary>
/// pubsub.redis: a stream per topic with the fields "data" and "metadata", and a consumer group per app-id, so that the daprds of one app
/// share the messages and each app gets all of them, also those from before it first started.
/// </summary>
/// <param name="life">Ends with daprd; the subscriptions end when the app is unhealthy, too.</param>
internal sealed class RedisPubSub(
    RedisClient redis,
    RedisSettings settings,
    IReadOnlyDictionary<string, string> metadata,
    string appId,
    Log log,
    CancellationToken life) : IPubSub
{
    private const int QueueDepth = 100;
    private const int Concurrency = 10;

    private readonly string _group = metadata.GetValueOrDefault("consumerID", "") is { Length: > 0 } id ? id : appId;
    private readonly TimeSpan _processingTimeout = Duration(metadata, "processingTimeout", 60);
    private readonly TimeSpan _redeliverInterval = Duration(metadata, "redeliverInterval", 15);
    private readonly Channel<string> _inWork = Channel.CreateBounded<string>(Concurrency);

    public async Task PublishAsync(string topic, Message message, CancellationToken cancellation)
    {
        List<RedisArgument> command = ["XADD", topic, "*", "data", message.Data];
        if (message.Metadata.Count > 0)
        {
            command.AddRange(["metadata", JsonSerializer.Serialize(message.Metadata, JsonContext.Default.IReadOnlyDictionaryStringString)]);
        }

        await redis.ExecuteAsync(command, cancellation);
    }

    public async Task SubscribeAsync(string topic, MessageHandler handler, CancellationToken lifetime)
    {
        await CreateGroupAsync(topic, lifetime);
        _ = ForeverAsync(topic, TimeSpan.Zero, connection => ReadNewAsync(connection, topic, handler, lifetime), lifetime);
        if (_processingTimeout > TimeSpan.Zero && _redeliverInterval > TimeSpan.Zero)
        {
            _ = ForeverAsync(topic, _redeliverInterval, connection => ReclaimAsync(connection, topic, handler, lifetime), lifetime);
        }
    }

    private static TimeSpan Duration(IReadOnlyDictionary<string, string> metadata, string name, int seconds) =>
        GoText.ParseDuration(metadata.GetValueOrDefault(name, "")) ?? TimeSpan.FromSeconds(seconds);

    private async Task CreateGroupAsync(string topic, CancellationToken cancellation)
    {
        try
        {
            await redis.ExecuteAsync(["XGROUP", "CREATE", topic, _group, "0", "MKSTREAM"], cancellation);
        }
        catch (RedisException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It exists already.
        }
    }

    /// <summary>A blocking read holds its connection, so every loop has one of its own.</summary>
    private async Task ForeverAsync(string topic, TimeSpan pause, Func<RedisClient, Task> step, CancellationToken lifetime)
    {
        using var connection = new RedisClient(settings);
        while (!lifetime.IsCancellationRequested)
        {
            try
            {
                await step(connection);
                await Task.Delay(pause, lifetime);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is RedisException or IOException or SocketException)
            {
                log.Error($"redis streams: error reading from stream {topic}: {e.Message}");
                await Task.Delay(500, CancellationToken.None);
                if (e.Message.Contains("NOGROUP", StringComparison.Ordinal))
                {
                    await CreateGroupAsync(topic, CancellationToken.None);
                }
            }
        }
    }

    /// <summary>
    /// The end of the subscription does not end the read: as in daprd, whose client waits on, the reader of a subscription that has been
    /// paused still takes what comes next, and it lies there until it is reclaimed.
    /// </summary>
    private async Task ReadNewAsync(RedisClient connection, string topic, MessageHandler handler, CancellationToken lifetime)
    {
        var reply = await connection.ExecuteAsync(
            ["XREADGROUP", "GROUP", _group, _group, "COUNT", QueueDepth.ToString(CultureInfo.InvariantCulture), "BLOCK", "0",
                "STREAMS", topic, ">"],
            life);

        // One stream was asked for: [[name, [entry, ...]]], or nothing when the wait was in vain.
        if (reply.Items is [{ Items: [_, { Items: { } entries }] }])
        {
            await EnqueueAsync(entries, topic, handler, lifetime);
        }
    }

    /// <summary>
    /// Takes over what a daprd of this app-id read but never finished, for example because it was killed, and what has been tried for so
    /// long that daprd takes it for that.
    /// </summary>
    private async Task ReclaimAsync(RedisClient connection, string topic, MessageHandler handler, CancellationToken lifetime)
    {
        var idle = _processingTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        var reply = await connection.ExecuteAsync(["XAUTOCLAIM", topic, _group, _group, idle, "0-0"], lifetime);
        if (reply.Items is [_, { Items: { } entries }, ..])
        {
            await EnqueueAsync(entries, topic, handler, lifetime);
        }
    }

    private async Task EnqueueAsync(IReadOnlyList<RedisReply> entries, string topic, MessageHandler handler, CancellationToken lifetime)
    {
        foreach (var entry in entries)
        {
            // An entry is [id, [field, value, ...]].
            if (entry.Items is [{ Text: { } id }, { Items: { } fields }])
            {
                await _inWork.Writer.WriteAsync(id, lifetime);
                var values = fields.Chunk(2).ToDictionary(field => field[0].Text!, field => field[1].Bytes ?? []);
                var given = values.TryGetValue("metadata", out var json)
                    ? JsonSerializer.Deserialize(json, JsonContext.Default.IReadOnlyDictionaryStringString)
                    : null;
                _ = ProcessAsync(id, new(values.GetValueOrDefault("data", []), given ?? new Dictionary<string, string>()));
            }
        }

        async Task ProcessAsync(string id, Message message)
        {
            try
            {
                var start = Stopwatch.GetTimestamp();
                if (!await handler(message, lifetime))
                {
                    log.Error($"Error processing Redis message {id}");
                    if (lifetime.IsCancellationRequested || Stopwatch.GetElapsedTime(start) > _processingTimeout)
                    {
                        return;
                    }
                }

                // Acknowledged either way: retries are the business of daprd, not of the broker, since daprd 1.17.
                await redis.ExecuteAsync(["XACK", topic, _group, id], life);
            }
            catch (Exception e) when (e is RedisException or IOException or SocketException or OperationCanceledException)
            {
                log.Error($"Error acknowledging Redis message {id}: {e.Message}");
            }
            finally
            {
                _inWork.Reader.TryRead(out _);
            }
        }
    }
}
