using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>What <c>dotnet run</c> says of an AppHost with mistakes, and how it ends.</summary>
public sealed class AppHostProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("app-id", "error DAPRSHARED001: bad")]
    [InlineData("local", "error DAPRSHARED034: files")]
    [InlineData(
        "app-id,twice,option", "error DAPRSHARED001: bad", "error DAPRSHARED009: silent", "error DAPRSHARED003: orders-dapr")]
    public async Task Running_it_says_each_mistake_once_and_ends_with_1(string mistakes, params string[] expected)
    {
        var ended = (await AppHostProcess.RunAsync(mistakes)).AssertPlain();

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(expected, ended.Diagnostics);
        Assert.Equal(expected.Length, ended.Output.TrimEnd().Split('\n').Length); // and nothing else
    }

    [Theory]
    [InlineData("", "published", "error DAPRSHARED064: scaled")]
    [InlineData("kubernetes", "published", "error DAPRSHARED064: scaled")]
    [InlineData("", "app-id,twice", "error DAPRSHARED001: bad", "error DAPRSHARED003: orders-dapr")]
    [InlineData("kubernetes", "warning,app-id", "warning DAPRSHARED017: open", "error DAPRSHARED001: bad")]
    // Callbacks are evaluated by a step of the pipeline, and in Aspire's chart before the pipeline begins.
    [InlineData("", "late", "error DAPRSHARED071: late-dapr")]
    [InlineData("kubernetes", "late", "error DAPRSHARED071: late-dapr")]
    [InlineData("compose", "late", "error DAPRSHARED071: late-dapr")]
    public async Task Publishing_it_says_each_mistake_once_ends_with_1_and_writes_nothing(
        string target,
        string mistakes,
        params string[] expected)
    {
        var ended = (await AppHostProcess.PublishAsync(_folder, mistakes, target)).AssertPlain();

        Assert.Equal(1, ended.ExitCode);
        Assert.True(expected.SequenceEqual(ended.Diagnostics), ended.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_file_that_is_in_the_way_is_said_once_too()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "dapr-shared"));
        File.WriteAllText(Path.Combine(_folder, "dapr-shared", "kustomization.yaml"), "resources: []\n");

        var ended = (await AppHostProcess.PublishAsync(_folder, "")).AssertPlain();

        Assert.Equal(1, ended.ExitCode);
        Assert.Single(ended.Diagnostics);
        Assert.Contains("error DAPRSHARED026", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "warning", "DAPRSHARED017: open: ", "dapr-shared", "kubectl apply -k")]
    [InlineData("kubernetes", "warning", "DAPRSHARED017: open: ", "", "helm upgrade --install development")]
    [InlineData("compose", "published", "DAPRSHARED101: scaled: ", "", "docker compose --project-directory")]
    public async Task Publishing_one_that_may_be_published_ends_with_a_summary(
        string target,
        string mistakes,
        string warning,
        string folder,
        string command)
    {
        var ended = (await AppHostProcess.PublishAsync(_folder, mistakes, target)).AssertPlain();

        Assert.Equal(0, ended.ExitCode);
        var summary = ended.Output[ended.Output.IndexOf("Dapr Shared: ", StringComparison.Ordinal)..];
        Assert.Contains(Path.Combine(_folder, folder), summary, StringComparison.Ordinal);
        Assert.Contains(warning, summary, StringComparison.Ordinal);
        Assert.Contains(command, summary, StringComparison.Ordinal);
    }
}
