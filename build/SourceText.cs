using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>How long lines and files of code may be, so that they can be read.</summary>
internal static partial class SourceText
{
    private const int Width = 140, Lines = 350;

    public static bool IsCode(string path) => Code.IsMatch(path);

    /// <summary>Returns what is too long.</summary>
    public static IEnumerable<string> Faults(string path, string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        foreach (var (index, line) in lines.Index().Where(line => line.Item.Length > Width))
        {
            yield return $"{path}:{index + 1}: {line.Length} characters, at most {Width}";
        }

        if (path.EndsWith(".cs", StringComparison.Ordinal) && lines.Length > Lines)
        {
            yield return $"{path}: {lines.Length} lines, at most {Lines}";
        }
    }

    [GeneratedRegex(@"\.(cs|csproj|props|targets|sh)$|^\.ci/run$")]
    private static partial Regex Code { get; }
}
