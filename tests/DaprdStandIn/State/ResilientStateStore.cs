using DaprdStandIn.Resources;

namespace DaprdStandIn.State;

/// <summary>A state store as its Resiliency has it.</summary>
internal sealed class ResilientStateStore(IStateStore store, Policy policy) : IStateStore
{
    public Task<StateValue?> GetAsync(string key, CancellationToken cancellation) =>
        policy.RunAsync(stop => store.GetAsync(key, stop), _ => null, cancellation);

    public Task SetAsync(StateChange change, CancellationToken cancellation) =>
        policy.RunAsync(stop => store.SetAsync(change, stop), cancellation);

    public Task DeleteAsync(string key, string? etag, CancellationToken cancellation) =>
        policy.RunAsync(stop => store.DeleteAsync(key, etag, stop), cancellation);

    public Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellation) =>
        policy.RunAsync(stop => store.TransactAsync(operations, stop), cancellation);
}
