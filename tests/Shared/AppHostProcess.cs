using System.Reflection;

namespace DaprShared.Testing;

/// <summary>The AppHost with mistakes as a process, run by itself or by the Aspire CLI, and what a terminal shows of it.</summary>
internal static class AppHostProcess
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

    private static Task<Ended> StartAsync(string program, string[] arguments, string mistakes, string target) =>
        Ended.RunAsync(new(program, arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(Project)!,
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
        });

    private static string Metadata(string key) =>
        typeof(AppHostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
