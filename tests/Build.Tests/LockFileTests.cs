using System.Text.Json.Nodes;
using DaprShared.Build;

namespace Build.Tests;

/// <summary>Which projects have a lock file: all that would get the same packages everywhere.</summary>
public sealed class LockFileTests
{
    // Some feeds lack these; others have them under the same version, built from their source, with another hash.
    private static readonly string[] Unlocked =
        ["Aspire.Hosting.Docker", "Aspire.Hosting.Kubernetes", "CommunityToolkit.Aspire.Hosting.Dapr"];

    [Fact]
    public void Every_project_that_gets_the_same_packages_everywhere_has_a_lock_file_and_no_other()
    {
        var projects = (from path in Repository.Files(".", "*.csproj")
                        where !path.StartsWith("src/DaprShared.Templates/content/", StringComparison.Ordinal) // text of a template
                        select Project.Read(path, Read)).ToDictionary(project => project.Path);
        var solution = new Solution([.. projects.Values]);
        bool HasPackages(Project project) =>
            project.Packages.Count > 0 || project.References.Any(reference => HasPackages(projects[reference]));
        // The SDK of an AppHost brings packages for this platform, and native code those of the .NET SDK's own version.
        var open = solution.Needing([.. Unlocked, "Aspire.AppHost.Sdk"])
            .Concat(projects.Values.Where(project => Read(project.Path).Contains("<PublishAot>true", StringComparison.Ordinal)));
        var locked = from project in projects.Values.Except(open)
                     where HasPackages(project)
                     select $"{project.Folder}/packages.lock.json";

        Assert.Equal(
            locked.Order(StringComparer.Ordinal),
            Repository.Files(".", "packages.lock.json").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_names_a_hash_for_every_package_and_none_that_differs_between_feeds()
    {
        foreach (var path in Repository.Files(".", "packages.lock.json"))
        {
            var packages = (from framework in JsonNode.Parse(Repository.Read(path))!["dependencies"]!.AsObject()
                            from package in framework.Value!.AsObject()
                            select package).ToList();

            Assert.NotEmpty(packages);
            Assert.Empty(packages.Select(package => package.Key).Intersect(Unlocked, StringComparer.OrdinalIgnoreCase));
            Assert.All(packages, package =>
                Assert.True((string?)package.Value!["type"] == "Project" || (string?)package.Value["contentHash"] is { Length: 88 }));
        }
    }

    private static string Read(string path) => Repository.Read(path);
}
