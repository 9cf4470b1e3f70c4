using System.Reflection;
using System.Text.RegularExpressions;

namespace DaprShared.Docs.Tests;

/// <summary>The pages of the repository.</summary>
internal static partial class Page
{
    private static readonly string _root = typeof(Page).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    /// <summary>Gets the paths of all of them.</summary>
    public static IEnumerable<string> All { get; } =
        (from folder in (string[])["docs", "playground", "src"]
         from file in Directory.EnumerateFiles(At(folder), "*.md", SearchOption.AllDirectories)
             .Concat(Directory.EnumerateFiles(_root, "*.md"))
         select Path.GetRelativePath(_root, file)).Distinct().Order(StringComparer.Ordinal);

    public static string At(string path) => Path.Combine(_root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Returns a text without what stands in code, where brackets are no links and # is no heading.</summary>
    public static string WithoutCode(string text) => Code().Replace(Fenced().Replace(text, ""), "");

    /// <summary>Returns the anchors that GitHub gives the headings of a text.</summary>
    public static IReadOnlySet<string> Anchors(string text) =>
        (from match in Heading().Matches(Fenced().Replace(text, ""))
         select NotInAnchors().Replace(match.Groups["title"].Value, "").Replace(' ', '-').ToLowerInvariant()).ToHashSet();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
