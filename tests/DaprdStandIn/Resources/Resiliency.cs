using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using YamlDotNet.RepresentationModel;

namespace DaprdStandIn.Resources;

/// <param name="MaxRetries">Negative for without end.</param>
internal sealed record RetryPolicy(bool IsExponential, TimeSpan Duration, TimeSpan MaxInterval, int MaxRetries)
{
    // How daprd's back-off grows, without the random part.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);
    private const double Growth = 1.5;

    /// <summary>Returns how long to wait before a retry, the first of which is number 0, or null when there are no more.</summary>
    public TimeSpan? DelayBefore(int retry) =>
        MaxRetries >= 0 && retry >= MaxRetries ? null
        : !IsExponential ? Duration
        : TimeSpan.FromMilliseconds(Math.Min(FirstInterval.TotalMilliseconds * Math.Pow(Growth, retry), MaxInterval.TotalMilliseconds));
}

/// <summary>What a target asks for.</summary>
internal sealed record Policy(TimeSpan? Timeout, RetryPolicy? Retry)
{
    /// <summary>Tries until it goes well or there are no more retries.</summary>
    /// <param name="isFailure">A result that is as bad as an exception.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, Func<T, bool> isFailure, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var delay = Retry?.DelayBefore(retry);
            try
            {
                var result = await OnceAsync(action, cancellation);
                if (delay is null || !isFailure(result))
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

    public async Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellation)
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

/// <summary>
/// The Resiliency resources: timeouts and retries for apps and for components. Circuit breakers, the targets "actors", conditions on the
/// kind of failure ("matching") and policies that apply by their name (Default…Policy) are not in effect.
/// </summary>
internal sealed class Resiliency
{
    private readonly Dictionary<string, Policy> _policies = new(StringComparer.Ordinal);

    /// <summary>For calls to an app-id.</summary>
    public Policy? App(string appId) => _policies.GetValueOrDefault("apps/" + appId);

    /// <summary>For what daprd asks of a component.</summary>
    public Policy? Outbound(string component) => _policies.GetValueOrDefault($"components/{component}/outbound");

    /// <summary>For what a component brings to the app.</summary>
    public Policy? Inbound(string component) => _policies.GetValueOrDefault($"components/{component}/inbound");

    public void Add(YamlNode document, Log log)
    {
        var (policies, targets) = (document.At("spec", "policies"), document.At("spec", "targets"));
        if (policies.At("circuitBreakers") is not null || targets.At("actors") is not null)
        {
            log.Warn($"the stand-in has no circuit breakers and no targets of actors (Resiliency {document.Text("metadata", "name")})");
        }

        foreach (var (app, target) in Map(targets.At("apps")))
        {
            _policies["apps/" + app] = Policy(policies, target);
        }

        foreach (var (component, target) in Map(targets.At("components")))
        {
            foreach (var (direction, own) in Map(target))
            {
                _policies[$"components/{component}/{direction}"] = Policy(policies, own);
            }
        }
    }

    private static Policy Policy(YamlNode? policies, YamlNode target)
    {
        var retry = policies.At("retries", target.Text("retry"));
        return new(
            GoText.ParseDuration(policies.Text("timeouts", target.Text("timeout"))),
            retry is null ? null : new(
                retry.Text("policy") == "exponential",
                GoText.ParseDuration(retry.Text("duration")) ?? TimeSpan.FromSeconds(5),
                GoText.ParseDuration(retry.Text("maxInterval")) ?? TimeSpan.FromSeconds(60),
                int.TryParse(retry.Text("maxRetries"), System.Globalization.CultureInfo.InvariantCulture, out var retries) ? retries : -1));
    }

    private static IEnumerable<(string Name, YamlNode Node)> Map(YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Select(pair => (pair.Key.Text(), pair.Value)) : [];
}
