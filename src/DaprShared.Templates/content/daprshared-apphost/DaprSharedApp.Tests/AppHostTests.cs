using Aspire.Hosting.Testing;
using Xunit;

namespace DAPR_SHARED_APP_Tests;

public sealed class AppHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    // What `aspire publish` writes: manifests of the daprd that runs apart from the app. No container is needed.
    [Fact]
    public async Task The_api_has_a_shared_daprd_that_reaches_it_and_its_state_store()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.DAPR_SHARED_APP_AppHost>(
            ["--operation", "publish", "--step", "publish", "--output-path", _folder.FullName], stop);
        await using var app = await builder.BuildAsync(stop);
        await app.RunAsync(stop);

        var daprd = await ReadAsync("daemonset-api-dapr.yaml");
        Assert.Contains("--app-id=api", daprd, StringComparison.Ordinal);
        Assert.Contains("--app-channel-address=api", daprd, StringComparison.Ordinal);
        Assert.Contains("redis:6379", await ReadAsync("component-statestore.yaml"), StringComparison.Ordinal);

        Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_folder.FullName, "dapr-shared", "api", file), stop);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
