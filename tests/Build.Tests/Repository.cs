namespace Build.Tests;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Returns the paths of all files of a folder with an ending, without what was built.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or ".aspire" or "node_modules")
        select path;

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "DaprShared.Aspire.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
