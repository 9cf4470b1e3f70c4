using System.Text;

namespace DaprdStandIn.Redis;

/// <summary>An answer: bytes (also for simple strings and numbers), a list, or nothing at all.</summary>
internal sealed record RedisReply(byte[]? Bytes, IReadOnlyList<RedisReply>? Items)
{
    public static RedisReply Nothing { get; } = new(null, null);

    public string? Text => Bytes is null ? null : Encoding.UTF8.GetString(Bytes);
}

/// <summary>An argument of a command, which Redis takes as bytes.</summary>
internal readonly record struct RedisArgument(ReadOnlyMemory<byte> Bytes)
{
    public static implicit operator RedisArgument(string text) => new(Encoding.UTF8.GetBytes(text));

    public static implicit operator RedisArgument(ReadOnlyMemory<byte> bytes) => new(bytes);
}

/// <summary>Redis answered with an error.</summary>
internal sealed class RedisException(string message) : Exception(message);
