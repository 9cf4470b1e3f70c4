namespace DaprdStandIn.Scheduling;

/// <summary>Holds back who comes while it is closed, as it is to begin with.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task OpenedAsync(CancellationToken cancellation) => _open.Task.WaitAsync(cancellation);

    public void Open() => _open.TrySetResult();

    public void Close()
    {
        if (_open.Task.IsCompleted)
        {
            _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
