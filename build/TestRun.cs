using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>Runs test projects one after the other, and sums up what their own reports say.</summary>
internal static class TestRun
{
    public static async Task Test()
    {
        var selection = await Selection.Choose("test");
        await Shell.Check("dotnet", ["build", selection.File, .. Solution.Release]);
        await KubernetesSchemas.Install();
        await SarifSchema.Install();
        await KubernetesTools.Install();
        await Run(selection, project => project.IsTest && !project.IsEndToEnd);
    }

    public static async Task EndToEnd()
    {
        var selection = await Selection.Choose("e2e");
        if (selection.Projects.Any(project => project.IsEndToEnd))
        {
            if (await Stack.Prepare(cli: true) is { } missing)
            {
                Console.WriteLine($"e2e: nothing is run, because {missing}");
                selection = selection with { Projects = [], LeftOut = [.. selection.LeftOut, .. selection.Projects] };
            }

            foreach (var project in selection.Projects.Where(project => project.IsEndToEnd))
            {
                await Shell.Check("dotnet", ["build", project.Path, .. Solution.Release]);
            }
        }

        await Run(selection, project => project.IsEndToEnd);
    }

    private static async Task Run(Selection selection, Func<Project, bool> wanted)
    {
        // What cannot be built is counted in its source.
        var (passed, failed, skipped) = (0, 0, selection.LeftOut.Where(wanted).Sum(TestSource.Count));
        foreach (var project in selection.Projects.Where(wanted))
        {
            var report = Shell.Artifacts($"test-results/{project.Name}.json");
            File.Delete(report);
            var tests = Shell.Run("dotnet",
            [
                "test", "--project", project.Path, "--configuration", "Release", "--no-build", "--no-progress",
                "--results-directory", Path.GetDirectoryName(report)!, "--report-ctrf", "--report-ctrf-filename", Path.GetFileName(report),
            ]);
            var exit = await Shell.Await(tests, $"the tests of {project.Name} run");
            var summary = File.Exists(report) ? JsonNode.Parse(await File.ReadAllTextAsync(report))!["results"]!["summary"] : null;
            int Of(string status) => (int?)summary?[status] ?? 0;
            passed += Of("passed");
            skipped += Of("skipped") + Of("pending");
            failed += Of("failed"); // "other" are errors of fixtures, beside the tests that they fail
            if (exit != 0 && Of("failed") == 0)
            {
                failed++; // a crash, a fixture that could not be disposed of, or a project without tests
                Console.WriteLine($"{project.Path} ended with exit code {exit}.");
            }
        }

        var result = $"{passed} passed, {failed} failed, {skipped} skipped";
        Console.WriteLine(failed == 0 ? result : throw new Failure(result));
    }
}
