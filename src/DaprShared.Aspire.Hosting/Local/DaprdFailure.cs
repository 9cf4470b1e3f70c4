using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What is said of a daprd that does not run, from its state, its exit code and the last error of its log.</summary>
internal static partial class DaprdFailure
{
    /// <summary>Describes a state, or returns <see langword="null"/> where nothing is wrong.</summary>
    /// <param name="change">The resource and its state.</param>
    /// <param name="lastError">Reads the last error of its log, which only some states need.</param>
    public static async Task<Diagnostic?> DescribeAsync(ResourceEvent change, Func<Task<string?>> lastError) => change.Snapshot switch
    {
        { State.Text: "Exited" or "Finished", ExitCode: { } code and not 0 } => await EndedAsync(change.Resource, code, lastError),
        { State.Text: "FailedToStart" } => NotStarted(change.Resource, await lastError()),
        { State.Text: "RuntimeUnhealthy" } => DiagnosticRules.NotStarted.For(
            change.Resource.Name,
            "its container waits for the container runtime, which does not answer.",
            "Start Docker or Podman, and it goes on by itself. ASPIRE_CONTAINER_RUNTIME=podman chooses Podman where both are installed."),
        _ => null,
    };

    private static async Task<Diagnostic> EndedAsync(IResource resource, int code, Func<Task<string?>> lastError)
    {
        var meaning = ExitCode.Of(code, await MemoryLimitAsync(resource));
        var error = meaning.Meaning is null ? await lastError() : null;
        var blamed = error is null ? null : BlamedComponent.In(error, resource);
        var reason = meaning.Meaning ?? error ?? "its log has no error";
        return DiagnosticRules.DaprdEnded.For(
            resource.Name,
            string.Join(' ', [$"it ended with exit code {code}: {reason.TrimEnd('.')}.", .. blamed is null ? [] : (string[])[blamed.Text]]),
            blamed?.Fix ?? meaning.Fix);
    }

    private static Diagnostic NotStarted(IResource resource, string? error) => DiagnosticRules.NotStarted.For(
        resource.Name,
        $"its container could not be started: {error ?? "the container runtime gave no reason."}",
        error?.Contains("DAPRSHARED", StringComparison.Ordinal) == true
            ? "Start the resource again then."
            : $"Check that the container runtime is running and may pull {ImageOf(resource)}, "
                + "or name another registry, image or version with ConfigureDaprShared.");

    private static string ImageOf(IResource resource) => resource.TryGetContainerImageName(out var image) ? image : "the image";

    // What WithContainerRuntimeArgs says to Docker or Podman.
    private static async Task<string?> MemoryLimitAsync(IResource resource)
    {
        List<object> arguments = [];
        foreach (var callback in resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            await callback.Callback(new(arguments));
        }

        var limit = MemoryLimit().Match(string.Join('\n', arguments));
        return limit.Success ? limit.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^(?:--memory|-m)[=\n](\S+)$", RegexOptions.Multiline)]
    private static partial Regex MemoryLimit();
}
