using DaprdStandIn.Http;

namespace DaprdStandIn.State;

/// <summary>The state building block, the same over HTTP and gRPC.</summary>
internal sealed class StateApi(StateStores stores, Metrics metrics)
{
    public void Check(string store) => stores.Find(store);

    public Task<StateValue?> GetAsync(string store, string key, CancellationToken cancellation) =>
        CountedAsync(store, "get", e => ApiError.StateGet(key, store, e),
            () => stores.Find(store).GetAsync(stores.KeyOf(store, key), cancellation));

    public Task SaveAsync(string store, IReadOnlyList<StateChange> changes, CancellationToken cancellation)
    {
        // All keys are checked before the first is written.
        var found = stores.Find(store);
        var keyed = changes.Select(change => change with { Key = stores.KeyOf(store, change.Key) }).ToList();
        return CountedAsync(store, "set", e => ApiError.StateSave(store, e), async () =>
        {
            foreach (var change in keyed)
            {
                await found.SetAsync(change, cancellation);
            }

            return true;
        });
    }

    public Task DeleteAsync(string store, string key, string? etag, CancellationToken cancellation) =>
        CountedAsync(store, "delete", e => ApiError.StateDelete(key, e), async () =>
        {
            await stores.Find(store).DeleteAsync(stores.KeyOf(store, key), etag, cancellation);
            return true;
        });

    private async Task<T> CountedAsync<T>(string store, string operation, Func<Exception, ApiError> error, Func<Task<T>> action)
    {
        try
        {
            var result = await action();
            Count(success: true);
            return result;
        }
        catch (Exception e) when (e is not ApiError and not OperationCanceledException)
        {
            Count(success: false);
            throw error(e);
        }

        void Count(bool success) => metrics.Count(
            "dapr_component_state_count",
            ("component", store), ("operation", operation), ("success", success ? "true" : "false"));
    }
}
