using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting.Tests;

/// <summary>What is said of a daprd that ended by itself.</summary>
public sealed class DaprdWatchTests
{
    private const string Fatal = """time="2026-01-01T00:00:00Z" level=fatal msg="no state.nothing" app_id=orders""";

    [Fact]
    public async Task A_daprd_that_dies_is_shown_with_its_last_error_until_it_starts_again()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr").Resource;
        await using var app = builder.Build();
        using var watch = await WatchAsync(app, Fatal);

        await app.StateAsync(dapr, KnownResourceStates.Running);
        await app.StateAsync(dapr, KnownResourceStates.Exited, exitCode: 1);
        Assert.Equal("it ended with exit code 1: no state.nothing.", await app.ErrorAsync(dapr));
        Assert.Equal(
            new ResourceStateSnapshot(KnownResourceStates.Exited, KnownResourceStateStyles.Error),
            app.Current(dapr).State);

        await app.StateAsync(dapr, KnownResourceStates.Starting);
        await app.ErrorAsync(dapr, isThere: false);
        await watch.StoppingAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_daprd_that_was_stopped_is_no_mistake_whatever_its_exit_code()
    {
        var builder = AppHost.Create();
        var (stopped, dead) = (builder.AddDaprShared("stopped").Resource, builder.AddDaprShared("dead").Resource);
        await using var app = builder.Build();
        using var watch = await WatchAsync(app, Fatal);

        await app.StateAsync(stopped, KnownResourceStates.Stopping);
        await app.StateAsync(stopped, KnownResourceStates.Exited, exitCode: 137);
        await app.StateAsync(dead, KnownResourceStates.Exited, exitCode: 137);

        await app.ErrorAsync(dead); // which came later
        Assert.DoesNotContain(app.Current(stopped).Properties, property => property.Name == DashboardRow.LastError);
    }

    [Theory]
    [InlineData("Waiting")]
    [InlineData("FailedToStart")] // without a dashboard
    public async Task An_app_that_waits_for_a_dead_daprd_says_so_until_it_starts_again(string state)
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http").WithDaprShared();
        var dapr = builder.Resources.OfType<DaprSharedResource>().Single();
        await using var app = builder.Build();
        using var watch = await WatchAsync(app, Fatal);

        await app.StateAsync(dapr, KnownResourceStates.Exited, exitCode: 1);
        await app.StateAsync(orders.Resource, state);

        const string Error = "it waits for 'orders-dapr', which does not run: it ended with exit code 1: no state.nothing.";
        Assert.Equal(Error, await app.ErrorAsync(orders.Resource));
        // Whoever waits goes by the name of the state.
        Assert.Equal(
            new ResourceStateSnapshot(state, KnownResourceStateStyles.Error),
            app.Current(orders.Resource).State);
        var log = app.Services.GetRequiredService<ResourceLoggerService>();
        await foreach (var lines in log.WatchAsync(orders.Resource).WithCancellation(Limit()))
        {
            Assert.Contains(
                $"error DAPRSHARED117: orders: {Error} Correct what the message names and start the resource again.",
                Assert.Single(lines).Content,
                StringComparison.Ordinal);
            break;
        }

