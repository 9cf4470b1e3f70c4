namespace DaprdStandIn.State;

internal sealed record StateValue(ReadOnlyMemory<byte> Data, string? ETag);

internal sealed record StateChange(string Key, ReadOnlyMemory<byte> Data, string? ETag, bool FirstWrite, int? TtlSeconds);

/// <param name="Data">Null deletes the key.</param>
internal sealed record StateOperation(string Key, ReadOnlyMemory<byte>? Data, int? TtlSeconds = null);

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
