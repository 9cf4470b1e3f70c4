using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace DaprShared.Build;

/// <summary>The NuGet packages: the same bytes from the same commit, wherever they are made.</summary>
internal static class Packages
{
    public const string Tool = "src/DaprShared.Tool/DaprShared.Tool.csproj";

    /// <summary>Gets the folder of the packages.</summary>
    public const string Folder = "artifacts/packages";

    /// <summary>Makes the packages.</summary>
    /// <param name="verify">Whether they are made once more, in a clone elsewhere, and compared.</param>
    public static async Task Pack(bool verify)
    {
        if (verify) { await Reproduction.Prepare(); }

        var selection = await Selection.Choose("pack");
        var audited = await PackageFeed.Audits();
        Console.WriteLine(audited
            ? "pack: the packages that these need were audited"
            : "pack: no package source here tells known faults, so the packages that these need were not audited");
        Clean(Folder);
        Clean("artifacts/publish/DaprShared.Tool"); // all that lies there is packed

        List<Project> projects = [.. selection.Projects.Where(each => each.Path.StartsWith("src/", StringComparison.Ordinal))];
        var libraries = await Solution.Filter("packages.slnf", projects.Where(project => project.Path != Tool));
        var time = await Time();
        foreach (var path in (string[])[libraries, Tool])
        {
            await Shell.Check("dotnet", "restore", path, "--nologo", "--verbosity", "quiet");
        }

        string[] options =
        [
            .. Solution.Release, "--output", Folder,
            "-property:ContinuousIntegrationBuild=true", // no path of this machine in assemblies and symbols
            $"-property:DeterministicTimestamp={time.ToUnixTimeSeconds()}",
            $"-property:BillsOfMaterials={await BillOfMaterials.Write(projects, time)}",
        ];
        await Shell.Check("dotnet", ["pack", libraries, "--no-restore", .. options]);
        foreach (var platform in ToolPackages()) { await Shell.Check("dotnet", ["pack", Tool, .. options, .. platform]); }

        var lacking = Lacking(Folder).ToList();
        if (lacking.Count > 0) { throw new Failure(string.Join('\n', lacking)); }

        if (verify) { await Reproduction.Check(); }
    }

    /// <summary>Returns what packages lack that every package has.</summary>
    public static IEnumerable<string> Lacking(string folder)
    {
        foreach (var package in Directory.GetFiles(folder, "*.nupkg").Order(StringComparer.Ordinal))
        {
            using var archive = ZipFile.OpenRead(package);
            foreach (var part in (string[])["README.md", "bom.cdx.json"])
            {
                if (archive.GetEntry(part) is null) { yield return $"{Path.GetFileName(package)} has no {part}"; }
            }
        }
    }

    // The tool compiled for each of the usual platforms and portable for all others, with the package that leads to them; native code for
    // this platform. Compiling the Kubernetes client is most of the time, so what native code replaces is not compiled before.
    private static IEnumerable<string[]> ToolPackages()
    {
        var own = RuntimeInformation.RuntimeIdentifier;
        string[] usual = ["linux-x64", "linux-arm64", "linux-musl-x64", "osx-arm64", "osx-x64", "win-x64"];
        string[] platforms = [.. usual.Append(own).Distinct()];
        static string For(IEnumerable<string> platforms) => $"-property:ToolPlatforms={string.Join('+', platforms)}";

        string[] linkers = OperatingSystem.IsWindows() ? ["link"] : ["clang", "gcc"];
        if (linkers.All(linker => Shell.Find(linker) is null))
        {
            Console.WriteLine($"pack: none of {string.Join(", ", linkers)} is on PATH, so the tool is packed without native code");
            return [[For(platforms)]];
        }

        string[] native = [For(platforms), "-property:NativeTool=true"];
        return [[For(platforms.Where(platform => platform != own))], [.. native, "--runtime", own], native];
    }

    // That of the commit, or of the first day that an archive can name.
    private static async Task<DateTimeOffset> Time()
    {
        var log = await Shell.Capture("git", ["log", "-1", "--format=%ct"], TimeSpan.FromMinutes(1));
        return long.TryParse(log.Output, CultureInfo.InvariantCulture, out var seconds) && log.Succeeded
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private static void Clean(string folder)
    {
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
    }
}
