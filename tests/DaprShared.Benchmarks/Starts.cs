using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>What an AppHost took until all its containers were healthy, in milliseconds, and its memory then, in megabytes.</summary>
internal sealed record Start(double Time, double Memory);

/// <summary>An AppHost of the end-to-end tests on the real orchestrator, which measures its own start and ends.</summary>
internal static class Starts
{
    private static readonly string AppHost =
        Path.Combine(Programs.Metadata("Artifacts"), "bin/DaprShared.EndToEnd.AppHost/release/DaprShared.EndToEnd.AppHost.dll");

    /// <summary>Starts both in turns, and returns the rows of their medians; where one did not start, rows that say why.</summary>
    public static IEnumerable<Row> Rows(int daprds, int rounds)
    {
        const string Time = "An AppHost's start, until all are healthy; plain containers";
        const string Memory = "Memory that one daprd adds to a running AppHost, over a plain container";
        try
        {
            List<Start> ours = [], peers = [];
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(One(daprds, "shared"));
                peers.Add(One(daprds, "plain"));
            }

            var (shared, plain) = (Middle(ours), Middle(peers));
            return
            [
                Row.Slowdown(Time, daprds, (shared.Time, plain.Time), goal: 1.1),
                Row.Memory(Memory, daprds, (shared.Memory - plain.Memory) / daprds, goal: daprds == 30 ? 0.3 : null),
            ]; // one or ten are less than the noise of a process
        }
        catch (InvalidOperationException e)
        {
            return from what in (string[])[Time, Memory] select Row.NotMeasured(what, daprds, e.Message);
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}, n = {daprds}: {Figure(1)} ms, {Figure(2) / 1_000_000:0.0} MB"));
        return new(Figure(1), Figure(2) / 1_000_000);
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
