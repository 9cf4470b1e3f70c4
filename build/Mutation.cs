using System.Globalization;

namespace DaprShared.Build;

/// <summary>The mutation score of the model: what part of small changes to it fails a test (Stryker.NET).</summary>
internal static class Mutation
{
    // Beside the solution Stryker would take no list of test projects.
    private const string Project = "src/DaprShared";

    public static async Task Run(string[] options)
    {
        if (options is ["--part", var part, .. var rest]) { options = [.. Mutate(part), .. rest]; }

        await Shell.Check("dotnet", "tool", "restore");
        await TestRun.InstallPeers();
        string[] stryker = ["stryker", "--config-file", "stryker-config.json", "--output", Shell.Artifacts("mutation/report"), .. options];
        if (await Shell.Await(Shell.Run("dotnet", stryker, folder: Project), "mutants are tested") != 0)
        {
            throw new Failure("The mutation score is too low, or there is none; see artifacts/mutation.");
        }
    }

    /// <summary>Returns the files of part <c>k/n</c>: each n-th by length, so that a part is like the whole and all parts are it.</summary>
    internal static IEnumerable<string> Part(string part, IEnumerable<(string Path, long Length)> files)
    {
        var numbers = part.Split('/').Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0);
        if (numbers.ToArray() is not [var which, var parts] || which < 1 || which > parts)
        {
            throw new Failure($"'{part}' is no part. Write --part 1/8 for the first of eight.");
        }

        return files.OrderBy(file => file.Length).ThenBy(file => file.Path, StringComparer.Ordinal)
            .Where((_, i) => i % parts == which - 1).Select(file => file.Path);
    }

    private static IEnumerable<string> Mutate(string part)
    {
        var files = from file in new DirectoryInfo(Project).EnumerateFiles("*.cs", SearchOption.AllDirectories)
                    select (Path.GetRelativePath(Project, file.FullName).Replace('\\', '/'), file.Length);
        return Part(part, files).SelectMany(path => (string[])["--mutate", path]);
    }
}
