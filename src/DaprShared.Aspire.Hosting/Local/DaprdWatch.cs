using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// Says why a daprd has ended or was not started: in the AppHost's log, on the resource, where the dashboard shows it, and on what waits
/// for it, which would wait without a word.
/// </summary>
internal sealed partial class DaprdWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ILogger<DaprSharedResource> logger) : ResourceWatch(executionContext, notifications)
{
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(5), LogDelay = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, ResourceEvent> _latest = [];
    private readonly Dictionary<IResource, Diagnostic> _failed = [];
    private readonly Dictionary<string, string> _waiting = [];

    /// <summary>Reads what a resource has logged.</summary>
    internal Func<string, IAsyncEnumerable<IReadOnlyList<LogLine>>> ReadLog { get; init; } = logs.GetAllAsync;

    protected override async Task LookAtAsync(ResourceEvent change, CancellationToken stop)
    {
        var before = _latest.GetValueOrDefault(change.ResourceId)?.Snapshot.State?.Text;
        _latest[change.ResourceId] = change;
        if (before != change.Snapshot.State?.Text && change.Resource.Annotations.OfType<CommonImage>().Any())
        {
            // Whoever is stopped may end with any code.
            var failure = before == KnownResourceStates.Stopping
                ? null
                : await DaprdFailure.DescribeAsync(change, () => LastErrorAsync(change.ResourceId, stop));
            await LookAtDaprdAsync(change, failure);
        }

        await LookAtWaitAsync(change);
    }

    private async Task LookAtDaprdAsync(ResourceEvent change, Diagnostic? failure)
    {
        if (failure is not null)
        {
            _failed[change.Resource] = failure;
            logger.LogError("{Diagnostic}", failure.ToString());
        }
        else if (!_failed.Remove(change.Resource))
        {
            return;
        }

        await ShowAsync(change, failure?.Message);
        foreach (var other in _latest.Values.ToList())
        {
            await LookAtWaitAsync(other);
        }
    }

    // Aspire lets it wait until the daprd runs; where there is no dashboard, it fails (WaitBehavior.StopOnResourceUnavailable).
    private async Task LookAtWaitAsync(ResourceEvent change)
    {
        var failure = change.Snapshot.State?.Text is "Waiting" or "FailedToStart"
            ? change.Resource.Annotations.OfType<WaitAnnotation>()
                .Select(wait => _failed.GetValueOrDefault(wait.Resource))
                .FirstOrDefault(failure => failure is not null)
            : null;
        if (failure is null)
        {
            if (_waiting.Remove(change.ResourceId))
            {
                await ShowAsync(change, null);
            }

            return;
        }

        var diagnostic = DiagnosticRules.WaitsInVain.For(
            change.Resource.Name, $"it waits for '{failure.Subject}', which does not run: {failure.Message}", failure.Fix);
        if (_waiting.GetValueOrDefault(change.ResourceId) != diagnostic.Message)
        {
            _waiting[change.ResourceId] = diagnostic.Message;
            logs.GetLogger(change.Resource).LogError("{Diagnostic}", diagnostic.ToString());
        }

        // Aspire sets the state anew whenever something else that it waits for is ready.
        if (!change.Snapshot.Shows(diagnostic.Message))
        {
            await ShowAsync(change, diagnostic.Message);
        }
    }

    private Task ShowAsync(ResourceEvent change, string? error) => Notifications.PublishUpdateAsync(
        change.Resource,
        change.ResourceId,
        snapshot => snapshot.State?.Text == change.Snapshot.State?.Text || error is null ? snapshot.WithError(error) : snapshot);

    // The end of the log may come after the end of the process.
    private async Task<string?> LastErrorAsync(string resourceId, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LogLimit);
        List<string> log = [];
        try
        {
            do
            {
                await Task.Delay(LogDelay, limit.Token);
                log.Clear();
                await foreach (var batch in ReadLog(resourceId).WithCancellation(limit.Token))
                {
                    log.AddRange(batch.Select(line => line.Content));
                }
            }
            while (LastError(log) is null);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit, or a log that cannot be read: what there is has to do.
        }

        return LastError(log);
    }

    /// <summary>Returns the last error in the log of daprd or of the orchestrator, or <see langword="null"/>.</summary>
    internal static string? LastError(IEnumerable<string> log)
    {
        var errors = from text in log
                     from line in text.Split('\n')
                     let match = Error().Match(line)
                     where match.Success
                     select match.Groups["text"].Value;
        return errors.LastOrDefault()?.Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
    }

    // daprd's log as text and as JSON; its complaint about a flag, which the usage follows; Go's own end; a container runtime; a value that
    // Aspire cannot resolve.
    [GeneratedRegex("""
        level=(?:fatal|error) .*?\bmsg="(?<text>(?:[^"\\]|\\.)*)"
        |"level":"(?:fatal|error)",.*?"msg":"(?<text>(?:[^"\\]|\\.)*)"
        |(?<text>(?:unknown\ (?:shorthand\ )?flag|invalid\ argument|panic:|fatal\ error:).*)
        |^(?<text>error\ DAPRSHARED.*)
        |(?:Exception|Error):\ (?<text>.*)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Error();
}
