using System.Runtime.InteropServices;

namespace DaprShared.Build;

/// <summary>The NuGet packages.</summary>
internal static class Packages
{
    public const string Tool = "src/DaprShared.Tool/DaprShared.Tool.csproj";

    public static async Task Pack()
    {
        var selection = await Selection.Choose("pack");
        foreach (var project in selection.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal)))
        {
            foreach (var options in project.Path == Tool ? ToolPackages() : [[]])
            {
                var output = Shell.Artifacts("packages");
                await Shell.Check("dotnet", ["pack", project.Path, .. Solution.Release, "--output", output, .. options]);
            }
        }
    }

    // The tool compiled for each of the usual platforms, in native code for this one, portable for all others, and the package that leads
    // to them.
    private static string[][] ToolPackages()
    {
        if (Directory.Exists("artifacts/publish/DaprShared.Tool"))
        {
            Directory.Delete("artifacts/publish/DaprShared.Tool", recursive: true); // all that lies there is packed
        }

        string[] linkers = OperatingSystem.IsWindows() ? ["link"] : ["clang", "gcc"];
        var links = linkers.Any(linker => Shell.Find(linker) is not null);
        if (!links)
        {
            Console.WriteLine($"pack: none of {string.Join(", ", linkers)} is on PATH, so the tool is packed without native code");
        }

        var own = RuntimeInformation.RuntimeIdentifier;
        string[] usual = ["linux-x64", "linux-arm64", "linux-musl-x64", "osx-arm64", "osx-x64", "win-x64"];
        string[] platforms = [.. usual.Append(own).Distinct()];
        string all = $"-property:ToolPlatforms={string.Join('+', platforms)}", native = "-property:NativeTool=true";
        return
        [
            .. platforms.Append("any").Select(platform => (string[])["--runtime", platform, all]),
            .. links ? [["--runtime", own, all, native]] : Array.Empty<string[]>(),
            [all, native, "-property:IncludeSymbols=false"], // it holds no program
        ];
    }
}
