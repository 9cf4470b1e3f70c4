using Xunit;

namespace DaprShared.Tests;

/// <summary>Pages and examples that are generated; <c>UPDATE_DOCS=1</c> writes them instead of checking them.</summary>
internal static class Page
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories);

    public static void IsUpToDate(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.True(File.Exists(file), $"{path} is missing; run the tests with UPDATE_DOCS=1.");
        Assert.True(expected == File.ReadAllText(file),
            $"{path} is out of date; run the tests with UPDATE_DOCS=1. It should be:\n{expected}");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "DaprShared.Aspire.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
