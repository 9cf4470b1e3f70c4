using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>Says why a daprd has ended or was not started: in the AppHost's log, and on the resource, where the dashboard shows it.</summary>
internal sealed partial class DaprdWatch(
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ILogger<DaprSharedResource> logger) : BackgroundService
{
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string?> _states = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (executionContext.IsPublishMode)
        {
            return;
        }

        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var state = change.Snapshot.State?.Text;
            if (!change.Resource.Annotations.OfType<CommonImage>().Any() || (_states.TryGetValue(change.ResourceId, out var before) && before == state))
            {
                continue;
            }

            _states[change.ResourceId] = state;
            if (Describe(change) is { } describe)
            {
                var diagnostic = describe(await LastErrorAsync(change.ResourceId, stoppingToken));
                logger.LogError("{Diagnostic}", diagnostic.ToString());
                await ShowAsync(change, diagnostic.Message);
            }
            else if (state == KnownResourceStates.Starting)
            {
                await ShowAsync(change, null);
            }
        }
    }

    // The state keeps its name, because those who wait for the resource go by it.
    private Task ShowAsync(ResourceEvent change, string? error) => notifications.PublishUpdateAsync(change.Resource, change.ResourceId, snapshot => snapshot with
    {
        State = error is null ? snapshot.State : snapshot.State! with { Style = KnownResourceStateStyles.Error },
        Properties = snapshot.Properties.WithError(error),
    });

    private static Func<string?, Diagnostic>? Describe(ResourceEvent change) => change.Snapshot switch
    {
        { State.Text: "Exited" or "Finished", ExitCode: { } code and not 0 } => error => DiagnosticRules.DaprdEnded.For(change.Resource.Name,
            $"it ended with exit code {code}: {error ?? "its log is empty."}",
            "Correct what the message names and start the resource again."),
        { State.Text: "FailedToStart" } => error => DiagnosticRules.NotStarted.For(change.Resource.Name,
            $"its container could not be started: {error ?? "the container runtime gave no reason."}",
            error?.Contains("DAPRSHARED", StringComparison.Ordinal) == true ? "Start the resource again then."
                : $"Check that the container runtime is running and may pull {ImageOf(change.Resource)}, or name another registry, image or version with ConfigureDaprShared."),
        _ => null,
    };

    private static string ImageOf(IResource resource) => resource.TryGetContainerImageName(out var image) ? image : "the image";

    private async Task<string?> LastErrorAsync(string resourceId, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LogLimit);
        List<string> lines = [];
        try
        {
            await foreach (var batch in logs.GetAllAsync(resourceId).WithCancellation(limit.Token))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }
        catch (Exception e) when (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // What has arrived has to do.
        }

        return LastError(lines);
    }

    /// <summary>Returns the last error in the log of daprd or of the orchestrator, or the last line where there is none.</summary>
    internal static string? LastError(IEnumerable<string> log)
    {
        var lines = log.SelectMany(text => text.Split('\n')).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return lines.Select(line => Error().Match(line)).LastOrDefault(match => match.Success) is { } error
            ? error.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Trim()
            : lines.LastOrDefault()?.Trim();
    }

    // daprd's log as text and as JSON; its complaint about a flag, which the usage follows; a container runtime; a value that Aspire cannot resolve.
    [GeneratedRegex("""
        level=(?:fatal|error) .*?\bmsg="(?<text>(?:[^"\\]|\\.)*)"
        |"level":"(?:fatal|error)",.*?"msg":"(?<text>(?:[^"\\]|\\.)*)"
        |(?<text>(?:unknown\ (?:shorthand\ )?flag|invalid\ argument).*)
        |(?:Exception|Error):\ (?<text>.*)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Error();
}
