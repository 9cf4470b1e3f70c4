using System.Globalization;

namespace DaprShared.Benchmarks;

/// <summary>A figure beside its peer's and beside the goal.</summary>
internal sealed record Row(string What, string Ours, string Peer, string Result, string Goal, bool IsMet)
{
    /// <summary>Ours may take at most so many times as long as the peer; without a goal it is only shown.</summary>
    public static Row Slowdown(string what, (double Ours, double Peer) times, double? goal) =>
        new(what, Milliseconds(times.Ours), Milliseconds(times.Peer), Text($"{times.Ours / times.Peer:0.00} x"),
            goal is null ? "none" : Text($"at most {goal} x"), goal is null || times.Ours <= goal * times.Peer);

    /// <summary>Ours has to be so many times as fast.</summary>
    public static Row Speedup(string what, (double Ours, double Peer) times, double goal) =>
        new(what, Milliseconds(times.Ours), Milliseconds(times.Peer), Text($"{times.Peer / times.Ours:0} x as fast"),
            Text($"at least {goal} x"), times.Peer >= goal * times.Ours);

    /// <summary>At most so many megabytes.</summary>
    public static Row Memory(string what, double megabytes, double goal) =>
        new(what, Text($"{megabytes:0} MB"), "", "", Text($"under {goal} MB"), megabytes < goal);

    /// <summary>Returns the rows as a table in Markdown.</summary>
    public static string Table(IEnumerable<Row> rows)
    {
        string[][] cells =
        [
            ["What", "Ours", "Peer", "Result", "Goal", "Met"],
            .. rows.Select(row => (string[])[row.What, row.Ours, row.Peer, row.Result, row.Goal, row.IsMet ? "yes" : "NO"]),
        ];
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var lines = cells.Select(row => $"| {string.Join(" | ", row.Zip(widths, (text, width) => text.PadRight(width)))} |").ToList();
        lines.Insert(1, $"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        return string.Join('\n', lines);
    }

    private static string Milliseconds(double time) => Text($"{(time < 10 ? Math.Round(time, 3) : Math.Round(time, 0))} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
