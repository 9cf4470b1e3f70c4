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

    public static Project Parse(string path, string text)
    {
        var xml = XDocument.Parse(text).Root!;
        IReadOnlyList<string> Included(string item) => [.. from element in xml.Descendants(item)
                                                           let name = (string?)element.Attribute("Include")
                                                           where name is not null
                                                           select name];
        return new(
            path,
            ((string?)xml.Attribute("Sdk") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
            Included("PackageReference"),
            [.. from reference in Included("ProjectReference") select Normalize($"{System.IO.Path.GetDirectoryName(path)}/{reference}")]);
    }

    // Relative to the repository, with slashes.
    private static string Normalize(string path) =>
        System.IO.Path.GetRelativePath(".", System.IO.Path.GetFullPath(Regex.Replace(path, @"\\+", "/"))).Replace('\\', '/');
}
