using System.Globalization;

namespace DaprShared.EndToEnd;

/// <summary>What happens to a resource, and its end.</summary>
public enum Fault
{
    /// <summary>It is told to end, by the orchestrator, and started again.</summary>
    Stop,

    /// <summary>It gets SIGKILL, and is started again.</summary>
    Kill,

    /// <summary>It gets SIGSTOP, and then SIGCONT.</summary>
    Pause,
}

/// <summary>How it went: the sums of all runs, and the longest times.</summary>
/// <param name="Times">How many runs there were.</param>
/// <param name="Failed">How many requests got no success.</param>
/// <param name="Asked">How many requests there were.</param>
/// <param name="Lost">How much is not there of what was acknowledged.</param>
/// <param name="Acknowledged">How much was acknowledged that has to be there in the end.</param>
/// <param name="Requests">Until when requests failed.</param>
/// <param name="All">Until when everything had arrived.</param>
internal sealed record Recovery(int Times, int Failed, int Asked, int Lost, int Acknowledged, TimeSpan Requests, TimeSpan All)
{
    public Recovery And(Recovery other) => new(
        Times + other.Times,
        Failed + other.Failed,
        Asked + other.Asked,
        Lost + other.Lost,
        Acknowledged + other.Acknowledged,
        TimeSpan.FromTicks(Math.Max(Requests.Ticks, other.Requests.Ticks)),
        TimeSpan.FromTicks(Math.Max(All.Ticks, other.All.Ticks)));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Times} | {Failed} of {Asked} | {Lost} of {Acknowledged} | {Requests.TotalSeconds:0.0} s | {All.TotalSeconds:0.0} s |");
}

