using System.Reflection;
using DaprShared.Testing;

namespace DaprShared.Templates.Tests;

/// <summary>The packages as they are made now, and what a user does with them, in folders that are gone afterwards.</summary>
public sealed class NewAppHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dapr-shared-");

    private string Packages => Path.Combine(_folder.FullName, "packages");

    private string TemplatePackage => Directory.GetFiles(Packages, "DaprShared.Templates.*.nupkg").Single();

    [Fact]
    public async Task A_new_AppHost_has_the_name_that_it_is_given_and_passes_its_own_test()
    {
        foreach (var project in (string[])["DaprShared", "DaprShared.Aspire.Hosting", "DaprShared.Templates"])
        {
            var source = Path.Combine(Metadata("Source"), project);
            await DotnetAsync(source, "pack", "--no-build", "--configuration", Metadata("Configuration"), "--output", Packages);
        }

        await UnpackAsync("DaprShared", "DaprShared.Aspire.Hosting");
        string[] hive = ["--debug:custom-hive", Path.Combine(_folder.FullName, "hive")];
        await DotnetAsync(_folder.FullName, ["new", "install", TemplatePackage, .. hive]);
        await DotnetAsync(_folder.FullName, ["new", "daprshared-apphost", "--name", "1st Café & Co", .. hive]);

        var shop = Path.Combine(_folder.FullName, "1st Café & Co");
        var files = from file in Directory.EnumerateFiles(shop, "*", SearchOption.AllDirectories)
                    select Path.GetRelativePath(shop, file).Replace('\\', '/');
        Assert.Equal(
            [
                ".gitignore",
                "1st Café & Co.Api/1st Café & Co.Api.csproj",
                "1st Café & Co.Api/Program.cs",
                "1st Café & Co.Api/Properties/launchSettings.json",
                "1st Café & Co.AppHost/1st Café & Co.AppHost.csproj",
                "1st Café & Co.AppHost/AppHost.cs",
                "1st Café & Co.AppHost/Properties/launchSettings.json",
                "1st Café & Co.Tests/1st Café & Co.Tests.csproj",
                "1st Café & Co.Tests/AppHostTests.cs",
                "1st Café & Co.slnx",
                "global.json",
            ],
            files.Order(StringComparer.Ordinal));

        var tested = await DotnetAsync(shop, "test", "--no-progress", "--no-ansi");
        Assert.Contains("succeeded: 1", tested, StringComparison.Ordinal);
        Assert.DoesNotMatch("warning (?!NU1603)", tested); // a feed may lack the very version of a floor, and have a higher one
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Where packages are looked for before all others, so that these are taken whatever else has their version.
    private async Task UnpackAsync(params string[] packages)
    {
        var version = Path.GetFileNameWithoutExtension(TemplatePackage)["DaprShared.Templates.".Length..];
        var project = Path.Combine(_folder.FullName, "unpack", "Unpack.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(project)!);
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                {string.Concat(from package in packages select $"<PackageDownload Include=\"{package}\" Version=\"[{version}]\" />")}
              </ItemGroup>
            </Project>
            """);
        await DotnetAsync(_folder.FullName, "restore", project, "--source", Packages);
    }

    private async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var ended = await Ended.RunAsync(new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            Environment =
            {
                // What is packed here stays out of the packages of this user, which are there all the same.
                ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "unpacked"),
                ["NUGET_FALLBACK_PACKAGES"] = Metadata("Packages"),
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["TESTINGPLATFORM_UI_LANGUAGE"] = "en",
            },
        });
        Assert.True(ended.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: exit code {ended.ExitCode}\n{ended.Output}");
        return ended.Output;
    }

    private static string Metadata(string key) =>
        typeof(NewAppHostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
