using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DaprShared.Build;

/// <summary>
/// What a package was made of: each package that it needs, by itself or through another, with version, hash and licence, in CycloneDX's
/// format.
/// </summary>
internal static partial class BillOfMaterials
{
    /// <summary>Writes those of projects that have been restored; returns their folder.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="time">The time that they name in place of now.</param>
    public static async Task<string> Write(IReadOnlyCollection<Project> projects, DateTimeOffset time)
    {
        await Shell.Check("dotnet", "tool", "restore", "--verbosity", "quiet");
        var folder = Path.GetDirectoryName(Shell.Artifacts("bom/bom"))!;
        await Task.WhenAll(from project in projects select Write(project, folder, time));
        return folder;
    }

    /// <summary>Returns a bill with another time: the only thing in it that changes from one run to the next.</summary>
    public static string At(DateTimeOffset time, string text) => Timestamp.Replace(text, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}", 1);

    private static async Task Write(Project project, string folder, DateTimeOffset time)
    {
        var file = $"{folder}/{project.Name}.cdx.json";
        var written = await Shell.Capture("dotnet",
            [
                "tool", "run", "dotnet-CycloneDX", "--", project.Path, "--output", folder, "--filename", Path.GetFileName(file),
                "--output-format", "Json", "--no-serial-number", "--disable-package-restore",
                "--base-intermediate-output-path", Shell.Artifacts($"obj/{project.Name}"),
                "--include-project-references", "--set-nuget-purl", "--set-name", project.Name, "--set-version", Version(),
                "--set-type", project.Path == Packages.Tool ? "Application" : "Library",
            ],
            TimeSpan.FromMinutes(5));
        if (!written.Succeeded) { throw new Failure($"There is no bill of materials of {project.Name}:\n{written.Output}"); }

        await File.WriteAllTextAsync(file, At(time, await File.ReadAllTextAsync(file)));
    }

    private static string Version()
    {
        var properties = XDocument.Load("Directory.Build.props").Descendants().ToLookup(each => each.Name.LocalName, each => each.Value);
        return $"{properties["VersionPrefix"].Single()}-{properties["VersionSuffix"].Single()}";
    }

    [GeneratedRegex("(?<=\"timestamp\": \")[^\"]*")]
    private static partial Regex Timestamp { get; }
}
