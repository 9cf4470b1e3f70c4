using DaprdStandIn.Http;

namespace DaprdStandIn.State;

/// <summary>The state building block, the same over HTTP and gRPC. It encrypts; the state of actors goes past it, and is not.</summary>
internal sealed class StateApi(StateStores stores)
{
    public void Check(string store) => stores.Find(store);

    public bool Encrypts(string store) => stores.Keys(store) is not null;

    public Task<StateValue?> GetAsync(string store, string key, CancellationToken cancellation) =>
        TryAsync(e => ApiError.StateGet(key, store, e), async () =>
        {
            var value = await stores.Find(store).GetAsync(stores.KeyOf(store, key), cancellation);
            return value is not null && stores.Keys(store) is { } keys ? value with { Data = keys.Decrypt(value.Data) } : value;
        });

    public Task SaveAsync(string store, IReadOnlyList<StateChange> changes, CancellationToken cancellation)
    {
        // All keys are checked before the first is written.
        var found = stores.Find(store);
        var keyed = changes
            .Select(change => change with { Key = stores.KeyOf(store, change.Key), Data = Encrypt(store, change.Data) }).ToList();
        return TryAsync(e => ApiError.StateSave(store, e), async () =>
        {
            foreach (var change in keyed)
            {
                await found.SetAsync(change, cancellation);
            }

            return true;
        });
    }

    public Task DeleteAsync(string store, string key, string? etag, CancellationToken cancellation) =>
        TryAsync(e => ApiError.StateDelete(key, e), async () =>
        {
            await stores.Find(store).DeleteAsync(stores.KeyOf(store, key), etag, cancellation);
            return true;
        });

    public Task TransactAsync(string store, IReadOnlyList<StateOperation> operations, CancellationToken cancellation)
    {
        var found = stores.Find(store);
        var keyed = operations.Select(operation => operation with
        {
            Key = stores.KeyOf(store, operation.Key),
            Data = operation.Data is { } data ? Encrypt(store, data) : null,
        }).ToList();
        return TryAsync(ApiError.StateTransaction, async () =>
        {
            await found.TransactAsync(keyed, cancellation);
            return true;
        });
    }

    private ReadOnlyMemory<byte> Encrypt(string store, ReadOnlyMemory<byte> data) => stores.Keys(store)?.Encrypt(data) ?? data;

    private static async Task<T> TryAsync<T>(Func<Exception, ApiError> error, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is not ApiError and not OperationCanceledException)
        {
            throw error(e);
        }
    }
}
