using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// Says why a daprd has ended or was not started: in the AppHost's log, and on the resource, where the dashboard shows it.
/// </summary>
internal sealed partial class DaprdWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ILogger<DaprSharedResource> logger) : BackgroundService
{
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(5), LogDelay = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, string?> _states = [];

    /// <summary>Reads what a resource has logged.</summary>
    internal Func<string, IAsyncEnumerable<IReadOnlyList<LogLine>>> ReadLog { get; init; } = logs.GetAllAsync;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (executionContext.IsPublishMode)
        {
            return;
        }

        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                await LookAtAsync(change, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends; the notifications may have ended before this service is told to.
        }
    }

    private async Task LookAtAsync(ResourceEvent change, CancellationToken stoppingToken)
    {
        var (before, state) = (_states.GetValueOrDefault(change.ResourceId), change.Snapshot.State?.Text);
        if (before == state || !change.Resource.Annotations.OfType<CommonImage>().Any())
        {
            return;
        }

        _states[change.ResourceId] = state;
        // Whoever is stopped may end with any code.
        if (before != KnownResourceStates.Stopping && Describe(change) is { } describe)
        {
            // Without a runtime there is no log to wait for.
            var error = state == KnownResourceStates.RuntimeUnhealthy ? null : await LastErrorAsync(change.ResourceId, stoppingToken);
            var diagnostic = describe(error);
            logger.LogError("{Diagnostic}", diagnostic.ToString());
            await ShowAsync(change, diagnostic.Message);
        }
        else if (state == KnownResourceStates.Starting)
        {
            await ShowAsync(change, null);
        }
    }

    // The state keeps its name, because those who wait for the resource go by it.
    private Task ShowAsync(ResourceEvent change, string? error)
    {
        return notifications.PublishUpdateAsync(change.Resource, change.ResourceId, Show);

        CustomResourceSnapshot Show(CustomResourceSnapshot snapshot) => snapshot with
        {
            State = error is null ? snapshot.State : snapshot.State! with { Style = KnownResourceStateStyles.Error },
            Properties = snapshot.Properties.WithError(error),
        };
    }

    internal static Func<string?, Diagnostic>? Describe(ResourceEvent change) => change.Snapshot switch
    {
        { State.Text: "Exited" or "Finished", ExitCode: { } code and not 0 } => error => DiagnosticRules.DaprdEnded.For(
            change.Resource.Name,
            $"it ended with exit code {code}: {error ?? "its log is empty."}",
            "Correct what the message names and start the resource again."),
        { State.Text: "FailedToStart" } => error => DiagnosticRules.NotStarted.For(
            change.Resource.Name,
            $"its container could not be started: {error ?? "the container runtime gave no reason."}",
            error?.Contains("DAPRSHARED", StringComparison.Ordinal) == true
                ? "Start the resource again then."
                : $"Check that the container runtime is running and may pull {ImageOf(change.Resource)}, "
                    + "or name another registry, image or version with ConfigureDaprShared."),
        { State.Text: "RuntimeUnhealthy" } => _ => DiagnosticRules.NotStarted.For(
            change.Resource.Name,
            "its container waits for the container runtime, which does not answer.",
            "Start Docker or Podman, and it goes on by itself. ASPIRE_CONTAINER_RUNTIME=podman chooses Podman where both are installed."),
        _ => null,
    };

    private static string ImageOf(IResource resource) => resource.TryGetContainerImageName(out var image) ? image : "the image";

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

        return LastError(log) ?? LastLine(log);
    }

    /// <summary>Returns the last error in the log of daprd or of the orchestrator, or <see langword="null"/>.</summary>
    internal static string? LastError(IEnumerable<string> log)
    {
        var errors = from line in Lines(log)
                     let match = Error().Match(line)
                     where match.Success
                     select match.Groups["text"].Value;
        return errors.LastOrDefault()?.Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
    }

    private static string? LastLine(IEnumerable<string> log) =>
        Lines(log).LastOrDefault(line => !line.Contains("[sys]", StringComparison.Ordinal))?.Trim();

    private static IEnumerable<string> Lines(IEnumerable<string> log) =>
        from text in log
        from line in text.Split('\n')
        where !string.IsNullOrWhiteSpace(line)
        select line;

    // daprd's log as text and as JSON; its complaint about a flag, which the usage follows; a container runtime; a value that Aspire cannot
    // resolve.
    [GeneratedRegex("""
        level=(?:fatal|error) .*?\bmsg="(?<text>(?:[^"\\]|\\.)*)"
        |"level":"(?:fatal|error)",.*?"msg":"(?<text>(?:[^"\\]|\\.)*)"
        |(?<text>(?:unknown\ (?:shorthand\ )?flag|invalid\ argument).*)
        |^(?<text>error\ DAPRSHARED.*)
        |(?:Exception|Error):\ (?<text>.*)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Error();
}
