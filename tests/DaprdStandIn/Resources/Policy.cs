namespace DaprdStandIn.Resources;

/// <param name="MaxRetries">Negative for without end.</param>
/// <param name="Statuses">The statuses of HTTP that are worth a retry; null for all. A failure without a status always is.</param>
internal sealed record RetryPolicy(
    bool IsExponential, TimeSpan Duration, TimeSpan MaxInterval, int MaxRetries, IReadOnlyList<(int First, int Last)>? Statuses = null)
{
    // How daprd's back-off grows, without the random part.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);
    private const double Growth = 1.5;

    /// <summary>Returns how long to wait before a retry, the first of which is number 0, or null when there are no more.</summary>
    public TimeSpan? DelayBefore(int retry) =>
        MaxRetries >= 0 && retry >= MaxRetries ? null
        : !IsExponential ? Duration
        : TimeSpan.FromMilliseconds(Math.Min(FirstInterval.TotalMilliseconds * Math.Pow(Growth, retry), MaxInterval.TotalMilliseconds));

    public bool Matches(int status) => Statuses?.Any(range => status >= range.First && status <= range.Last) ?? true;
}

/// <summary>What a target asks for.</summary>
internal sealed record Policy(TimeSpan? Timeout, RetryPolicy? Retry)
{
    public static Policy Once { get; } = new(null, null);

    /// <summary>Tries until it goes well or there are no more retries.</summary>
    /// <param name="failure">
    /// What is wrong with a result that is as bad as an exception: its HTTP status, 0 for something else; null when it is good.
    /// </param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, Func<T, int?> failure, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var delay = Retry?.DelayBefore(retry);
            try
            {
                var result = await OnceAsync(action, cancellation);
                if (delay is null || failure(result) is not { } status || (status > 0 && !Retry!.Matches(status)))
                {
                    return result;
                }
            }
            catch (Exception e) when (delay is not null && e is not State.ETagException && !cancellation.IsCancellationRequested)
            {
                // Once more.
            }

            await Task.Delay(delay.Value, cancellation);
        }
    }

    /// <summary>The same for what has no result.</summary>
    public Task RunAsync(Func<CancellationToken, Task> action, CancellationToken cancellation) => RunAsync(
        async stop =>
        {
            await action(stop);
            return true;
        },
        _ => null,
        cancellation);

    private async Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout ?? System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            return await action(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("context deadline exceeded");
        }
    }
}
