namespace DaprShared.Build;

/// <summary>The public API as the repository keeps it: a file for C# in each package, and one for TypeScript beside them.</summary>
internal static class Api
{
    public static async Task Write()
    {
        var selection = await Selection.Choose("api");
        await TypeScriptApi.Write();
        await Shell.Check("dotnet", "format", "analyzers", selection.File, "--diagnostics", "RS0016", "RS0017", "--severity", "info");
        Console.WriteLine($"Written: {TypeScriptApi.Baseline}, and PublicAPI.Unshipped.txt of each package.");
    }
}
