using System.Globalization;
using System.Text;
using DaprShared.Doctor;

namespace DaprShared.Tool.Doctor;

/// <summary>A report for people: a table of findings, object by object.</summary>
internal static class ReportTable
{
    private const int Narrowest = 80, Widest = 120;

    /// <summary>Gets the width of the terminal, or what reads well where there is none.</summary>
    public static int TerminalWidth
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected ? Widest : Math.Clamp(Console.WindowWidth, Narrowest, Widest);
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return Widest;
            }
        }
    }

    public static string Write(Report report, int width)
    {
        StringBuilder text = new();
        foreach (var item in report.Findings.GroupBy(finding => finding.Object))
        {
            text.Append(Plain($"{item.Key} ({ManifestReader.NameOf(item.Key.File)}:{item.Key.Root.Start.Line})")).Append('\n');
            foreach (var finding in item)
            {
                Row(text, finding, width);
            }

            text.Append('\n');
        }

        foreach (var note in report.NotChecked)
        {
            Paragraph(text, note, "", "  ", width);
        }

        var counts = string.Join(", ",
            from severity in Enum.GetValues<DiagnosticSeverity>().Reverse()
            let count = report.Count(severity)
            where count > 0
            select Counted(count, severity.ToString().ToLowerInvariant()));
        Paragraph(text,
            $"{(counts.Length > 0 ? counts : "No findings")} in {Counted(report.SharedDaprds, "shared daprd")} and "
                + $"{Counted(report.Sidecars, "sidecar")}.",
            "", "", width);
        return text.ToString();
    }

    private static string Counted(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    // The severity is a column, and what belongs to the finding stands below each other in the next one.
    private static void Row(StringBuilder text, Finding finding, int width)
    {
        var start = $"  {finding.Rule.Severity.ToString().ToLowerInvariant(),-7} ";
        var below = new string(' ', start.Length);
        var line = string.Create(CultureInfo.InvariantCulture, $"{finding.Rule.Code} line {finding.Line}");
        Paragraph(text, finding.Field.Length > 0 ? $"{line}: {finding.Field}" : line, start, below, width);
        Paragraph(text, finding.Message, below, below, width);
        Paragraph(text, $"Why: {finding.Why}", below, below, width);
        Paragraph(text, $"Fix: {finding.Fix}", below, below, width);
    }

    private static void Paragraph(StringBuilder text, string paragraph, string first, string others, int width)
    {
        var line = first;
        var isEmpty = true;
        foreach (var word in Plain(paragraph).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                text.Append(line).Append('\n');
                (line, isEmpty) = (others, true);
            }

            line = isEmpty ? line + word : $"{line} {word}";
            isEmpty = false;
        }

        text.Append(line.TrimEnd()).Append('\n');
    }

    // What a manifest says must not steer the terminal.
    private static string Plain(string text) => string.Concat(
        from letter in text
        let isControl = char.IsControl(letter) || letter is '\u2028' or '\u2029'
        select isControl ? $"\\u{(int)letter:x4}" : $"{letter}");
}
