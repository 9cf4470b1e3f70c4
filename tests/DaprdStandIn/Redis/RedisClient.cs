using System.Net.Sockets;

namespace DaprdStandIn.Redis;

/// <summary>A connection that is opened when it is needed, used by one caller at a time, and opened again after a failure.</summary>
internal sealed class RedisClient(RedisSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private RedisConnection? _connection;

    /// <summary>Waits for Redis for a while, because it may start together with daprd.</summary>
    public static async Task<RedisClient> ConnectAsync(RedisSettings settings, TimeSpan patience, CancellationToken cancellation)
    {
        var client = new RedisClient(settings);
        var until = DateTime.UtcNow + patience;
        while (true)
        {
            try
            {
                await client.ExecuteAsync(["PING"], cancellation);
                return client;
            }
            catch (Exception e) when (e is RedisException || e is IOException or SocketException && DateTime.UtcNow >= until)
            {
                client.Dispose();
                throw new InvalidOperationException($"error connecting to redis at {settings.Address}: {e.Message}", e);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                await Task.Delay(250, cancellation);
            }
        }
    }

    public async Task<RedisReply> ExecuteAsync(IReadOnlyList<RedisArgument> command, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var reused = _connection is not null;
            try
            {
                return await SendAsync(command, cancellation);
            }
            catch (Exception e) when (reused && e is IOException or SocketException)
            {
                // The connection had died unnoticed.
                return await SendAsync(command, cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async Task<RedisReply> SendAsync(IReadOnlyList<RedisArgument> command, CancellationToken cancellation)
    {
        try
        {
            _connection ??= await RedisConnection.OpenAsync(settings, cancellation);
            return await _connection.ExecuteAsync(command, cancellation);
        }
        catch (Exception e) when (e is not RedisException)
        {
            // After a failure or a cancellation half an answer may still be on its way.
            _connection?.Dispose();
            _connection = null;
            throw;
        }
    }
}
