namespace DaprdStandIn.State;

/// <summary>state.in-memory: etags are random, as in daprd.</summary>
internal sealed class InMemoryStateStore : IStateStore
{
    private sealed record Entry(ReadOnlyMemory<byte> Data, string ETag, DateTime Expires);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public Task<StateValue?> GetAsync(string key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(Find(key) is { } entry ? new StateValue(entry.Data, entry.ETag) : null);
        }
    }

    public Task SetAsync(StateChange change, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (change.FirstWrite && string.IsNullOrEmpty(change.ETag) && Find(change.Key) is not null)
            {
                throw new ETagException(invalid: false, "item already exists and no etag was passed");
            }

            CheckETag(change.Key, change.ETag);
            Set(change.Key, change.Data, change.TtlSeconds);
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(string key, string? etag, CancellationToken cancellation)
    {
        lock (_lock)
        {
            CheckETag(key, etag);
            _entries.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var operation in operations)
            {
                if (operation.Data is { } data)
                {
                    Set(operation.Key, data, operation.TtlSeconds);
                }
                else
                {
                    _entries.Remove(operation.Key);
                }
            }
        }

        return Task.CompletedTask;
    }

    private void Set(string key, ReadOnlyMemory<byte> data, int? ttlSeconds)
    {
        var expires = ttlSeconds is > 0 and var ttl ? DateTime.UtcNow.AddSeconds(ttl) : DateTime.MaxValue;
        _entries[key] = new(data.ToArray(), Guid.NewGuid().ToString(), expires);
    }

    private Entry? Find(string key) =>
        _entries.TryGetValue(key, out var entry) && entry.Expires > DateTime.UtcNow ? entry : null;

    private void CheckETag(string key, string? etag)
    {
        if (string.IsNullOrEmpty(etag))
        {
            return;
        }

        var entry = Find(key) ?? throw new ETagException(invalid: false, $"state not exist or expired for key={key}");
        if (entry.ETag != etag)
        {
            throw new ETagException(invalid: false, $"state etag not match for key={key}: current={entry.ETag}, expect={etag}");
        }
    }
}
