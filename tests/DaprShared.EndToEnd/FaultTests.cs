using System.Globalization;

namespace DaprShared.EndToEnd;

/// <summary>
/// Faults under load: whatever ends, and however it does, nothing is lost that daprd has acknowledged, and requests succeed again when the
/// fault is over. How soon that is goes into a table.
/// </summary>
public sealed class FaultTests(Faults host) : IClassFixture<Faults>
{
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly string[] s_resources =
        ["redis", "counter", "counter-dapr", "edge-dapr", "edge-dapr counter-dapr", "dapr-placement", "dapr-scheduler"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Gets a case for each kind of fault and each resource, and all cases where a table is asked for.</summary>
    public static TheoryData<string, Fault, int> Cases { get; } =
        Environment.GetEnvironmentVariable("DAPR_SHARED_FAULTS_TABLE") is { Length: > 0 }
            ? [.. from seconds in (int[])[5, 30]
                  from resources in s_resources
                  from fault in Enum.GetValues<Fault>()
                  select new TheoryDataRow<string, Fault, int>(resources, fault, seconds)]
            : new()
            {
                { "redis", Fault.Kill, 5 },
                { "counter", Fault.Stop, 5 },
                { "edge-dapr counter-dapr", Fault.Kill, 5 },
                { "counter-dapr", Fault.Pause, 5 },
                { "dapr-placement dapr-scheduler", Fault.Kill, 5 },
            };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_that_was_acknowledged_is_lost(string resources, Fault fault, int seconds)
    {
        await using var load = new Load(host.Edge, host.Counter);
        load.Start();
        await Task.Delay(s_calm, Stop);

        var ends = await Task.WhenAll(from resource in resources.Split(' ') select host.BeginAsync(resource, fault));
        await Task.Delay(TimeSpan.FromSeconds(seconds), Stop);
        var end = load.Now;
        await Task.WhenAll(from each in ends select each());

        await host.Eventually(
            () => Task.FromResult(load.Now - load.CalmSince(end) > s_calm && load.OldestOpen > load.CalmSince(end)),
            s_patience, "all requests succeed");
        await load.StopAsync();
        var recovered = load.CalmSince(end) - end;
        var arrived = await ArriveAsync(load) - end;

        var lost = new List<string>();
        foreach (var keys in load.Acknowledged(load.Now, Api.State).Chunk(20))
        {
            lost.AddRange(from state in await Task.WhenAll(keys.Select(ReadAsync)) where state.Value != $"\"{state.Key}\"" select state.Key);
        }

        Assert.Empty(lost);
        var failed = load.Done.Count(request => !request.Acknowledged);
        host.Report(string.Create(CultureInfo.InvariantCulture,
            $"| {resources} | {fault} | {seconds} s | {failed} of {load.Done.Count} | {recovered.TotalSeconds:0.0} s | {arrived.TotalSeconds:0.0} s |"));
    }

    /// <summary>Returns when the last one arrived that was acknowledged.</summary>
    private static async Task<TimeSpan> ArriveAsync(Load load)
    {
        var owed = load.Acknowledged(load.Now, Api.Publish, Api.Job, Api.Reminder).ToHashSet();
        for (var start = load.Now; ; await Task.Delay(250, Stop))
        {
            owed.ExceptWith(Faults.Seen());
            if (owed.Count == 0) { return load.Now; }

            Assert.True(load.Now - start < s_patience, $"{owed.Count} were acknowledged and have not arrived: {string.Join(' ', owed.Order())}");
        }
    }

    private async Task<(string Key, string Value)> ReadAsync(string key) =>
        (key, await host.Edge.GetStringAsync($"/v1.0/state/statestore/{key}", Stop));
}
