using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DaprShared.Benchmarks;

/// <summary>A build of the tool.</summary>
internal sealed record Tool(string Kind, string[] Command, double? Goal)
{
    public static string Values { get; } =
        Path.Combine(Programs.Metadata("Repository"), "tests/DaprShared.Tool.Tests/Examples/nodeapp/values.yaml");

    public void Render() => Programs.Output(Command[0], [.. Command[1..], "render", "-f", Values]);
}

/// <summary>Other programs, as processes.</summary>
internal static class Programs
{
    /// <summary>Returns the builds of the tool that are there.</summary>
    public static IEnumerable<Tool> Tools()
    {
        var artifacts = Metadata("Artifacts");
        var exe = OperatingSystem.IsWindows() ? "dapr-shared.exe" : "dapr-shared";
        var platform = RuntimeInformation.RuntimeIdentifier;
        (string Kind, string Folder, double? Goal, string How)[] made =
        [
            ("native code", "native", 0.5, "dotnet run build.cs -- pack"),
            ("compiled for its platform", $"release_{platform}", 2.5,
                $"dotnet publish src/DaprShared.Tool -c Release -r {platform} -p:ToolPlatforms={platform}"),
        ];
        foreach (var (kind, folder, goal, how) in made)
        {
            var program = Path.Combine(artifacts, "publish/DaprShared.Tool", folder, exe);
            if (File.Exists(program))
            {
                yield return new(kind, [program], goal);
            }
            else
            {
                Console.WriteLine($"The tool has not been made as {kind} ({how}), so that is left out.");
            }
        }

        yield return new("portable", ["dotnet", Path.Combine(artifacts, "bin/DaprShared.Tool/release/dapr-shared.dll")], Goal: 2.5);
    }

    /// <summary>Returns the path of a program on PATH.</summary>
    public static string? Find(string program) =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         select Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end and returns what it wrote; one that fails ends the benchmark.</summary>
    public static string Output(string program, params string[] arguments) => Output(new ProcessStartInfo(program, arguments));

    private static string Output(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {errors.Result}");
    }

    /// <summary>Runs this program as a process of its own.</summary>
    public static Action Self(string what, int count) => () => AskSelf(what, count);

    /// <summary>Returns the peak memory of such a process, in megabytes.</summary>
    public static double PeakOf(string what, int count) => double.Parse(AskSelf(what, count), CultureInfo.InvariantCulture) / 1_000_000;

    /// <summary>Returns the peak memory of this process, in bytes.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static string AskSelf(string what, int count)
    {
        string[] arguments = [typeof(Programs).Assembly.Location, what, count.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", arguments);
        if (what == "render") { start.Environment["DOTNET_TieredPGO"] = "0"; } // as the tool is set, whose process is short too
        return Output(start);
    }

    public static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
