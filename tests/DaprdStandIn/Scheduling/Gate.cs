namespace DaprdStandIn.Scheduling;

/// <summary>Holds back who comes while it is closed, as it is to begin with.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource<CancellationTokenSource> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until it is open; returns what tells when it closes.</summary>
    public async Task<CancellationToken> OpenedAsync(CancellationToken cancellation) => (await _open.Task.WaitAsync(cancellation)).Token;

    public void Open() => _open.TrySetResult(new());

    public void Close()
    {
        if (_open.Task is { IsCompleted: true, Result: var opened })
        {
            _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            opened.Cancel();
        }
    }
}
