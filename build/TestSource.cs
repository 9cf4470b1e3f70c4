using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DaprShared.Build;

/// <summary>Counts the tests of a project that cannot be built, in its source.</summary>
internal static partial class TestSource
{
    /// <summary>Counts those of a project: in its own files, and in those that it links.</summary>
    public static int Count(Project project)
    {
        var linked = from element in XDocument.Load(project.Path).Descendants("Compile")
                     let file = Path.GetFullPath(Path.Combine(project.Folder, (string?)element.Attribute("Include") ?? ""))
                     from path in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file))
                     select path;
        var own = Directory.EnumerateFiles(project.Folder, "*.cs", SearchOption.AllDirectories);
        return Count(own.Concat(linked).Select(File.ReadAllText));
    }

    /// <summary>
    /// Counts the facts and the rows of theories in texts of C#. A class has those that it inherits as well, and an abstract one is none.
    /// </summary>
    public static int Count(IEnumerable<string> files)
    {
        var parts = (from file in files
                     let classes = Class().Matches(file)
                     from item in classes.Index()
                     let end = item.Index + 1 < classes.Count ? classes[item.Index + 1].Index : file.Length
                     let declaration = item.Item
                     select (
                         Name: declaration.Groups["name"].Value,
                         Base: declaration.Groups["base"].Value,
                         IsAbstract: declaration.Groups["abstract"].Success,
                         Tests: Test().Count(file[declaration.Index..end]))).ToLookup(part => part.Name);
        int Of(string name) => parts[name].Sum(part => part.Tests + (parts.Contains(part.Base) ? Of(part.Base) : 0));
        return parts.Where(name => !name.Any(part => part.IsAbstract)).Sum(name => Of(name.Key));
    }

    // Those of a file, not the ones inside of them.
    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|static|partial|(?<abstract>abstract)) )*class (?<name>\w+)(?:\([^)]*\))?(?:\s*:\s*(?<base>\w+))?",
        RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*\[(Fact|InlineData)\b", RegexOptions.Multiline)]
    private static partial Regex Test();
}
