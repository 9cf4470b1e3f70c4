using Aspire.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>Tells mistakes to the user.</summary>
internal static class Report
{
    /// <summary>Logs warnings, and fails with all errors at once.</summary>
    public static void To(ILogger logger, IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var warning in diagnostics.Where(diagnostic => !diagnostic.IsError))
        {
            logger.LogWarning("{Diagnostic}", warning.ToString());
        }

        if (diagnostics.Where(diagnostic => diagnostic.IsError).ToList() is { Count: > 0 } errors)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, errors));
        }
    }
}
