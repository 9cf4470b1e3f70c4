namespace DaprShared.Build;

/// <summary>The format of all code.</summary>
internal static class Format
{
    public static async Task Run()
    {
        var selection = await Selection.Choose("format");
        await CheckLengths();
        await Shell.Check("dotnet", "format", selection.File, "--verify-no-changes");
    }

    private static async Task CheckLengths()
    {
        // New files too, but not what is ignored.
        string[] list = ["ls-files", "--cached", "--others", "--exclude-standard"];
        var files = await Shell.Capture("git", list, TimeSpan.FromMinutes(1));
        if (!files.Succeeded) { throw new Failure($"`git ls-files` failed:\n{files.Output}"); }

        var faults = (from path in files.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                      where SourceText.IsCode(path) && File.Exists(path)
                      from fault in SourceText.Faults(path, File.ReadAllText(path))
                      select fault).ToList();
        if (faults.Count > 0) { throw new Failure(string.Join('\n', faults)); }
    }
}
