namespace DaprShared.EndToEnd;

/// <summary>The playground's AppHost in TypeScript, where Aspire's package that generates its modules can be had.</summary>
public sealed class TypeScriptTests : IDisposable
{
    private static readonly string? _cli = Environment.GetEnvironmentVariable("ASPIRE_TYPESCRIPT_CLI");
    private static readonly string _missing =
        Environment.GetEnvironmentVariable("ASPIRE_TYPESCRIPT_MISSING") ?? "`dotnet run build.cs -- e2e` has not prepared it.";

    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_shop_in_TypeScript_becomes_the_manifests_of_the_one_in_C_sharp()
    {
        Assert.SkipWhen(_cli is null, $"The shop in TypeScript cannot run: {_missing}");

        var typescript = await PublishAsync("playground/Shop.TypeScript/apphost.mts");
        var csharp = await PublishAsync("playground/Shop.AppHost/Shop.AppHost.csproj");

        Assert.NotEmpty(csharp);
        Assert.Equal(csharp, typescript);
    }

    private async Task<SortedDictionary<string, string>> PublishAsync(string appHost)
    {
        var output = Path.Combine(_folder, Path.GetFileName(appHost));
        var (exit, log, _) = await RunningAppHost.RunAsync(
            _cli!,
            RunningAppHost.Metadata("Repository"),
            ["publish", "--apphost", appHost, "--output-path", output, "--non-interactive", "--nologo"],
            TimeSpan.FromMinutes(5));
        Assert.True(exit == 0, $"{appHost}: exit code {exit}\n{log}");
        return new(Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(output, file), File.ReadAllText), StringComparer.Ordinal);
    }
}
