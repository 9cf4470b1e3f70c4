using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>Tells mistakes to the user.</summary>
internal static class Report
{
    /// <summary>Logs warnings, and fails with all errors at once, see <see cref="DiagnosticLog"/> for both.</summary>
    public static void To(ILogger logger, IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var warning in diagnostics.Where(diagnostic => !diagnostic.IsError))
        {
            logger.LogWarning("{Diagnostic}", warning);
        }

        if (diagnostics.Where(diagnostic => diagnostic.IsError).ToList() is { Count: > 0 } errors)
        {
            throw new MistakesException(string.Join(Environment.NewLine, errors));
        }
    }
}
