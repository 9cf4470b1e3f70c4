using System.Globalization;
using System.Text.Json.Nodes;

namespace DaprdStandIn.State;

internal sealed record StateValue(ReadOnlyMemory<byte> Data, string? ETag);

internal sealed record StateChange(string Key, ReadOnlyMemory<byte> Data, string? ETag, bool FirstWrite, int? TtlSeconds);

/// <param name="Data">Null deletes the key.</param>
internal sealed record StateOperation(string Key, ReadOnlyMemory<byte>? Data, int? TtlSeconds = null)
{
    /// <summary>Reads one operation of a transaction, as apps and actors write it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static StateOperation Parse(JsonNode? operation, Func<JsonNode?, byte[]> bytes)
    {
        var request = operation?["request"] ?? throw new FormatException("request data is empty");
        var key = (string?)request["key"] is { Length: > 0 } given ? given : throw new FormatException("missing key");
        return (string?)operation["operation"] switch
        {
            "delete" => new(key, null),
            "upsert" => new(
                key,
                bytes(request["value"]),
                (string?)request["metadata"]?["ttlInSeconds"] is { } ttl ? int.Parse(ttl, CultureInfo.InvariantCulture) : null),
            null or "" => throw new FormatException("operation is empty"),
            var other => throw new FormatException($"operation type {other} not supported"),
        };
    }
}

internal interface IStateStore
{
    Task<StateValue?> GetAsync(string key, CancellationToken cancellation);

    Task SetAsync(StateChange change, CancellationToken cancellation);

    Task DeleteAsync(string key, string? etag, CancellationToken cancellation);

    /// <summary>Does all of it or nothing.</summary>
    Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellation);
}

/// <summary>The etag that came with a change is not the one of the stored value, or is no etag of this store at all.</summary>
internal sealed class ETagException(bool invalid, string message)
    : Exception($"{(invalid ? "invalid etag value" : "possible etag mismatch. error from state store")}: {message}")
{
    public bool Invalid => invalid;
}
