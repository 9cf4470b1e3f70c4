using System.Net;
using Microsoft.AspNetCore.Builder;

namespace DaprdStandIn.Tests;

/// <summary>The scheduler keeps what it has acknowledged, whatever ends.</summary>
public class SchedulerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_outlives_its_daprd_and_the_scheduler()
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        await using (var first = await RunningDaprd.StartAsync(arguments: $"--scheduler-host-address={scheduler.Address}"))
        {
            await ScheduleAsync(first, "mine", "1s");
            await ScheduleAsync(first, "deleted", "1s");
            using var deleted = await first.Http.DeleteAsync("/v1.0/jobs/deleted", Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        await scheduler.StopAsync();
        await scheduler.StartAgainAsync();

        await using var app = await TestApp.StartAsync(app => app.MapPost("/job/{name}", () => { }));
        await using var second = await StartAsync(app, scheduler);
        await Eventually.IsTrueAsync(() => app.At("/job/mine").Any());
        Assert.Single(app.Received, received => received.Path.StartsWith("/job", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_a_daprd_took_which_ended_before_it_answered_goes_to_the_next_one()
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        var hold = new TaskCompletionSource();
        await using var slow = await TestApp.StartAsync(app => app.MapPost("/job/mine", () => hold.Task));
        await using (var first = await StartAsync(slow, scheduler))
        {
            await ScheduleAsync(first, "mine", "1ms");
            await Eventually.IsTrueAsync(() => slow.At("/job/mine").Any());
        }

        hold.SetResult();
        await using var app = await TestApp.StartAsync(app => app.MapPost("/job/mine", () => { }));
        await using var second = await StartAsync(app, scheduler);
        await Eventually.IsTrueAsync(() => app.At("/job/mine").Any());
    }

    [Fact]
    public async Task Daprd_waits_for_a_scheduler_that_is_away()
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var app = await TestApp.StartAsync(app => app.MapPost("/job/mine", () => { }));
        await using var daprd = await StartAsync(app, scheduler);
        await scheduler.StopAsync();
        await NoticedAsync(daprd);

        var scheduled = ScheduleAsync(daprd, "mine", "1ms");
        Assert.False(scheduled.IsCompleted);
        await scheduler.StartAgainAsync();
        await scheduled;
        await Eventually.IsTrueAsync(() => app.At("/job/mine").Any());
    }

    [Fact]
    public async Task What_was_not_written_to_its_end_was_never_there()
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var daprd = await RunningDaprd.StartAsync(arguments: $"--scheduler-host-address={scheduler.Address}");
        await ScheduleAsync(daprd, "whole", "1h");
        await scheduler.StopAsync();
        var line = await File.ReadAllTextAsync(scheduler.File, Cancellation);
        await File.AppendAllTextAsync(scheduler.File, line.Replace("whole", "half", StringComparison.Ordinal)[..^10], Cancellation);

        await scheduler.StartAgainAsync();

        Assert.Equal(HttpStatusCode.OK, await daprd.TryGetAsync("/v1.0/jobs/whole"));
        Assert.Equal(HttpStatusCode.InternalServerError, await daprd.TryGetAsync("/v1.0/jobs/half"));
        await scheduler.StopAsync();
        Assert.Equal(line, await File.ReadAllTextAsync(scheduler.File, Cancellation));
    }

    [Fact]
    public async Task Where_the_disk_is_full_the_job_is_refused_and_the_scheduler_ends()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full.");
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var daprd = await RunningDaprd.StartAsync(
            arguments: [$"--scheduler-host-address={scheduler.Address}", "--log-level=debug"]);
        await scheduler.StopAsync();
        await NoticedAsync(daprd);
        File.Delete(scheduler.File);
        File.CreateSymbolicLink(scheduler.File, "/dev/full");
        await scheduler.StartAgainAsync();

        using var content = new StringContent("""{"dueTime":"1h"}""");
        using var refused = await daprd.Http.PostAsync("/v1.0/jobs/mine", content, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
        var answer = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("DAPR_SCHEDULER_SCHEDULE_JOB", answer, StringComparison.Ordinal);
        Assert.Equal(1, await scheduler.ExitAsync());
    }

    [Fact]
    public async Task A_daprd_that_takes_the_place_of_another_takes_its_jobs_and_reminders()
    {
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/dapr/config", () => new { entities = new[] { "Cart" } });
            app.MapFallback(() => "");
        });
        Task<RunningDaprd> StartWithActorsAsync() => RunningDaprd.StartAsync(
            appPort: app.Port,
            resources: [Manifests.ActorStateStore(), Manifests.Component("envs", "secretstores.local.env")],
            arguments:
            [
                $"--scheduler-host-address={scheduler.Address}", $"--placement-host-address={scheduler.Address}",
                "--enable-app-health-check", "--app-health-probe-interval=1", "--app-health-threshold=1",
            ]);
        await using (var first = await StartWithActorsAsync())
        {
            await first.WaitUntilReadyAsync();
            await RemindAsync(first, "waiting", "1s");
            await ScheduleAsync(first, "waiting", "1s");
        }

        await using var second = await StartWithActorsAsync();
        await RemindAsync(second, "later", "1ms");
        await Eventually.IsTrueAsync(() => app.At("/job/waiting").Any()
            && app.At("/actors/Cart/1/method/remind/waiting").Any() && app.At("/actors/Cart/1/method/remind/later").Any());

        static async Task RemindAsync(RunningDaprd daprd, string name, string dueTime)
        {
            using var content = new StringContent($$"""{"dueTime":"{{dueTime}}"}""");
            using var set = await daprd.Http.PostAsync($"/v1.0/actors/Cart/1/reminders/{name}", content, Cancellation);
            Assert.True(set.IsSuccessStatusCode, daprd.Output);
        }
    }

    // What is asked on a connection that is about to end is refused, not waited for.
    private static Task NoticedAsync(RunningDaprd daprd) =>
        Eventually.IsTrueAsync(() => daprd.Output.Contains("Scheduler stream disconnected", StringComparison.Ordinal));

    private static Task<RunningDaprd> StartAsync(TestApp app, RunningScheduler scheduler) =>
        RunningDaprd.StartAsync(
            appPort: app.Port, arguments: [$"--scheduler-host-address={scheduler.Address}", "--log-level=debug"]);

    private static async Task ScheduleAsync(RunningDaprd daprd, string name, string dueTime)
    {
        using var content = new StringContent($$"""{"dueTime":"{{dueTime}}"}""");
        using var scheduled = await daprd.Http.PostAsync($"/v1.0/jobs/{name}", content, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, scheduled.StatusCode);
    }
}
