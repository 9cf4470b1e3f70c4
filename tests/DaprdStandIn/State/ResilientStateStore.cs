using DaprdStandIn.Resources;

namespace DaprdStandIn.State;

/// <summary>A state store as its Resiliency has it.</summary>
internal sealed class ResilientStateStore(IStateStore store, Policy policy) : IStateStore
{
    public Task<StateValue?> GetAsync(string key, CancellationToken cancellation) =>
        policy.RunAsync(stop => store.GetAsync(key, stop), _ => false, cancellation);

    public Task SetAsync(StateChange change, CancellationToken cancellation) =>
        RunAsync(stop => store.SetAsync(change, stop), cancellation);

    public Task DeleteAsync(string key, string? etag, CancellationToken cancellation) =>
        RunAsync(stop => store.DeleteAsync(key, etag, stop), cancellation);

    public Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellation) =>
        RunAsync(stop => store.TransactAsync(operations, stop), cancellation);

    private Task<bool> RunAsync(Func<CancellationToken, Task> action, CancellationToken cancellation) => policy.RunAsync(
        async stop =>
        {
            await action(stop);
            return true;
        },
        _ => false,
        cancellation);
}
