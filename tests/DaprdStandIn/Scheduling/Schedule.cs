using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;

namespace DaprdStandIn.Scheduling;

/// <summary>When a job, a reminder or a timer is due.</summary>
/// <param name="Period">How long after that it is due again; null for never.</param>
/// <param name="Repetitions">How often in all; null for without end.</param>
/// <param name="Expires">When it ends in any case.</param>
internal sealed partial record Schedule(DateTime Due, TimeSpan? Period, int? Repetitions, DateTime? Expires)
{
    private static readonly Dictionary<string, TimeSpan> Periods = new(StringComparer.Ordinal)
    {
        ["@hourly"] = TimeSpan.FromHours(1),
        ["@daily"] = TimeSpan.FromDays(1),
        ["@weekly"] = TimeSpan.FromDays(7),
    };

    [JsonIgnore]
    public bool IsOver => Due >= Expires;

    /// <summary>
    /// Gets the rest of it after it has been due; null when nothing is left. The next time counts from when it was due, not from when it
    /// rang: what has been waiting is made up for.
    /// </summary>
    [JsonIgnore]
    public Schedule? Next =>
        Repetitions == 1 || Period is not { } period ? null : this with { Due = Due + period, Repetitions = Repetitions - 1 };

    /// <summary>Reads the texts of a timer or a reminder, each of which may be missing.</summary>
    /// <exception cref="FormatException">One of them says nothing that daprd understands.</exception>
    public static Schedule Parse(string? dueTime, string? period, string? ttl, DateTime now)
    {
        var due = string.IsNullOrEmpty(dueTime) ? now : Time(dueTime, now);
        var (every, repetitions) = string.IsNullOrEmpty(period) ? (TimeSpan.Zero, null) : Repeated(period);
        return new(due, every > TimeSpan.Zero ? every : null, repetitions, string.IsNullOrEmpty(ttl) ? null : Time(ttl, due));
    }

    /// <summary>Reads the texts of a job. Without a due time it is first due after one period.</summary>
    /// <exception cref="FormatException">One of them says nothing that the scheduler understands.</exception>
    public static Schedule ParseJob(string? dueTime, string? schedule, int? repeats, string? ttl, DateTime now)
    {
        TimeSpan? period = schedule is null ? null
            : Periods.TryGetValue(schedule, out var known) ? known
            : !schedule.StartsWith("@every ", StringComparison.Ordinal) ? throw ApiError.NotHere($"schedule such as {schedule}")
            : Duration(schedule["@every ".Length..]) ?? throw new FormatException($"failed to parse duration {schedule}");
        var due = dueTime is null ? now + (period ?? TimeSpan.Zero) : Time(dueTime, now);
        return new(due, period, repeats, ttl is null ? null : Time(ttl, dueTime is null ? now : due));
    }

    private static DateTime Time(string text, DateTime from) =>
        Duration(text) is { } duration ? from + duration
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime
        : throw new FormatException("due time format not recognized");

    private static (TimeSpan Every, int? Repetitions) Repeated(string text)
    {
        var match = Repetition().Match(text);
        var repetitions = match.Success ? int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : (int?)null;
        if (repetitions == 0)
        {
            throw new FormatException("has zero repetitions");
        }

        var every = Duration(match.Success ? match.Groups["rest"].Value : text);
        return (every ?? throw new FormatException($"unsupported duration format {text}"), repetitions);
    }

    /// <summary>As Go writes it ("1h30m") or as ISO 8601 does ("PT1H30M").</summary>
    private static TimeSpan? Duration(string text)
    {
        if (!text.StartsWith('P'))
        {
            return GoText.ParseDuration(text);
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^R(?<count>\d+)/(?<rest>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Repetition();
}
