using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>What an AppHost took until all its containers were healthy, in milliseconds, and its memory then, in megabytes.</summary>
internal sealed record Start(double Time, double Memory);

/// <summary>An AppHost of the end-to-end tests on the real orchestrator, which measures its own start and ends.</summary>
internal static class Starts
{
    private static readonly string AppHost =
        Path.Combine(Programs.Metadata("Artifacts"), "bin/DaprShared.EndToEnd.AppHost/release/DaprShared.EndToEnd.AppHost.dll");

    /// <summary>
    /// Starts both in turns, and returns the rows of their medians; where one did not start, rows that say why. What one daprd adds is told
    /// by the most beside the fewest: the first brings what all share, such as our compiled code.
    /// </summary>
    public static IEnumerable<Row> Rows(int[] numbers, int rounds)
    {
        const string Time = "An AppHost's start, until all are healthy; plain containers";
        const string Memory = "Memory that daprds add to a running AppHost, over as many plain containers";
        const string Each = "Memory that one more daprd adds to it, over one more plain container";
        List<(int N, double Added)> memory = [];
        foreach (var n in numbers)
        {
            var (start, why) = Pair(n, rounds);
            if (start is var (ours, peer))
            {
                memory.Add((n, ours.Memory - peer.Memory));
                yield return Row.Slowdown(Time, n, (ours.Time, peer.Time), goal: 1.1);
                yield return Row.Memory(Memory, n, ours.Memory - peer.Memory, goal: null);
            }
            else
            {
                yield return Row.NotMeasured(Time, n, why);
                yield return Row.NotMeasured(Memory, n, why);
            }
        }

        var (few, many) = (memory.FirstOrDefault(), memory.LastOrDefault());
        yield return few.N < many.N
            ? Row.Memory($"{Each}, from {few.N} on", many.N, (many.Added - few.Added) / (many.N - few.N), goal: 0.3)
            : Row.NotMeasured(Each, numbers[^1], "too few of them started");
    }

    private static ((Start Ours, Start Peer)? Medians, string Why) Pair(int daprds, int rounds)
    {
        try
        {
            List<Start> ours = [], peers = [];
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(One(daprds, "shared"));
                peers.Add(One(daprds, "plain"));
            }

            return ((Middle(ours), Middle(peers)), "");
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }

    // A container runtime may refuse one of many containers, be it ours or the peer's: whose ports are taken, say.
    private static Start One(int daprds, string kind)
    {
        var answer = Answer(daprds, kind);
        for (var again = 0; again < 2 && answer.StartsWith("not ", StringComparison.Ordinal); again++)
        {
            Console.WriteLine($"{kind}, n = {daprds}: {answer}; once more");
            answer = Answer(daprds, kind);
        }

        if (answer.StartsWith("not ", StringComparison.Ordinal)) { throw new InvalidOperationException($"{kind}: {answer}"); }

        var figures = answer.Split(' ');
        double Figure(int i) => double.Parse(figures[i], CultureInfo.InvariantCulture);
        Start start = new(Figure(1), Figure(2) / 1_000_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}, n = {daprds}: {start.Time} ms, {start.Memory:0.0} MB"));
        return start;
    }

    private static string Answer(int daprds, string kind)
    {
        var output = Programs.Output("dotnet", AppHost, "--Measure", kind, "--Count", daprds.ToString(CultureInfo.InvariantCulture));
        return output.Split('\n').Single(line => line.StartsWith("measured ", StringComparison.Ordinal)
            || line.StartsWith("not measured ", StringComparison.Ordinal));
    }

    private static Start Middle(List<Start> starts) =>
        new(Median.Middle(starts.Select(start => start.Time)), Median.Middle(starts.Select(start => start.Memory)));
}