        await app.StateAsync(dapr, KnownResourceStates.Starting);
        await app.ErrorAsync(orders.Resource, isThere: false);
        Assert.Equal(new ResourceStateSnapshot(state, null), app.Current(orders.Resource).State);
    }

    [Fact]
    public async Task The_watch_is_there_before_the_orchestrator_whose_start_ends_when_nothing_waits_any_more()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddDaprShared("orders-dapr").Resource;
        await using var app = builder.Build();
        var host = Host.CreateEmptyApplicationBuilder(new());
        host.Services.AddSingleton<IHostedService>(new Orchestrator(app, dapr));
        host.Services.AddSingleton<IHostedService>(Watch(app, Fatal));
        using var running = host.Build();

        await running.StartAsync(Limit());

        Assert.Contains(app.Current(dapr).Properties, property => property.Name == DashboardRow.LastError);
        await running.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        "redis",
        "It is component 'store' (state.redis), which stands on 'redis'.",
        "Check that 'redis' runs and that the metadata of 'store' suits it, and start the resource again.")]
    [InlineData(
        null,
        "It is component 'store' (state.redis).",
        "Correct the type or the metadata of 'store' and start the resource again.")]
    public async Task The_component_that_daprd_names_is_told_with_what_it_stands_on(string? backEnd, string text, string fix)
    {
        var builder = AppHost.Create();
        var store = builder.AddDaprSharedComponent("store", "state.redis");
        if (backEnd is not null)
        {
            var redis = builder.AddContainer(backEnd, "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            store.WithMetadata("redisHost", redis.GetEndpoint("tcp"));
        }

        const string Error = "Fatal error from runtime: process component store error: [INIT_COMPONENT_FAILURE]: "
            + "initialization error occurred for store (state.redis/v1): dial tcp: connection refused";
        var diagnostic = await DescribeAsync(builder.AddDaprShared("orders-dapr").WithReference(store).Resource, 1, Error);

        Assert.Equal($"error DAPRSHARED052: orders-dapr: it ended with exit code 1: {Error}. {text} {fix}", diagnostic.ToString());
    }

    [Fact]
    public async Task A_component_of_a_file_is_told_with_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        var file = Path.Combine(folder, "store.yaml");
        await File.WriteAllTextAsync(
            file,
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: store
            spec:
              type: state.nothing
              version: v1
            """,
            TestContext.Current.CancellationToken);

        var diagnostic = await DescribeAsync(
            AppHost.Create().AddDaprShared("orders-dapr").WithResourcesFolder(folder).Resource,
            1,
            "process component store error: [INIT_COMPONENT_FAILURE]: no such type");
        Directory.Delete(folder, recursive: true);

        Assert.EndsWith($"It is component 'store' of {file}.", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal($"Correct 'store' of {file} and start the resource again.", diagnostic.Fix);
    }

    [Theory]
    [InlineData(1, "no back end", "it ended with exit code 1: no back end.")]
    [InlineData(1, null, "it ended with exit code 1: its log has no error.")]
    [InlineData(2, "unknown flag: --nothing", "it ended with exit code 2: unknown flag: --nothing.")]
    [InlineData(126, "old", "it ended with exit code 126: its program cannot be executed.")]
    [InlineData(127, "old", "it ended with exit code 127: its program was not found.")]
    [InlineData(137, "old", "it ended with exit code 137: it was killed (SIGKILL), most often because memory ran out; it may take 256m.")]
    [InlineData(139, "old", "it ended with exit code 139: its program crashed (SIGSEGV).")]
    [InlineData(143, "old", "it ended with exit code 143: somebody else than the orchestrator ended it (SIGTERM).")]
    [InlineData(152, "old", "it ended with exit code 152: somebody else than the orchestrator ended it (signal 24).")]
    public async Task An_exit_code_is_told_with_its_meaning_and_the_log_only_where_it_says_more(int code, string? logged, string message)
    {
        var dapr = AppHost.Create().AddDaprShared("orders-dapr").WithContainerRuntimeArgs("--memory", "256m");

        Assert.Equal(message, (await DescribeAsync(dapr.Resource, code, logged)).Message);
    }

    private static async Task<Diagnostic> DescribeAsync(DaprSharedResource dapr, int exitCode, string? error)
    {
        var snapshot = new CustomResourceSnapshot
        {
            ResourceType = "Container",
            Properties = [],
            State = KnownResourceStates.Exited,
            ExitCode = exitCode,
        };
        return (await DaprdFailure.DescribeAsync(new(dapr, dapr.Name, snapshot), () => Task.FromResult(error)))!;
    }

    private static async Task<DaprdWatch> WatchAsync(DistributedApplication app, string line)
    {
        var watch = Watch(app, line);
        await watch.StartingAsync(TestContext.Current.CancellationToken);
        return watch;
    }

    private static DaprdWatch Watch(DistributedApplication app, string line) => new(
        app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
        app.ResourceNotifications,
        app.Services.GetRequiredService<ResourceLoggerService>(),
        app.Services.GetRequiredService<ILogger<DaprSharedResource>>())
    {
        ReadLog = _ => new[] { new[] { new LogLine(1, line, false) } }.ToAsyncEnumerable(),
    };

    private static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    // Its start ends when whoever waits for the daprd has been told.
    private sealed class Orchestrator(DistributedApplication app, IResource daprd) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await app.StateAsync(daprd, KnownResourceStates.Exited, exitCode: 1);
            await app.ErrorAsync(daprd);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