/// <summary>The AppHost whose resources have faults, and what is known of each.</summary>
public sealed class Faults() : RunningAppHost(
    "tests/DaprShared.EndToEnd.AppHost",
    ["--Daprds", "faults", "--Volume", s_volume, "--Seen", s_seen],
    "redis", "edge-dapr", "counter-dapr", "counter")
{
    private static readonly string s_volume = $"dapr-shared-faults-{Guid.NewGuid():N}";
    private static readonly string s_seen = Path.GetTempFileName();
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, Recovery> _table = [];
    private HttpClient? _app;

    /// <summary>Gets a client of the daprd that publishes, keeps state and calls.</summary>
    public HttpClient Edge { get; private set; } = null!;

    /// <summary>Gets a client of the daprd of the app.</summary>
    public HttpClient Counter { get; private set; } = null!;

    /// <summary>Returns everything that the app has been given, as often as it was.</summary>
    public static IReadOnlyList<string> Seen() => File.ReadAllLines(s_seen);

    /// <summary>Returns the containers of the AppHost, its networks and its ports, while it runs.</summary>
    internal async Task<Remains> RemainsAsync()
    {
        var all = await DescribeAllAsync("--include-hidden");
        var container = (string)all.First(resource => NameOf(resource) == "redis")["properties"]!["container.id"]!;
        var networks = Lines(await ContainerRuntimeAsync(
            "inspect", "--format", "{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}", container));
        var containers = await Task.WhenAll(from network in networks select ContainersAsync(network));
        var ports = from resource in all
                    from url in resource["urls"]!.AsArray()
                    let port = new Uri((string)url!["url"]!).Port
                    where port > 0
                    select port;
        return new([.. containers.SelectMany(each => each)], networks, [.. ports.Distinct()]);

        static async Task<string[]> ContainersAsync(string network) =>
            Lines(await ContainerRuntimeAsync("ps", "--all", "--no-trunc", "--filter", $"network={network}", "--format", "{{.ID}}"));
    }

    /// <summary>Adds to the table, for the command that makes one.</summary>
    internal void Report(string what, Recovery recovery)
    {
        _table[what] = _table.TryGetValue(what, out var before) ? before.And(recovery) : recovery;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} | {recovery}");
        if (Environment.GetEnvironmentVariable("DAPR_SHARED_FAULTS_TABLE") is { Length: > 0 } file)
        {
            // What there is, should the time run out; by resource, whatever the order of the tests.
            File.WriteAllLines(file, from row in _table orderby row.Key select $"| {row.Key} | {row.Value}");
        }
    }

    /// <summary>Returns what there is to see of a load that does not end well: its failures, all states, the end of each log.</summary>
    internal async Task<string> ExplainAsync(Load load, TimeSpan end)
    {
        var failed = from request in load.Failed
                     where request.Started > end
                     group request by request.Api into api
                     select $"{api.Key}: {api.Count()} failed from {api.Min(request => request.Started - end).TotalSeconds:0.0} s to "
                         + $"{api.Max(request => request.Started - end).TotalSeconds:0.0} s after the fault, "
                         + $"the last: {api.MaxBy(request => request.Started)!.Error}";
        var (healthy, channel) = (await AnswerAsync(_app!, "/healthz"), await AnswerAsync(Counter, "/v1.0/invoke/counter/method/healthz"));
        List<string> lines = [.. failed, $"The app answers from here: {healthy}. Through its daprd: {channel}."];
        return string.Join('\n', lines.Append(await StatesAsync()));
    }

    /// <summary>Begins a fault; returns how it ends.</summary>
    internal async Task<Func<Task>> BeginAsync(string resource, Fault fault)
    {
        if (fault == Fault.Stop)
        {
            await UntilTakenAsync(resource, "stop");
            return StartAsync;
        }

        var signal = await SignalsAsync(resource);
        await signal(fault == Fault.Kill ? "KILL" : "STOP");
        return fault == Fault.Kill ? StartAsync : () => signal("CONT");

        Task StartAsync() => UntilTakenAsync(resource, "start");
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path)
    {
        try
        {
            using var response = await client.GetAsync(path);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }

    protected override async Task StartedAsync()
    {
        DisposeClients();
        (Edge, Counter) = (await DaprAsync("edge-dapr"), await DaprAsync("counter-dapr"));
        _app = new() { BaseAddress = new(await UrlAsync("counter", "http")) };
        Edge.Timeout = Counter.Timeout = TimeSpan.FromSeconds(5); // nobody waits for an acknowledgement for longer

        await using var first = new Load(Edge, Counter);
        first.Start();
        await Eventually(
            () => Task.FromResult(first.Acknowledged(first.Now, Api.Publish).Intersect(Seen()).Any()
                && first.OldestOpen - first.CalmSince(TimeSpan.Zero) > TimeSpan.FromSeconds(2)),
            Start, "all requests succeed, and messages arrive");
    }

    public override async ValueTask DisposeAsync()
    {
        DisposeClients();
        await base.DisposeAsync();
        File.Delete(s_seen);

        // The orchestrator is a process of its own and may need a moment longer than the AppHost to let go of it.
        for (var end = DateTime.UtcNow + s_patience; DateTime.UtcNow < end; await Task.Delay(500))
        {
            string[] left = [.. from volume in Lines(await ContainerRuntimeAsync("volume", "ls", "--quiet"))
                                where volume.StartsWith(s_volume, StringComparison.Ordinal)
                                select volume];
            if (left.Length == 0) { return; }

            await RunContainerRuntimeAsync(["volume", "rm", .. left]);
        }
    }

    private void DisposeClients()
    {
        foreach (var client in (HttpClient?[])[Edge, Counter, _app])
        {
            client?.Dispose();
        }
    }

    // Signals reach a container's first process from outside of it. Not `pause`, which needs cgroups that freeze.
    private async Task<Func<string, Task>> SignalsAsync(string resource)
    {
        var container = (string)(await DescribeAsync(resource, "--include-hidden"))!["properties"]!["container.id"]!;
        return signal => ContainerRuntimeAsync("kill", "--signal", signal, container);
    }

    // A command is refused while the orchestrator has not noticed yet that a process ended.
    private Task UntilTakenAsync(string resource, string command) => Eventually(
        async () => (await CommandAsync(resource, command)).Exit == 0,
        s_patience, $"{resource} takes the command {command}");
}
