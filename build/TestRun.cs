using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>Runs test projects, as many at once as there are processors, and sums up what their own reports say.</summary>
internal static class TestRun
{
    public static async Task Test()
    {
        var selection = await Selection.Choose("test");
        await Shell.Check("dotnet", ["build", selection.File, .. Solution.Release]);
        await InstallPeers();
        await TypeScriptApi.Install();
        // They and the AppHosts that they start are gone before code that is compiled with a profile would be faster.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        await Run(selection, project => project.IsTest && !project.IsEndToEnd, Environment.ProcessorCount);
    }

    /// <summary>Installs what tests of manifests compare them with; without it those are skipped.</summary>
    public static async Task InstallPeers()
    {
        await KubernetesSchemas.Install();
        await SarifSchema.Install();
        await KubernetesTools.Install();
    }

    public static Task EndToEnd() => WithContainers("e2e");

    /// <summary>Runs every fault, and prints how soon all is well again.</summary>
    public static async Task Faults(string[] options)
    {
        var table = Shell.Artifacts("faults.md");
        File.Delete(table);
        Environment.SetEnvironmentVariable("DAPR_SHARED_FAULTS_TABLE", table);
        foreach (var name in (string[])["minutes", "only", "seconds", "times"])
        {
            var value = options.SkipWhile(option => option != $"--{name}").ElementAtOrDefault(1);
            Environment.SetEnvironmentVariable($"DAPR_SHARED_FAULTS_{name.ToUpperInvariant()}", value);
        }

        try
        {
            await WithContainers("faults", "-class", "*FaultTests");
        }
        finally
        {
            if (File.Exists(table))
            {
                Console.WriteLine($"""

                    | What | Fault | For | n | Failed | Lost | Requests succeed after | All has arrived after |
                    |---|---|---|---|---|---|---|---|
                    {(await File.ReadAllTextAsync(table)).TrimEnd()}

                    """);
            }
        }
    }

    private static async Task WithContainers(string command, params string[] filter)
    {
        var selection = await Selection.Choose(command);
        if (selection.Projects.Any(project => project.IsEndToEnd))
        {
            if ((await Stack.Prepare(cli: true) ?? await Stack.PrepareApp()) is { } missing)
            {
                Console.WriteLine($"{command}: nothing is run, because {missing}");
                selection = selection with { Projects = [], LeftOut = [.. selection.LeftOut, .. selection.Projects] };
            }
            else
            {
                await TypeScriptApi.Prepare();
            }

            foreach (var project in selection.Projects.Where(project => project.IsEndToEnd))
            {
                await Shell.Check("dotnet", ["build", project.Path, .. Solution.Release]);
            }
        }

        await Run(selection, project => project.IsEndToEnd, atOnce: 1, filter);
    }

    // What cannot be built is counted in its source. What took longest the last time begins first.
    private static async Task Run(Selection selection, Func<Project, bool> wanted, int atOnce, params string[] filter)
    {
        ConcurrentBag<(int Passed, int Failed, int Skipped)> counts = [(0, 0, selection.LeftOut.Where(wanted).Sum(TestSource.Count))];
        var projects = selection.Projects.Where(wanted).OrderByDescending(LastTime);
        await Parallel.ForEachAsync(projects, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (project, _) =>
            counts.Add(await Run(project, filter)));
        var result = $"{counts.Sum(each => each.Passed)} passed, {counts.Sum(each => each.Failed)} failed, "
            + $"{counts.Sum(each => each.Skipped)} skipped";
        Console.WriteLine(counts.All(each => each.Failed == 0) ? result : throw new Failure(result));
    }

    // The program of the tests itself: `dotnet test` would evaluate the project again, which takes longer than many projects' tests.
    private static async Task<(int Passed, int Failed, int Skipped)> Run(Project project, string[] filter)
    {
        File.Delete(Report(project));
        string[] arguments = ["-noLogo", "-noColor", "-reporter", "quiet", "-noAutoReporters", "-ctrf", Report(project), .. filter];
        var answer = await Shell.Capture(
            "dotnet", [$"artifacts/bin/{project.Name}/release/{project.Name}.dll", .. arguments], Timeout.InfiniteTimeSpan);
        var summary = Summary(project);
        int Count(string status) => (int)Of(summary, status);
        var (passed, skipped) = (Count("passed"), Count("skipped") + Count("pending"));
        var failed = Count("failed"); // "other" are errors of fixtures, beside the tests that they fail
        Console.Write($"{answer.Output}{project.Name}: {passed} passed, {failed} failed, {skipped} skipped\n");
        if (failed == 0 && (!answer.Succeeded || Count("tests") == 0))
        {
            failed++; // a crash, a fixture that could not be disposed of, or a project without tests
            Console.WriteLine($"{project.Path} ended with exit code {answer.Exit}.");
        }

        return (passed, failed, skipped);
    }

    private static string Report(Project project) => Shell.Artifacts($"test-results/{project.Name}.json");

    private static long LastTime(Project project) => Summary(project) is { } last ? Of(last, "stop") - Of(last, "start") : 0;

    private static JsonNode? Summary(Project project) =>
        File.Exists(Report(project)) ? JsonNode.Parse(File.ReadAllText(Report(project)))!["results"]!["summary"] : null;

    private static long Of(JsonNode? summary, string name) => (long?)summary?[name] ?? 0;
}
