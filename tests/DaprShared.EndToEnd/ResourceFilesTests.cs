using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

/// <summary>Files of a folder that change while daprd runs.</summary>
public sealed class ResourceFilesTests(ResourceFilesTests.AppHost host) : IClassFixture<ResourceFilesTests.AppHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    public sealed class AppHost : RunningAppHost
    {
        public AppHost()
            : this(Directory.CreateTempSubdirectory("dapr-shared-").FullName)
        {
        }

        private AppHost(string folder)
            : base("tests/DaprShared.EndToEnd.AppHost", ["--Daprds", "files", "--Folder", folder], "files-dapr")
        {
            Folder = folder;
            File.WriteAllText(Path.Combine(folder, "pubsub.yaml"), Component("pubsub", "pubsub.in-memory"));
        }

        public string Folder { get; }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_running_daprd_gets_what_changes_and_keeps_the_last_good_files_while_one_is_wrong()
    {
        var container = (string?)(await ShownAsync())["container.id"];
        var store = Path.Combine(host.Folder, "store.yaml");
        await ShowsAsync("Components", "pubsub (pubsub.in-memory)");

        await File.WriteAllTextAsync(store, Component("statestore", "state.in-memory"), TestContext.Current.CancellationToken);
        await ShowsAsync("Components", "pubsub (pubsub.in-memory), statestore (state.in-memory)");

        await File.WriteAllTextAsync(store, "spec: [", TestContext.Current.CancellationToken);
        await ShowsAsync("Resource files", $"not taken: error DAPRSHARED033: {store}: is not YAML that daprd could read: ");
        Assert.Equal("pubsub (pubsub.in-memory), statestore (state.in-memory)", (string?)(await ShownAsync())["Components"]);

        File.Delete(store);
        await ShowsAsync("Components", "pubsub (pubsub.in-memory)");
        await ShowsAsync("Resource files", "changed at ");
        Assert.Equal(container, (string?)(await ShownAsync())["container.id"]);
    }

    private async Task ShowsAsync(string name, string text)
    {
        string? shown = null;
        bool IsAsExpected() => name == "Components" ? shown == text : shown?.StartsWith(text, StringComparison.Ordinal) is true;
        await host.Eventually(
            async () =>
            {
                shown = (string?)(await ShownAsync())[name];
                return IsAsExpected();
            },
            Soon, $"{name} is {text}");
    }

    private async Task<JsonNode> ShownAsync() => (await host.DescribeAsync("files-dapr"))!["properties"]!;

    private static string Component(string name, string type) => $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {{name}}
        spec:
          type: {{type}}
          version: v1
        """;
}
