using System.Text.Json;
using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>All projects.</summary>
internal sealed record Solution(IReadOnlyList<Project> Projects)
{
    public const string File = "DaprShared.Aspire.sln";

    public static string[] Release { get; } = ["--configuration", "Release", "--nologo", "--verbosity", "quiet"];

    public static Solution Read() => new([.. from match in Regex.Matches(System.IO.File.ReadAllText(File), "\"([^\"]+\\.csproj)\"")
                                             let path = Regex.Replace(match.Groups[1].Value, @"\\+", "/")
                                             select Project.Read(path, System.IO.File.ReadAllText)]);

    /// <summary>Writes a filter of the solution into artifacts/.</summary>
    public static async Task<string> Filter(string name, IEnumerable<Project> projects)
    {
        var filter = Shell.Artifacts(name);
        await System.IO.File.WriteAllTextAsync(filter, JsonSerializer.Serialize(
            new { solution = new { path = $"../{File}", projects = projects.Select(project => project.Path) } }));
        return filter;
    }

    /// <summary>Returns the projects that need one of the packages, by themselves or through a project that they refer to.</summary>
    public IReadOnlyList<Project> Needing(IReadOnlyCollection<string> packages)
    {
        var known = Projects.ToDictionary(project => project.Path);
        bool Needs(Project project) =>
            project.Packages.Concat(project.Sdks.Select(sdk => sdk.Split('/')[0])).Any(packages.Contains)
            || project.References.Any(reference => known.TryGetValue(reference, out var other) && Needs(other));
        return [.. Projects.Where(Needs)];
    }
}

/// <summary>What is built here: all projects but those that need a package which no feed has.</summary>
/// <param name="File">The solution, or a filter of it.</param>
/// <param name="Projects">What it holds.</param>
/// <param name="LeftOut">What it does not hold.</param>
/// <param name="Missing">The packages that no feed has.</param>
internal sealed record Selection(
    string File, IReadOnlyList<Project> Projects, IReadOnlyList<Project> LeftOut, IReadOnlyList<string> Missing)
{
    /// <summary>Asks the feeds, and says in one line what is left out.</summary>
    public static async Task<Selection> Choose(string command)
    {
        var solution = Solution.Read();
        var missing = await PackageFeed.Missing(solution);
        var leftOut = solution.Needing(missing);
        if (leftOut.Count == 0) { return new(Solution.File, solution.Projects, [], missing); }

        var names = string.Join(", ", leftOut.Select(project => project.Name));
        Console.WriteLine($"{command}: no package feed has {string.Join(", ", missing)}, so these are left out: {names}");
        var projects = solution.Projects.Except(leftOut).ToList();
        return new(await Solution.Filter("DaprShared.slnf", projects), projects, leftOut, missing);
    }

    public bool Has(string project) => Projects.Any(each => each.Path == project);
}
