using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprShared.Build;

/// <summary>Which packages can be restored on this machine.</summary>
internal static class PackageFeed
{
    // "There is no such package", "not in this version", "not in a stable version". Anything else that goes wrong is a failure.
    private static readonly string[] s_absent = ["NU1101", "NU1102", "NU1103"];

    /// <summary>
    /// Really restores those of the packages that not every feed has, all at once: Aspire's, its community's, and the SDKs of projects.
    /// Returns those that none has.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Missing(Solution solution)
    {
        var versions = await File.ReadAllTextAsync("Directory.Packages.props");
        var packages = (from match in Regex.Matches(versions, @"PackageVersion Include=""((CommunityToolkit\.)?Aspire\.[^""]+)""")
                        select match.Groups[1].Value).ToList();
        var sdks = (from project in solution.Projects
                    from sdk in project.Sdks
                    where sdk.Contains('/')
                    select sdk).Distinct().Select(sdk => sdk.Split('/')).ToList();
        var (file, assets) = (Shell.Artifacts("probe/Probe.csproj"), Shell.Artifacts("probe/obj/project.assets.json"));
        var probe = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><MSBuildProjectExtensionsPath>obj/</MSBuildProjectExtensionsPath></PropertyGroup>
              <ItemGroup>
                {string.Concat(from package in packages select $"<PackageReference Include=\"{package}\" />")}
                {string.Concat(from sdk in sdks select $"<PackageDownload Include=\"{sdk[0]}\" Version=\"[{sdk[1]}]\" />")}
              </ItemGroup>
            </Project>
            """;
        if (File.Exists(file) && await File.ReadAllTextAsync(file) == probe
            && File.GetLastWriteTimeUtc(assets) > File.GetLastWriteTimeUtc("Directory.Packages.props")
            && Errors(JsonNode.Parse(await File.ReadAllTextAsync(assets))).Count == 0)
        {
            return []; // what has been restored is still there
        }

        File.Delete(assets);
        await File.WriteAllTextAsync(file, probe);
        var restored = await Shell.Capture("dotnet", ["restore", file, "--nologo"], TimeSpan.FromMinutes(10));
        if (restored.Succeeded) { return []; }

        var asked = packages.Concat(from sdk in sdks select sdk[0]).ToList();
        return Absent(File.Exists(assets) ? JsonNode.Parse(await File.ReadAllTextAsync(assets)) : null, asked)
            ?? throw new Failure($"""
                Whether these packages can be had is not known, because restoring them failed: {string.Join(", ", asked)}
                {string.Join('\n', restored.Output.Split('\n').Distinct())}
                """);
    }

    /// <summary>Returns whether a package can be had that no project here needs.</summary>
    public static async Task<bool> Has(string package, string version)
    {
        var file = Shell.Artifacts($"probe-{package}/Probe.csproj");
        await File.WriteAllTextAsync(file, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><MSBuildProjectExtensionsPath>obj/</MSBuildProjectExtensionsPath></PropertyGroup>
              <ItemGroup><PackageDownload Include="{package}" Version="[{version}]" /></ItemGroup>
            </Project>
            """);
        return (await Shell.Capture("dotnet", ["restore", file, "--nologo"], TimeSpan.FromMinutes(5))).Succeeded;
    }

    /// <summary>
    /// Returns whether NuGet audits packages on this machine: it does where a source tells known faults, and is silent elsewhere. So it is
    /// asked for a package whose fault has been known for years, GHSA-5crp-9r3c-p9vr.
    /// </summary>
    public static async Task<bool> Audits()
    {
        var file = Shell.Artifacts("probe-audit/Probe.csproj");
        await File.WriteAllTextAsync(file, """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <MSBuildProjectExtensionsPath>obj/</MSBuildProjectExtensionsPath>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="[9.0.1]" /></ItemGroup>
            </Project>
            """);
        var restored = await Shell.Capture("dotnet", ["restore", file, "--nologo", "--force"], TimeSpan.FromMinutes(5));
        return restored.Output.Contains("NU1903", StringComparison.Ordinal);
    }

    /// <summary>Returns the packages that no feed has, or <see langword="null"/> if something else went wrong.</summary>
    /// <param name="assets">What NuGet writes about a restore.</param>
    /// <param name="asked">The packages that were asked for.</param>
    public static IReadOnlyList<string>? Absent(JsonNode? assets, IReadOnlyCollection<string> asked)
    {
        var errors = Errors(assets);
        return errors.Count > 0 && errors.TrueForAll(error => s_absent.Contains(error.Code) && asked.Contains(error.Package!))
            ? [.. errors.Select(error => error.Package!).Distinct().Order(StringComparer.Ordinal)]
            : null;
    }

    private static List<(string? Code, string? Package)> Errors(JsonNode? assets) =>
        [.. (from log in assets?["logs"]?.AsArray() ?? []
             where (string?)log!["level"] == "Error"
             select ((string?)log["code"], (string?)log["libraryId"])).Distinct()];
}
