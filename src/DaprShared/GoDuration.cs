using System.Globalization;
using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>Spans of time in Go's notation, as daprd's flags take them: <c>1h</c>, <c>1m30s</c>, <c>250ms</c>.</summary>
internal static partial class GoDuration
{
    public static string Format(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerSecond == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / TimeSpan.TicksPerSecond}s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");

    public static TimeSpan? TryParse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (!Pattern().IsMatch(text))
        {
            return null;
        }

        var milliseconds = Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "h" => 3_600_000,
                "m" => 60_000,
                "s" => 1_000,
                _ => 1,
            });
        return milliseconds > TimeSpan.MaxValue.TotalMilliseconds / 2 ? null : TimeSpan.FromMilliseconds(milliseconds);
    }

    [GeneratedRegex(@"^(\d+(\.\d+)?(ms|h|m|s))+\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|h|m|s)")]
    private static partial Regex Part();
}
