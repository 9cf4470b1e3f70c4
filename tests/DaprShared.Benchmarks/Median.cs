using System.Diagnostics;

namespace DaprShared.Benchmarks;

/// <summary>Times in milliseconds: some rounds to warm up, then the median of the others.</summary>
internal static class Median
{
    public static double Of(Action action, int rounds) => Pair(action, null, rounds).Ours;

    /// <summary>Measures two actions in turns, so that a slow moment of the machine meets both.</summary>
    public static (double Ours, double Peer) Pair(Action ours, Action? peer, int rounds, int warmUp = 2)
    {
        var (first, second) = (new List<double>(), new List<double>());
        for (var round = -warmUp; round < rounds; round++)
        {
            var times = (Time(ours), peer is null ? 0 : Time(peer));
            if (round >= 0)
            {
                first.Add(times.Item1);
                second.Add(times.Item2);
            }
        }

        return (Middle(first), Middle(second));
    }

    public static double Middle(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);

    private static double Time(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }
}
