using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>A figure beside its peer's and beside the goal; without a goal it is only shown.</summary>
internal sealed record Row(string What, string N, string Ours, string Peer, string Result, string Goal, bool IsMet)
{
    /// <summary>Ours may take at most so many times as long as the peer.</summary>
    public static Row Slowdown(string what, int n, (double Ours, double Peer) times, double? goal) =>
        new(what, Text($"{n}"), Milliseconds(times.Ours), Milliseconds(times.Peer), Text($"{times.Ours / times.Peer:0.00} x"),
            goal is null ? "none" : Text($"at most {goal} x"), goal is null || times.Ours <= goal * times.Peer);

    /// <summary>Ours has to be so many times as fast.</summary>
    public static Row Speedup(string what, int n, (double Ours, double Peer) times, double goal) =>
        new(what, Text($"{n}"), Milliseconds(times.Ours), Milliseconds(times.Peer), Text($"{times.Peer / times.Ours:0} x as fast"),
            Text($"at least {goal} x"), times.Peer >= goal * times.Ours);

    /// <summary>At most so many megabytes.</summary>
    public static Row Memory(string what, int n, double megabytes, double? goal) =>
        new(what, Text($"{n}"), Megabytes(megabytes), "", Megabytes(megabytes), goal is null ? "none" : Text($"at most {goal} MB"),
            goal is null || megabytes <= goal);

    /// <summary>At most so many milliseconds.</summary>
    public static Row Time(string what, int n, double time, double goal) =>
        new(what, Text($"{n}"), Milliseconds(time), "", Milliseconds(time), Text($"at most {goal} ms"), time <= goal);

    /// <summary>What could not be measured, and why, is no goal that is met.</summary>
    public static Row NotMeasured(string what, int n, string why) => new(what, Text($"{n}"), "", "", why, "", IsMet: false);

    /// <summary>Ten times as many may take at most ten times as long, from each number to the next; a tenth more is noise.</summary>
    public static Row Growth(string what, IReadOnlyList<int> numbers, IReadOnlyList<double> times)
    {
        var growth = times.Zip(times.Skip(1), (few, many) => many / few).ToList();
        return new($"Growth: {what}", string.Join(", ", numbers), string.Join(", ", times.Select(Milliseconds)), "",
            string.Join(", ", growth.Select(factor => Text($"{factor:0.0} x"))), "at most 10 x", growth.TrueForAll(factor => factor <= 11));
    }

    /// <summary>Returns the rows as a table in Markdown.</summary>
    public static string Table(IEnumerable<Row> rows)
    {
        string[][] cells =
        [
            ["What", "n", "Ours", "Peer", "Result", "Goal", "Met"],
            .. rows.Select(row => (string[])[row.What, row.N, row.Ours, row.Peer, row.Result, row.Goal, row.IsMet ? "yes" : "NO"]),
        ];
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var lines = cells.Select(row => $"| {string.Join(" | ", row.Zip(widths, (text, width) => text.PadRight(width)))} |").ToList();
        lines.Insert(1, $"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        return string.Join('\n', lines);
    }

    private static string Milliseconds(double time) => Text($"{(time < 10 ? Math.Round(time, 3) : Math.Round(time, 0))} ms");

    private static string Megabytes(double megabytes) => Text($"{megabytes:0.##} MB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
