namespace DaprShared.Build;

/// <summary>The format of all code.</summary>
internal static class Format
{
    public static async Task Run(bool api)
    {
        var selection = await Selection.Choose("format");
        await Shell.Check("dotnet", api
            ? ["format", "analyzers", selection.File, "--diagnostics", "RS0016", "RS0017", "--severity", "info"]
            : ["format", selection.File, "--verify-no-changes"]);
    }
}
