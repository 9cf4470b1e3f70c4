using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>What an AppHost took until all its containers were healthy, in milliseconds, and its memory then, in megabytes.</summary>
internal sealed record Start(double Time, double Memory);

/// <summary>An AppHost of the end-to-end tests on the real orchestrator, which measures its own start and ends.</summary>
internal static class Starts
{
    private static readonly string AppHost =
        Path.Combine(Programs.Metadata("Artifacts"), "bin/DaprShared.EndToEnd.AppHost/release/DaprShared.EndToEnd.AppHost.dll");

    /// <summary>Starts both in turns, and returns the medians.</summary>
    public static (Start Ours, Start Peer) Pair(int daprds, int rounds)
    {
        List<Start> ours = [], peers = [];
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(One(daprds, "shared"));
            peers.Add(One(daprds, "plain"));
        }

        return (Middle(ours), Middle(peers));
    }

    private static Start One(int daprds, string kind)
    {
        var output = Programs.Output("dotnet", AppHost, "--Measure", kind, "--Count", daprds.ToString(CultureInfo.InvariantCulture));
        var figures = output.Split('\n').Single(line => line.StartsWith("measured ", StringComparison.Ordinal)).Split(' ');
        double Figure(int i) => double.Parse(figures[i], CultureInfo.InvariantCulture);
        return new(Figure(1), Figure(2) / 1_000_000);
    }

    private static Start Middle(List<Start> starts) =>
        new(Median.Middle(starts.Select(start => start.Time)), Median.Middle(starts.Select(start => start.Memory)));
}
