using System.Formats.Tar;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting.Tests;

/// <summary>Files of a folder that change while daprd runs.</summary>
public sealed class FilesWatchTests : IDisposable
{
    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: store
        spec:
          type: state.in-memory
          version: v1

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
    private readonly List<(string Container, IReadOnlyDictionary<string, string> Files)> _written = [];
    private string? _fault;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_new_changes_or_goes_is_written_into_the_running_container_with_all_others()
    {
        await RunAsync(["HotReload"], async (app, dapr, _, watch) =>
        {
            Write("store.yaml", Store);
            await watch.LookAsync(TestContext.Current.CancellationToken);
            Assert.Empty(_written); // it may change still

            await watch.LookAsync(TestContext.Current.CancellationToken);
            Assert.Equal("c0ffee", Assert.Single(_written).Container);
            Assert.Equal(["pubsub.yaml", "store.yaml"], _written[0].Files.Keys);
            Assert.Equal(Store, _written[0].Files["store.yaml"]);
            Assert.StartsWith("changed at ", Shown(app, dapr), StringComparison.Ordinal);

            File.Delete(Path.Combine(_folder, "store.yaml"));
            await SettleAsync(watch);
            Assert.Equal(2, _written.Count);
            Assert.Equal("", _written[1].Files["store.yaml"]);

            await SettleAsync(watch);
            Assert.Equal(2, _written.Count); // nothing has changed
        });
    }

    [Fact]
    public async Task While_a_file_is_wrong_the_last_good_ones_stay_and_the_daprd_says_what_is_wrong()
    {
        await RunAsync(["HotReload"], async (app, dapr, _, watch) =>
        {
            var file = Write("store.yaml", "spec: [");
            await SettleAsync(watch);

            Assert.Empty(_written);
            Assert.StartsWith(
                $"not taken: error DAPRSHARED033: {file}: is not YAML that daprd could read: ", Shown(app, dapr), StringComparison.Ordinal);
            Assert.Equal(
                new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Warn), app.Current(dapr).State);

            Write("store.yaml", Store);
            await SettleAsync(watch);
            Assert.Single(_written);
            Assert.Equal(new ResourceStateSnapshot(KnownResourceStates.Running, null), app.Current(dapr).State);
        });
    }

    [Fact]
    public async Task A_folder_that_has_gone_is_told_and_read_again_when_it_is_back()
    {
        await RunAsync(["HotReload"], async (app, dapr, _, watch) =>
        {
            Directory.Move(_folder, $"{_folder}-away");
            await SettleAsync(watch);
            Assert.StartsWith("not taken: error DAPRSHARED032: orders-dapr: ", Shown(app, dapr), StringComparison.Ordinal);

            Directory.Move($"{_folder}-away", _folder);
            Write("store.yaml", Store);
            await SettleAsync(watch);
            Assert.Single(_written);
        });
    }

    [Fact]
    public async Task A_folder_that_goes_while_the_application_starts_is_read_when_it_is_back()
    {
        await RunAsync(["HotReload"], async (_, _, _, watch) =>
        {
            Directory.Move(_folder, $"{_folder}-away");
            watch.Begin();

            Directory.Move($"{_folder}-away", _folder);
            await SettleAsync(watch);
            Assert.Equal(["pubsub.yaml"], Assert.Single(_written).Files.Keys);
        });
    }

    [Fact]
    public async Task What_cannot_be_written_is_told()
    {
        await RunAsync(["HotReload"], async (app, dapr, _, watch) =>
        {
            _fault = "no such container";
            Write("store.yaml", Store);
            await SettleAsync(watch);

            Assert.Equal(
                "not taken: error DAPRSHARED131: orders-dapr: resource files have changed, and daprd does not have them: they could not be "
                + "copied into the container: no such container. Restart 'orders-dapr'.",
                Shown(app, dapr));
        });
    }

    [Fact]
    public async Task A_daprd_that_reads_files_at_its_start_only_is_started_again()
    {
        await RunAsync([], async (_, _, restarts, watch) =>
        {
            Write("store.yaml", Store);
            await SettleAsync(watch);

            Assert.Empty(_written);
            Assert.Equal(1, restarts.Count);
        });
    }

    [Fact]
    public async Task A_daprd_that_does_not_run_reads_them_when_it_starts()
    {
        await RunAsync(["HotReload"], async (app, dapr, _, watch) =>
        {
            await app.StateAsync(dapr, KnownResourceStates.Exited);
            Write("store.yaml", Store);
            await SettleAsync(watch);

            Assert.Empty(_written);
            Assert.StartsWith("changed at ", Shown(app, dapr), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Files_go_into_a_container_as_an_archive_that_daprd_can_read()
    {
        using var archive = new MemoryStream();
        await ContainerFiles.WriteAsync(
            archive, new Dictionary<string, string> { ["store.yaml"] = "ä" }, TestContext.Current.CancellationToken);

        archive.Position = 0;
        await using var reader = new TarReader(archive);
        var entry = (await reader.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken))!;
        Assert.Equal(("store.yaml", 65532, 65532, 2), (entry.Name, entry.Uid, entry.Gid, entry.Length));
        Assert.True(entry.Mode.HasFlag(UnixFileMode.OtherRead));
        Assert.Null(await reader.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken));
    }

    private sealed class Restarts
    {
        public int Count { get; set; }
    }

    private async Task RunAsync(string[] features, Func<DistributedApplication, DaprSharedResource, Restarts, FilesWatch, Task> test)
    {
        var restarts = new Restarts();
        var builder = AppHost.Create();
        Write("pubsub.yaml", Store.Replace("store", "pubsub", StringComparison.Ordinal)
            .Replace("state.in", "pubsub.in", StringComparison.Ordinal));
        var dapr = builder.AddDaprShared("orders-dapr").WithResourcesFolder(_folder)
            .WithCommand(KnownResourceCommands.RestartCommand, "Restart", _ =>
            {
                restarts.Count++;
                return Task.FromResult(CommandResults.Success());
            });
        var enabled = string.Join(',', features.Select(feature => $"\"{feature}\""));
        await using var daprd = new FakeDaprd().Answer("GET /v1.0/metadata", 200, $$"""{"enabledFeatures":[{{enabled}}]}""");
        daprd.Is(dapr.Resource);
        await using var app = builder.Build();
        await app.ResourceNotifications.PublishUpdateAsync(dapr.Resource, snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            Properties = [.. snapshot.Properties, new("container.id", "c0ffee")],
        });
        using var watch = new FilesWatch(
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
            app.Services.GetRequiredService<DistributedApplicationModel>(),
            app.ResourceNotifications,
            app.Services.GetRequiredService<ResourceLoggerService>(),
            app.Services)
        {
            Write = (container, files, _) =>
            {
                _written.Add((container, files));
                return Task.FromResult(_fault);
            },
        };
        watch.Begin();
        await test(app, dapr.Resource, restarts, watch);
    }

    private static async Task SettleAsync(FilesWatch watch)
    {
        await watch.LookAsync(TestContext.Current.CancellationToken);
        await watch.LookAsync(TestContext.Current.CancellationToken);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static string? Shown(DistributedApplication app, DaprSharedResource dapr) =>
        (string?)app.Current(dapr).Properties.FirstOrDefault(property => property.Name == DashboardRow.Files)?.Value;
}
