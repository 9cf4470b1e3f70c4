using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Dapr.Actors;
using Dapr.Actors.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DaprdStandIn.Tests;

public class ActorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_state_of_an_actor_outlives_the_actor()
    {
        await using var host = await ActorApp.StartAsync(idleTimeout: TimeSpan.FromMilliseconds(100));
        var counter = host.Counter("a");

        Assert.Equal(2, await counter.AddAsync(2));
        Assert.Equal(5, await counter.AddAsync(3));
        await Eventually.IsTrueAsync(() => host.Log.Lines.Contains("a deactivated"));
        Assert.Equal(6, await counter.AddAsync(1));
        await counter.ForgetAsync();
        Assert.Equal(1, await counter.AddAsync(1));

        Assert.Equal(2, host.Log.Lines.Count(line => line == "a activated"));
        Assert.Equal(1, await host.Counter("b").AddAsync(1));
    }

    [Fact]
    public async Task An_actor_takes_one_call_at_a_time_and_another_does_not_wait_for_it()
    {
        await using var host = await ActorApp.StartAsync();
        var (first, second, other) = (host.Counter("a").SlowAsync(200), host.Counter("a").SlowAsync(200), host.Counter("b").SlowAsync(1));

        await Task.WhenAll(first, second, other);

        var ofA = host.Log.Lines.Where(line => line.StartsWith("a ", StringComparison.Ordinal));
        Assert.Equal(["a activated", "a enters", "a leaves", "a enters", "a leaves"], ofA);
        Assert.True(host.Log.Lines.ToList().IndexOf("b leaves") < host.Log.Lines.ToList().IndexOf("a leaves"));
    }

    [Fact]
    public async Task An_exception_of_an_actor_reaches_its_caller()
    {
        await using var host = await ActorApp.StartAsync();

        var error = await Assert.ThrowsAsync<ActorMethodInvocationException>(() => host.Counter("a").FailAsync());

        Assert.Contains("on purpose", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_ticks_until_it_is_stopped_and_a_reminder_as_often_as_it_was_asked_to()
    {
        await using var host = await ActorApp.StartAsync();
        var counter = host.Counter("a");

        await counter.SetTimerAsync(TimeSpan.FromMilliseconds(20));
        await counter.SetReminderAsync(repetitions: 2);
        await Eventually.IsTrueAsync(() => host.Log.Lines.Count(line => line == "tick") >= 3);
        await counter.StopTimerAsync();
        var ticks = host.Log.Lines.Count(line => line == "tick");

        await Eventually.IsTrueAsync(() => host.Log.Lines.Count(line => line == "reminder: remember") == 2);
        await Eventually.IsTrueAsync(
            async () => await host.Daprd.TryGetAsync("/v1.0/actors/CounterActor/a/reminders/reminder") == HttpStatusCode.NotFound);
        Assert.InRange(host.Log.Lines.Count(line => line == "tick"), ticks, ticks + 1);
    }

    [Fact]
    public async Task A_reminder_can_be_read_and_removed()
    {
        await using var host = await ActorApp.StartAsync();
        using var content = new StringContent("""{"dueTime":"1h0m0s0ms","period":"R3/PT1H","data":"AQ=="}""");
        using var saved = await host.Daprd.Http.PutAsync("/v1.0/actors/CounterActor/a/reminders/later", content, Cancellation);
        saved.EnsureSuccessStatusCode();

        var reminder = await host.Daprd.Http.GetFromJsonAsync<JsonObject>("/v1.0/actors/CounterActor/a/reminders/later", Cancellation);
        using var removed = await host.Daprd.Http.DeleteAsync("/v1.0/actors/CounterActor/a/reminders/later", Cancellation);

        Assert.Equal(("R3/PT1H", "AQ=="), ((string?)reminder!["period"], (string?)reminder["data"]));
        Assert.Equal(HttpStatusCode.NotFound, await host.Daprd.TryGetAsync("/v1.0/actors/CounterActor/a/reminders/later"));
    }

    [Fact]
    public async Task The_metadata_tell_what_is_active()
    {
        await using var host = await ActorApp.StartAsync();
        await host.Counter("a").AddAsync(1);
        await host.Counter("b").AddAsync(1);

        var runtime = (await host.Daprd.Http.GetFromJsonAsync<JsonObject>("/v1.0/metadata", Cancellation))!["actorRuntime"]!;

        Assert.Equal("RUNNING", (string?)runtime["runtimeStatus"]);
        Assert.Equal("""[{"type":"CounterActor","count":2}]""", runtime["activeActors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("PUT", "CounterActor/a/method/NoSuchMethod", 500, "ERR_ACTOR_INVOKE_METHOD",
        "error invoke actor method: error from actor service: (500) ")]
    [InlineData("PUT", "Nobody/a/method/Add", 500, "ERR_ACTOR_INVOKE_METHOD",
        "error invoke actor method: failed to lookup actor: "
            + "api error: code = FailedPrecondition desc = did not find address for actor 'Nobody/a'")]
    [InlineData("PUT", "CounterActor/never-called/state", 400, "ERR_ACTOR_INSTANCE_MISSING", "actor instance is missing")]
    [InlineData("PUT", "Nobody/a/timers/t", 500, "ERR_ACTOR_TIMER_CREATE",
        "error creating actor timer: can't create timer for actor Nobody||a: actor type not registered")]
    [InlineData("GET", "Nobody/a/reminders/r", 403, "ERR_ACTOR_REMINDER_NON_HOSTED",
        "operations on actor reminders are only possible on hosted actor types")]
    public async Task A_wrong_call_gets_the_error_that_daprd_gives(string method, string path, int status, string code, string message)
    {
        await using var host = await ActorApp.StartAsync();

        await AssertErrorAsync(host.Daprd, method, path, status, code, message);
    }

    [Fact]
    public async Task Without_a_placement_service_there_are_no_actors()
    {
        await using var daprd = await RunningDaprd.StartAsync(resources: [Manifests.ActorStateStore()]);

        await AssertErrorAsync(
            daprd, "PUT", "CounterActor/a/method/Add", 400, "ERR_ACTOR_NO_PLACEMENT", "placement service is not configured");
    }

    [Fact]
    public async Task Without_an_actor_state_store_the_app_hosts_no_actors()
    {
        await using var host = await ActorApp.StartAsync(store: Manifests.StateStore);

        await AssertErrorAsync(
            host.Daprd, "PUT", "CounterActor/a/method/AddAsync", 500, "ERR_ACTOR_INVOKE_METHOD",
            "error invoke actor method: failed to lookup actor");
    }

    private static async Task AssertErrorAsync(RunningDaprd daprd, string method, string path, int status, string code, string message)
    {
        using var request = new HttpRequestMessage(new(method), "/v1.0/actors/" + path);
        request.Content = new StringContent(path.EndsWith("/state", StringComparison.Ordinal) ? "[]" : "{}");
        using var response = await daprd.Http.SendAsync(request, Cancellation);

        var error = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal((status, code), ((int)response.StatusCode, (string?)error!["errorCode"]));
        Assert.StartsWith(message, (string?)error["message"], StringComparison.Ordinal);
    }
}

/// <summary>An app with actors, its daprd, a scheduler, and a placement that only listens.</summary>
internal sealed class ActorApp : IAsyncDisposable
{
    private readonly TcpListener _controlPlane = new(IPAddress.Loopback, 0);
    private RunningScheduler? _scheduler;
    private TestApp? _app;

    public RunningDaprd Daprd { get; private set; } = null!;

    public ActorLog Log { get; } = new();

    public static async Task<ActorApp> StartAsync(
        TimeSpan? idleTimeout = null, string? store = null, Dictionary<string, string?>? variables = null)
    {
        var host = new ActorApp();
        host._controlPlane.Start();
        host._scheduler = await RunningScheduler.StartAsync();
        var (appPort, controlPlane) = (RunningDaprd.FreePort(), host._controlPlane.LocalEndpoint);
        host.Daprd = await RunningDaprd.StartAsync(
            appPort: appPort,
            resources: [store ?? Manifests.ActorStateStore()],
            variables: variables,
            arguments: [$"--placement-host-address={controlPlane}", $"--scheduler-host-address={host._scheduler.Address}"]);
        host._app = await TestApp.StartAsync(
            app => app.MapActorsHandlers(),
            appPort,
            services => services.AddLogging().AddSingleton(host.Log).AddActors(options =>
            {
                options.HttpEndpoint = host.Daprd.Http.BaseAddress!.ToString();
                options.ActorIdleTimeout = idleTimeout;
                options.Actors.RegisterActor<CounterActor>();
            }));
        await host.Daprd.WaitUntilReadyAsync();
        return host;
    }

    public ICounterActor Counter(string id) => ActorProxy.Create<ICounterActor>(
        new(id), nameof(CounterActor), new() { HttpEndpoint = Daprd.Http.BaseAddress!.ToString() });

    public async ValueTask DisposeAsync()
    {
        await Daprd.DisposeAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_scheduler is not null)
        {
            await _scheduler.DisposeAsync();
        }

        _controlPlane.Dispose();
    }
}
