using DaprShared.Build;

namespace Build.Tests;

public sealed class SolutionTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["src/Model/Model.csproj"] = """<Project Sdk="Microsoft.NET.Sdk" />""",
        ["src/Hosting/Hosting.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Aspire.Hosting" />
                <ProjectReference Include="..\Model\Model.csproj" />
              </ItemGroup>
            </Project>
            """,
        ["src/Chart/Chart.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Aspire.Hosting.Kubernetes" />
                <ProjectReference Include="../Hosting/Hosting.csproj" />
              </ItemGroup>
            </Project>
            """,
        ["tests/Tests.props"] = """
            <Project>
              <ItemGroup>
                <PackageReference Include="xunit.v3" />
                <ProjectReference Include="../src/Chart/Chart.csproj" />
              </ItemGroup>
            </Project>
            """,
        ["tests/Chart.Tests/Chart.Tests.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="../Tests.props" />
            </Project>
            """,
        ["playground/AppHost/AppHost.csproj"] = """
            <Project Sdk="Aspire.AppHost.Sdk/13.6.4">
              <ItemGroup>
                <ProjectReference Include="../../src/Hosting/Hosting.csproj" IsAspireProjectResource="false" />
              </ItemGroup>
            </Project>
            """,
    };

    private static readonly Solution Shop = new([.. from path in Files.Keys
                                                     where path.EndsWith(".csproj", StringComparison.Ordinal)
                                                     select Project.Read(path, file => Files[file])]);

    [Theory]
    [InlineData("", "")]
    [InlineData("Aspire.Hosting.Docker", "")]
    [InlineData("Aspire.Hosting.Kubernetes", "Chart, Chart.Tests")]
    [InlineData("Aspire.Hosting", "Hosting, Chart, Chart.Tests, AppHost")]
    [InlineData("Aspire.AppHost.Sdk", "AppHost")]
    [InlineData("Aspire.Hosting.Kubernetes, Aspire.AppHost.Sdk", "Chart, Chart.Tests, AppHost")]
    public void What_needs_a_missing_package_is_left_out_also_through_other_projects_and_imports(string missing, string leftOut)
    {
        var projects = Shop.Needing(missing.Split(", ", StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(leftOut, string.Join(", ", projects.Select(project => project.Name)));
    }

    [Fact]
    public void A_test_project_is_one_that_uses_xunit()
    {
        Assert.Equal("Chart.Tests", Assert.Single(Shop.Projects, project => project.IsTest).Name);
    }
}
