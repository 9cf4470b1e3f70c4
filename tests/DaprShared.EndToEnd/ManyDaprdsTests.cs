using System.Diagnostics;
using System.Globalization;

namespace DaprShared.EndToEnd;

/// <summary>An AppHost with ten shared daprds that work and two that cannot.</summary>
public sealed class ManyDaprdsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private static readonly string[] Working = [.. Enumerable.Range(1, 10).Select(number => $"dapr-{number}")];

    private sealed class AppHost() : RunningAppHost("tests/DaprShared.EndToEnd.AppHost", ["--Daprds", "many"], Working);

    [Fact]
    public async Task Ten_daprds_start_side_by_side_leave_nothing_when_the_AppHost_ends_and_start_again()
    {
        foreach (var assert in (Func<AppHost, Task>[])[AssertStartedSideBySide, AssertTwoHaveFailed])
        {
            string[] containers;
            await using (var host = new AppHost())
            {
                await host.InitializeAsync();
                await assert(host);
                containers = await ContainersAsync(host);
            }

            // The orchestrator is a process of its own and may need a moment longer than the AppHost.
            var clock = Stopwatch.StartNew();
            for (string[] left = containers; left.Length > 0; left = [.. containers.Intersect(await AllContainersAsync())])
            {
                Assert.True(clock.Elapsed < Soon, $"These containers are left: {string.Join(' ', left)}");
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>
    /// No daprd waits for another: several were created before the first one ran. How many is up to the orchestrator, which takes six at a
    /// time.
    /// </summary>
    private static async Task AssertStartedSideBySide(AppHost host)
    {
        var output = await RunningAppHost.ContainerRuntimeAsync(
            ["inspect", "--format", "{{json .Created}} {{json .State.StartedAt}}", .. await ContainersAsync(host)]);
        var times = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(time => DateTimeOffset.Parse(time.Trim('"'), CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        Assert.Equal(Working.Length, times.Count);
        Assert.True(times.Count(time => time[0] < times.Min(other => other[1])) > 1, output);
    }

    /// <summary>A daprd that ends says why: on its resource, and in the log of the AppHost.</summary>
    private static async Task AssertTwoHaveFailed(AppHost host)
    {
        (string, string)[] errors = [("wrong-component", "pubsub.nosuch/v1"), ("unknown-option", "unknown flag: --no-such-option")];
        foreach (var (name, error) in errors)
        {
            string? shown = null;
            await host.Eventually(
                async () => (shown = (string?)(await host.DescribeAsync(name))!["properties"]!["Last error"]) is not null,
                Soon, $"{name} shows its last error");
            Assert.Contains(error, shown, StringComparison.Ordinal);
            Assert.Contains("ended with exit code", shown, StringComparison.Ordinal);
            Assert.Equal("Exited", (string?)(await host.DescribeAsync(name))!["state"]);
            Assert.Contains(host.Log.Split('\n'), line =>
                ((string[])["DAPRSHARED052", name, error]).All(part => line.Contains(part, StringComparison.Ordinal)));
        }
    }

    private static async Task<string[]> AllContainersAsync() =>
        (await RunningAppHost.ContainerRuntimeAsync("ps", "--all", "--no-trunc", "--format", "{{.ID}}"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string[]> ContainersAsync(AppHost host) =>
        [.. from resource in await host.DescribeAllAsync()
            where Working.Contains(RunningAppHost.NameOf(resource))
            select (string)resource["properties"]!["container.id"]!];
}
