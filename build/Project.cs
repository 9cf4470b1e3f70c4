using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DaprShared.Build;

/// <summary>What a project file says that it needs.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Sdks">Its SDKs, with a version if it has one.</param>
/// <param name="Packages">The packages that it refers to.</param>
/// <param name="References">The paths of the projects that it refers to.</param>
internal sealed record Project(string Path, IReadOnlyList<string> Sdks, IReadOnlyList<string> Packages, IReadOnlyList<string> References)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public bool IsTest => Packages.Contains("xunit.v3");

    /// <summary>Gets whether its tests need containers.</summary>
    public bool IsEndToEnd => IsTest && Name.Contains("EndToEnd", StringComparison.Ordinal);

    /// <summary>Reads a project file, with the files that it imports by name.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="read">Reads a file of the repository.</param>
    public static Project Read(string path, Func<string, string> read)
    {
        var root = XDocument.Parse(read(path)).Root!;
        var files = Files(path, root).ToList();
        IEnumerable<string> Included(string item, Func<string, string, string> seen) =>
            from file in files
            from element in file.Root.Descendants(item)
            let name = (string?)element.Attribute("Include")
            where name is not null
            select seen(file.Path, name);
        return new(
            path,
            ((string?)root.Attribute("Sdk") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
            [.. Included("PackageReference", (_, name) => name)],
            [.. Included("ProjectReference", Beside)]);

        IEnumerable<(string Path, XElement Root)> Files(string path, XElement root) =>
            (from import in root.Descendants("Import")
             let name = (string?)import.Attribute("Project")
             where name is not null && !name.Contains('$')
             let file = Beside(path, name)
             from each in Files(file, XDocument.Parse(read(file)).Root!)
             select each).Prepend((path, root));
    }

    // The path of what a file names, relative to the repository, with slashes.
    private static string Beside(string file, string name)
    {
        var path = System.IO.Path.GetFullPath(Regex.Replace($"{System.IO.Path.GetDirectoryName(file)}/{name}", @"\\+", "/"));
        return System.IO.Path.GetRelativePath(".", path).Replace('\\', '/');
    }
}
