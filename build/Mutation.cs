namespace DaprShared.Build;

/// <summary>The mutation score of the model: what part of small changes to it fails a test (Stryker.NET).</summary>
internal static class Mutation
{
    // Beside the solution Stryker would take no list of test projects.
    private const string Project = "src/DaprShared";

    public static async Task Run(string[] options)
    {
        await Shell.Check("dotnet", "tool", "restore");
        string[] stryker = ["stryker", "--config-file", "stryker-config.json", "--output", Shell.Artifacts("mutation/report"), .. options];
        if (await Shell.Await(Shell.Run("dotnet", stryker, folder: Project), "mutants are tested") != 0)
        {
            throw new Failure("The mutation score is too low, or there is none; see artifacts/mutation.");
        }
    }
}
