using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace DaprShared.Testing;

/// <summary>The AppHost with mistakes as a process, run by itself or by the Aspire CLI, and what a terminal shows of it.</summary>
internal static partial class AppHostProcess
{
    private const string Name = "DaprShared.Mistakes.AppHost";

    /// <summary>Its project in the repository.</summary>
    public static string Project { get; } = Path.Combine(Metadata("Repository"), "tests", Name, $"{Name}.csproj");

    /// <summary>Runs it as <c>dotnet run</c> does.</summary>
    public static Task<Ended> RunAsync(string mistakes, string target = "", params string[] arguments) =>
        StartAsync("dotnet", [Metadata("Programs").Replace("NAME", Name, StringComparison.Ordinal), .. arguments], mistakes, target);

    /// <summary>Publishes as <c>dotnet run -- --operation publish</c> does.</summary>
    public static Task<Ended> PublishAsync(string folder, string mistakes, string target = "") =>
        RunAsync(mistakes, target, "--operation", "publish", "--step", "publish", "--output-path", folder);

    /// <summary>Lets the Aspire CLI run it.</summary>
    public static Task<Ended> AspireAsync(string[] command, string mistakes, string target = "") =>
        StartAsync(
            Environment.GetEnvironmentVariable("ASPIRE_CLI") ?? "aspire",
            [.. command, "--apphost", Project, "--non-interactive", "--nologo"],
            mistakes,
            target);

    private static async Task<Ended> StartAsync(string program, string[] arguments, string mistakes, string target)
    {
        using var process = new Process();
        process.StartInfo = new(program, arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(Project)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Mistakes"] = mistakes,
                ["Target"] = target,
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = "http://localhost:0",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0",
                // Nothing is started, also where a test expects an error in vain.
                ["DcpPublisher__CliPath"] = "no-orchestrator",
                ["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "false",
                ["NO_COLOR"] = "1",
                // Of the test project itself, and not meant for the process.
                ["TESTINGPLATFORM_UI_LANGUAGE"] = "en",
            },
        };
        process.Start();
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

    private static string Metadata(string key) =>
        typeof(AppHostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Escape();
}

/// <summary>A process that has ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything that it has written.</param>
internal sealed partial record Ended(int ExitCode, string Output)
{
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
}
