using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace DaprdStandIn.Redis;

/// <summary>One connection that speaks RESP 2: a command goes out, its answer comes in.</summary>
internal sealed class RedisConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;

    private RedisConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
        _reader = PipeReader.Create(_stream);
    }

    public static async Task<RedisConnection> OpenAsync(RedisSettings settings, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, cancellation);
            var connection = new RedisConnection(socket);
            if (settings.Password.Length > 0)
            {
                await connection.ExecuteAsync(
                    settings.Username.Length > 0 ? ["AUTH", settings.Username, settings.Password] : ["AUTH", settings.Password],
                    cancellation);
            }

            if (settings.Database != 0)
            {
                await connection.ExecuteAsync(["SELECT", settings.Database.ToString(CultureInfo.InvariantCulture)], cancellation);
            }

            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task<RedisReply> ExecuteAsync(IReadOnlyList<RedisArgument> command, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, '*', command.Count);
        foreach (var argument in command)
        {
            WriteLine(buffer, '$', argument.Bytes.Length);
            buffer.Write(argument.Bytes.Span);
            buffer.Write("\r\n"u8);
        }

        await _stream.WriteAsync(buffer.WrittenMemory, cancellation);
        return await ReadReplyAsync(cancellation);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, char kind, int number) =>
        buffer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}{number}\r\n")));

    private async Task<RedisReply> ReadReplyAsync(CancellationToken cancellation)
    {
        var line = Encoding.UTF8.GetString(await ReadLineAsync(cancellation));
        var rest = line[1..];
        switch (line[0])
        {
            case '+' or ':':
                return new(Encoding.UTF8.GetBytes(rest), null);

            case '-':
                throw new RedisException(rest);

            case '$' when Length(rest) is >= 0 and var length:
                var bytes = await ReadAsync(length + 2, cancellation);
                return new(bytes[..length], null);

            case '*' when Length(rest) is >= 0 and var count:
                var items = new List<RedisReply>(count);
                for (var i = 0; i < count; i++)
                {
                    items.Add(await ReadReplyAsync(cancellation));
                }

                return new(null, items);

            case '$' or '*':
                return RedisReply.Nothing;

            default:
                throw new IOException($"not an answer of Redis: {line}");
        }

        static int Length(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellation);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = result.Buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line[..^1]; // without the carriage return
            }

            Continue(result);
        }
    }

    private async Task<byte[]> ReadAsync(int length, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellation);
            if (result.Buffer.Length >= length)
            {
                var bytes = result.Buffer.Slice(0, length).ToArray();
                _reader.AdvanceTo(result.Buffer.GetPosition(length));
                return bytes;
            }

            Continue(result);
        }
    }

    private void Continue(ReadResult result)
    {
        if (result.IsCompleted)
        {
            throw new IOException("Redis closed the connection");
        }

        _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
    }
}
