using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DaprShared.EndToEnd;

/// <summary>What does not run, and what the orchestrator shows of it.</summary>
public sealed class BrokenTests(BrokenTests.AppHost host) : IClassFixture<BrokenTests.AppHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    public sealed class AppHost() : RunningAppHost(
        "tests/DaprShared.EndToEnd.AppHost", ["--Daprds", "broken"], "killed-dapr", "state-dapr", "jobs-dapr");

    [Fact]
    public async Task A_daprd_that_dies_at_its_first_start_and_the_app_that_waits_for_it_name_the_component()
    {
        const string Error = "process component nowhere error: [INIT_COMPONENT_FAILURE]: initialization error occurred for nowhere";
        var (daprd, app) = (await ErrorAsync("waiting-dapr"), await ErrorAsync("waiting"));

        Assert.StartsWith("it ended with exit code 1: Fatal error from runtime: " + Error, daprd, StringComparison.Ordinal);
        Assert.EndsWith(" It is component 'nowhere' (state.redis).", daprd, StringComparison.Ordinal);
        Assert.Equal($"it waits for 'waiting-dapr', which does not run: {daprd}", app);
        Assert.Equal("Waiting", (string?)(await host.DescribeAsync("waiting"))!["state"]);
        Assert.Contains(host.Log.Split('\n'), line =>
            ((string[])["DAPRSHARED052: waiting-dapr", Error, "Correct the type or the metadata of 'nowhere'"])
            .All(part => line.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_daprd_that_is_killed_shows_what_its_exit_code_means()
    {
        // Not by the orchestrator, which would take it for a stop.
        var container = (string)(await host.DescribeAsync("killed-dapr"))!["properties"]!["container.id"]!;
        await RunningAppHost.ContainerRuntimeAsync("kill", "--signal", "KILL", container);

        Assert.Equal(
            "it ended with exit code 137: it was killed (SIGKILL), most often because memory ran out.",
            await ErrorAsync("killed-dapr"));
    }

    [Fact]
    public async Task A_job_that_finds_the_disk_of_the_scheduler_full_is_refused()
    {
        var stop = TestContext.Current.CancellationToken;
        using var dapr = await host.DaprAsync("jobs-dapr");
        string data = new('x', 1_000_000), refused = "";
        var accepted = 0;
        for (; accepted < 1000 && refused.Length == 0; accepted++)
        {
            using var answer = await dapr.PostAsJsonAsync($"/v1.0/jobs/large-{accepted}", new { dueTime = "1h", data }, stop);
            refused = answer.IsSuccessStatusCode ? "" : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop)}";
        }

        // etcd ends where it cannot write, which is the end of daprd's connection to it.
        Assert.InRange(accepted, 2, 999);
        Assert.StartsWith("500 ", refused, StringComparison.Ordinal);
        Assert.Contains("DAPR_SCHEDULER_SCHEDULE_JOB", refused, StringComparison.Ordinal);
        Assert.Contains("no space left on device", await ErrorAsync("dapr-scheduler"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_component_does_not_run_while_its_back_end_is_stopped()
    {
        await host.AspireAsync("resource", "redis", "stop", "--non-interactive", "--nologo");
        await StateAsync("statestore", state => (string?)state["state"] == "redis: Exited");

        await host.AspireAsync("resource", "redis", "start", "--non-interactive", "--nologo");
        await StateAsync("statestore", RunningAppHost.IsHealthy);
    }

    private Task StateAsync(string name, Func<JsonNode, bool> condition) =>
        host.Eventually(async () => condition((await host.DescribeAsync(name))!), Soon, $"{name} is as expected");

    private async Task<string> ErrorAsync(string name)
    {
        string? error = null;
        await host.Eventually(
            async () => (error = (string?)(await host.DescribeAsync(name, "--include-hidden"))?["properties"]?["Last error"]) is not null,
            Soon, $"{name} shows its last error");
        return error!;
    }
}
