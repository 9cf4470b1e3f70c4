namespace DaprShared.Build;

/// <summary>The benchmark, with what it compares with.</summary>
internal static class Bench
{
    private const string Benchmarks = "tests/DaprShared.Benchmarks/DaprShared.Benchmarks.csproj";
    private const string AppHost = "tests/DaprShared.EndToEnd.AppHost/DaprShared.EndToEnd.AppHost.csproj";

    public static async Task Run(string[] options)
    {
        var onlyStarts = options switch
        {
            [] => false,
            ["--only", "starts"] => true,
            _ => throw new Failure("bench takes --only starts, or nothing."),
        };
        var selection = await Selection.Choose("bench");
        if (!selection.Has(Benchmarks))
        {
            Console.WriteLine("bench: the benchmark is among them, so nothing is measured");
            return;
        }

        await KubernetesTools.Install();
        var missing = selection.Has(AppHost) ? await Stack.Prepare(cli: false) : "its AppHost is left out.";
        if (missing is not null) { Console.WriteLine($"bench: the start of an AppHost is not measured, because {missing}"); }

        foreach (var project in missing is null ? (string[])[Benchmarks, AppHost] : [Benchmarks])
        {
            await Shell.Check("dotnet", ["build", project, .. Solution.Release]);
        }

        var program = "artifacts/bin/DaprShared.Benchmarks/release/DaprShared.Benchmarks.dll";
        string[] wanted = [.. onlyStarts ? [] : (string[])["figures"], .. missing is null ? (string[])["starts"] : []];
        await Shell.Check("dotnet", [program, .. wanted]);
    }
}
