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

/// <summary>The AppHost whose resources have faults, and what is known of each.</summary>
public sealed class Faults() : RunningAppHost(
    "tests/DaprShared.EndToEnd.AppHost",
    ["--Daprds", "faults", "--Volume", s_volume, "--Seen", s_seen],
    "redis", "edge-dapr", "counter-dapr", "counter")
{
    private static readonly string s_volume = $"dapr-shared-faults-{Guid.NewGuid():N}";
    private static readonly string s_seen = Path.Combine(Path.GetTempPath(), s_volume);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly List<string> _table = [];
    private HttpClient? _app;

    /// <summary>Gets a client of the daprd that publishes, keeps state and calls.</summary>
    public HttpClient Edge { get; private set; } = null!;

    /// <summary>Gets a client of the daprd of the app.</summary>
    public HttpClient Counter { get; private set; } = null!;

    /// <summary>Returns everything that the app has been given, as often as it was.</summary>
    public static IReadOnlyList<string> Seen() => File.Exists(s_seen) ? File.ReadAllLines(s_seen) : [];

    /// <summary>Returns the containers of the AppHost, its networks, its processes and its ports, while it runs.</summary>
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
        return new([.. containers.SelectMany(each => each)], networks, [await AppProcessAsync()], [.. ports.Distinct()]);

        static async Task<string[]> ContainersAsync(string network) =>
            Lines(await ContainerRuntimeAsync("ps", "--all", "--no-trunc", "--filter", $"network={network}", "--format", "{{.ID}}"));
    }

    /// <summary>Returns the process that is the app, which the orchestrator started through another one.</summary>
    public async Task<int> AppProcessAsync() => int.Parse(await _app!.GetStringAsync("/process"), CultureInfo.InvariantCulture);

    /// <summary>Adds a row to the table, for the command that makes one.</summary>
    public void Report(string row)
    {
        _table.Add(row);
        _table.Sort(StringComparer.Ordinal); // by resource, whatever the order of the tests
        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable("DAPR_SHARED_FAULTS_TABLE") is { Length: > 0 } file)
        {
            File.WriteAllLines(file, _table); // what there is, should the time run out
        }
    }

    /// <summary>Begins a fault; returns how it ends.</summary>
    internal async Task<Func<Task>> BeginAsync(string resource, Fault fault)
    {
        if (fault == Fault.Stop)
        {
            await CommandAsync(resource, "stop");
            return () => CommandAsync(resource, "start");
        }

        var signal = await SignalsAsync(resource);
        await signal(fault == Fault.Kill ? "KILL" : "STOP");
        return fault == Fault.Kill ? () => CommandAsync(resource, "start") : () => signal("CONT");
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
            if (!(await ContainerRuntimeAsync("volume", "ls", "--quiet")).Contains(s_volume, StringComparison.Ordinal)) { return; }

            await RunContainerRuntimeAsync("volume", "rm", s_volume);
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
        if (resource == "counter")
        {
            var process = (await AppProcessAsync()).ToString(CultureInfo.InvariantCulture);
            return signal => RunAsync("kill", "", [$"-{signal}", process]);
        }

        var container = (string)(await DescribeAsync(resource, "--include-hidden"))!["properties"]!["container.id"]!;
        return signal => ContainerRuntimeAsync("kill", "--signal", signal, container);
    }

    // A command is refused while the orchestrator has not noticed yet that a process ended.
    private Task CommandAsync(string resource, string command) => Eventually(
        async () => (await AspireAsync("resource", resource, command, "--non-interactive", "--nologo")).Exit == 0,
        s_patience, $"{resource} takes the command {command}");
}
