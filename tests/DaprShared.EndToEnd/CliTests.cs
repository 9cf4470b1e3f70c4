using DaprShared.Testing;

namespace DaprShared.EndToEnd;

/// <summary>What the Aspire CLI shows of an AppHost with mistakes, and at the end of a publish. Nothing is started.</summary>
public sealed class CliTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Aspire_run_shows_each_mistake_once()
    {
        var ended = (await AppHostProcess.AspireAsync(["run"], "app-id,twice")).AssertPlain();

        Assert.NotEqual(0, ended.ExitCode); // the CLI has codes of its own
        Assert.Equal(["error DAPRSHARED001: bad", "error DAPRSHARED003: orders-dapr"], ended.Diagnostics);
    }

    [Theory]
    [InlineData("publish", "", "app-id,twice", "error DAPRSHARED001: bad", "error DAPRSHARED003: orders-dapr")]
    [InlineData("publish", "kubernetes", "published", "error DAPRSHARED064: scaled")]
    // Of a step of the pipeline, and of one before it.
    [InlineData("publish", "", "late", "error DAPRSHARED071: late-dapr")]
    [InlineData("publish", "kubernetes", "late", "error DAPRSHARED071: late-dapr")]
    [InlineData("deploy", "kubernetes", "app-id", "error DAPRSHARED001: bad")]
    [InlineData("do publish-dapr-shared", "kubernetes", "app-id", "error DAPRSHARED001: bad")]
    public async Task The_commands_of_the_pipeline_show_each_mistake_once(
        string command,
        string target,
        string mistakes,
        params string[] expected)
    {
        var ended = (await AppHostProcess.AspireAsync([.. command.Split(' '), "--output-path", _folder], mistakes, target)).AssertPlain();

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Equal(expected, ended.Diagnostics);
    }

    [Fact]
    public async Task Aspire_publish_ends_with_one_summary()
    {
        var ended = (await AppHostProcess.AspireAsync(["publish", "--output-path", _folder], "warning", "kubernetes")).AssertPlain();

        Assert.Equal(0, ended.ExitCode);
        var summary = ended.Output[ended.Output.IndexOf("Dapr Shared: ", StringComparison.Ordinal)..];
        Assert.DoesNotContain("Dapr Shared: ", summary[1..], StringComparison.Ordinal);
        Assert.Contains("orders  ", summary, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED017: open: ", summary, StringComparison.Ordinal);
        Assert.Contains("aspire deploy", summary, StringComparison.Ordinal);
        Assert.Contains("helm upgrade --install ", summary, StringComparison.Ordinal);
    }
}
