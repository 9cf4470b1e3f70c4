using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DaprShared.Testing;

/// <summary>A process that has ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything that it has written.</param>
internal sealed partial record Ended(int ExitCode, string Output)
{
    /// <summary>Runs a program to its end, at most five minutes long, and takes colours out of what it has written.</summary>
    public static async Task<Ended> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new(process.ExitCode, Escape().Replace(await output + await errors, ""));
    }

    /// <summary>The beginnings of the diagnostics in the output, in order.</summary>
    public IReadOnlyList<string> Diagnostics => [.. Diagnostic().Matches(Output).Select(match => match.Value)];

    /// <summary>Fails where something is said twice, or as an exception.</summary>
    public Ended AssertPlain()
    {
        Xunit.Assert.Distinct(Diagnostics);
        Xunit.Assert.DoesNotContain("Exception", Output, StringComparison.Ordinal);
        Xunit.Assert.DoesNotMatch(@"(?m)^\s*at [\w.]+", Output);
        return this;
    }

    [GeneratedRegex(@"(?:error|warning) DAPRSHARED\d+: [^:,\s]+")]
    private static partial Regex Diagnostic();

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Escape();
}
