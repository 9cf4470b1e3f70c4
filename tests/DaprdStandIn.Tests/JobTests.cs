using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using DaprClient = Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient;

namespace DaprdStandIn.Tests;

public class JobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"dueTime":"1ms","data":{"x":1}}""", 200, 1)]
    [InlineData("""{"schedule":"@every 10ms","repeats":3}""", 200, 3)]
    [InlineData("""{"dueTime":"1ms"}""", 404, 1)]
    [InlineData("""{"dueTime":"1ms","failurePolicy":{"drop":{}}}""", 500, 1)]
    [InlineData("""{"dueTime":"1ms","failurePolicy":{"constant":{"interval":"10ms","maxRetries":2}}}""", 500, 3)]
    public async Task A_job_is_delivered_until_it_is_done_or_given_up(string job, int status, int calls)
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/job/mine", () => Results.StatusCode(status)));
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var daprd = await StartAsync(app, scheduler);
        using var content = new StringContent(job);

        using var scheduled = await daprd.Http.PostAsync("/v1.0/jobs/mine", content, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, scheduled.StatusCode);
        await Eventually.IsTrueAsync(async () => await daprd.TryGetAsync("/v1.0/jobs/mine") == HttpStatusCode.InternalServerError);
        Assert.Equal(calls, app.At("/job/mine").Count());
        var data = job.Contains("data", StringComparison.Ordinal) ? """{"x":1}""" : "";
        Assert.All(app.At("/job/mine"), received => Assert.Equal(data, received.Body));
    }

    [Fact]
    public async Task A_job_of_gRPC_is_the_same_job()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/job/mine", () => { }));
        await using var scheduler = await RunningScheduler.StartAsync();
        await using var daprd = await StartAsync(app, scheduler);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{daprd.GrpcPort}");
        var client = new DaprClient(channel);
        var data = new Any { Value = ByteString.CopyFromUtf8("""{"x":1}""") };

        await client.ScheduleJobAsync(
            new() { Job = new() { Name = "mine", DueTime = "1ms", Data = data } }, cancellationToken: Cancellation);
        await Eventually.IsTrueAsync(() => app.At("/job/mine").Any());
        Assert.Equal("""{"x":1}""", app.At("/job/mine").Single().Body);

        await client.ScheduleJobAsync(new() { Job = new() { Name = "later", DueTime = "1h" } }, cancellationToken: Cancellation);
        var twice = await Assert.ThrowsAsync<RpcException>(async () => await client.ScheduleJobAsync(
            new() { Job = new() { Name = "later", DueTime = "1h" } }, cancellationToken: Cancellation));
        Assert.Equal(StatusCode.AlreadyExists, twice.StatusCode);
        var later = (await client.GetJobAsync(new() { Name = "later" }, cancellationToken: Cancellation)).Job;
        Assert.Equal(("1h", false, 3u), (later.DueTime, later.HasSchedule || later.HasRepeats, later.FailurePolicy.Constant.MaxRetries));
        await client.DeleteJobAsync(new() { Name = "later" }, cancellationToken: Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, await daprd.TryGetAsync("/v1.0/jobs/later"));
    }

    private static async Task<RunningDaprd> StartAsync(TestApp app, RunningScheduler scheduler)
    {
        var daprd = await RunningDaprd.StartAsync(appPort: app.Port, arguments: $"--scheduler-host-address={scheduler.Address}");
        await daprd.WaitUntilReadyAsync();
        return daprd;
    }
}
