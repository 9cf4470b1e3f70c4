using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace DaprShared.EndToEnd;

/// <summary>
/// Faults under load: whatever ends, and however it does, nothing is lost that daprd has acknowledged, and requests succeed again when the
/// fault is over. How soon that is goes into a table.
/// </summary>
public sealed class FaultTests(Faults host) : IClassFixture<Faults>
{
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly string[] s_resources =
        ["redis", "counter", "counter-dapr", "edge-dapr", "edge-dapr counter-dapr", "dapr-placement", "dapr-scheduler"];

    private static readonly Api[] s_arrive = [Api.Publish, Api.Job, Api.Reminder];
    private static readonly int[] s_seconds = [5, 30];
    private static readonly Stopwatch s_clock = Stopwatch.StartNew();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Gets a case for each kind of fault and each resource, and all that are wanted where a table is asked for.</summary>
    public static TheoryData<string, Fault, int, int> Cases { get; } =
        Environment.GetEnvironmentVariable("DAPR_SHARED_FAULTS_TABLE") is { Length: > 0 }
            ? [.. from round in Enumerable.Range(1, (int)(Setting("TIMES") ?? 1))
                  from seconds in Setting("SECONDS") is { } only ? [(int)only] : s_seconds
                  from resources in s_resources
                  from fault in Enum.GetValues<Fault>()
                  where IsWanted(resources) || IsWanted($"{resources} {fault}")
                  select new TheoryDataRow<string, Fault, int, int>(resources, fault, seconds, round)]
            : new()
            {
                { "redis", Fault.Kill, 5, 1 },
                { "counter", Fault.Stop, 5, 1 },
                { "edge-dapr counter-dapr", Fault.Kill, 5, 1 },
                { "counter-dapr", Fault.Pause, 5, 1 },
                { "dapr-placement dapr-scheduler", Fault.Kill, 5, 1 },
            };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_that_was_acknowledged_is_lost(string resources, Fault fault, int seconds, int round)
    {
        Assert.SkipWhen(s_clock.Elapsed.TotalMinutes > Setting("MINUTES"), $"The time that the command was given is over: round {round}.");
        await using var load = new Load(host.Edge, host.Counter);
        load.Start();
        await Task.Delay(s_calm, Stop);

        var ends = await Task.WhenAll(from resource in resources.Split(' ') select host.BeginAsync(resource, fault));
        await Task.Delay(TimeSpan.FromSeconds(seconds), Stop);
        var end = load.Now;
        await Task.WhenAll(from each in ends select each());

        try
        {
            await host.Eventually(
                () => Task.FromResult(load.OldestOpen - load.CalmSince(end) > s_calm), s_patience, "all requests succeed");
            await load.StopAsync();
            var recovered = load.CalmSince(end) - end;

            string[] owed = [.. load.Acknowledged(load.Now, s_arrive)];
            string[] states = [.. load.Acknowledged(load.Now, Api.State)];
            string[] missing = [.. await MissingAsync(owed)];
            var arrived = load.Now - end;
            string[] lost = [.. missing, .. await UnreadableAsync(states)];

            host.Report(
                $"{resources.Replace(" ", " and ", StringComparison.Ordinal)} | {fault} | {seconds} s",
                new(1, load.Failed.Count, load.Done.Count, lost.Length, owed.Length + states.Length, recovered, arrived));
            Assert.Empty(lost);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(await host.ExplainAsync(load, end), e);
        }
    }

    [Fact]
    public async Task A_killed_AppHost_leaves_nothing_and_starts_again()
    {
        Assert.SkipUnless(IsWanted("AppHost"), "Others were chosen.");
        var before = await host.RemainsAsync();
        var load = new Load(host.Edge, host.Counter);
        await using (load)
        {
            load.Start();
            await Task.Delay(s_calm, Stop);
            await host.KillAsync();
        }

        var clock = Stopwatch.StartNew();
        string[] left;
        while ((left = await before.LeftAsync()).Length > 0 && clock.Elapsed < s_patience)
        {
            await Task.Delay(250, Stop);
        }

        Assert.Empty(left);
        var gone = clock.Elapsed;
        await host.InitializeAsync();
        var recovered = clock.Elapsed;

        string[] owed = [.. load.Acknowledged(load.Now, s_arrive)];
        var lost = await MissingAsync(owed);
        host.Report("the AppHost | Kill | until all is gone", new(1, 0, 0, 0, 0, gone, gone));
        host.Report("the AppHost | Kill | until it has started", new(1, 0, 0, lost.Count, owed.Length, recovered, clock.Elapsed));
        Assert.Empty(lost);
    }

    [Fact]
    public async Task A_job_that_was_acknowledged_fires_after_its_daprd_was_killed()
    {
        Assert.SkipUnless(IsWanted("job"), "Others were chosen.");
        string[] names = [$"job-{Guid.NewGuid():N}", $"reminder-{Guid.NewGuid():N}"];
        foreach (var path in (string[])[$"jobs/{names[0]}", $"actors/Clock/1/reminders/{names[1]}"])
        {
            using var scheduled = await host.Counter.PostAsJsonAsync($"/v1.0/{path}", new { dueTime = "10s" }, Stop);
            scheduled.EnsureSuccessStatusCode();
        }

        var start = await host.BeginAsync("counter-dapr", Fault.Kill);
        await Task.Delay(TimeSpan.FromSeconds(10), Stop);
        Assert.Empty(names.Intersect(Faults.Seen()));
        await start();

        Assert.Empty(await MissingAsync(names));
    }

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable($"DAPR_SHARED_FAULTS_{name}"), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static bool IsWanted(string what) =>
        Environment.GetEnvironmentVariable("DAPR_SHARED_FAULTS_ONLY") is not { Length: > 0 } only || only.Split(',').Contains(what);

    // Nothing, as soon as all has arrived.
    private static async Task<HashSet<string>> MissingAsync(string[] owed)
    {
        HashSet<string> missing = [.. owed];
        for (var clock = Stopwatch.StartNew(); missing.Count > 0 && clock.Elapsed < s_patience;)
        {
            await Task.Delay(250, Stop);
            missing.ExceptWith(Faults.Seen());
        }

        return missing;
    }

    private async Task<List<string>> UnreadableAsync(string[] keys)
    {
        List<string> unreadable = [];
        foreach (var some in keys.Chunk(20))
        {
            var values = await Task.WhenAll(from key in some select host.Edge.GetStringAsync($"/v1.0/state/statestore/{key}", Stop));
            unreadable.AddRange(from state in some.Zip(values) where state.Second != $"\"{state.First}\"" select state.First);
        }

        return unreadable;
    }
}
