using System.Collections.Concurrent;
using System.Diagnostics;

namespace DaprdStandIn.Scheduling;

/// <summary>What came of a call to the app.</summary>
internal enum Ring
{
    Done,

    /// <summary>It is tried again, if the alarm says so.</summary>
    Failed,

    /// <summary>The app wants no more of it.</summary>
    Cancelled,
}

/// <summary>What to do when the app fails.</summary>
/// <param name="MaxRetries">Null for without end.</param>
internal sealed record FailurePolicy(TimeSpan Interval, int? MaxRetries)
{
    /// <summary>What the scheduler does with jobs and reminders that say nothing else.</summary>
    public static FailurePolicy Default { get; } = new(TimeSpan.FromSeconds(1), 3);

    public static FailurePolicy Drop { get; } = new(TimeSpan.Zero, 0);
}

/// <param name="Document">What the app said when it asked for it.</param>
/// <param name="Waits">
/// It comes from the scheduler, which waits while daprd takes nothing from it; otherwise it rings, whatever comes of it.
/// </param>
internal sealed record Alarm(
    object Document, Schedule Schedule, FailurePolicy Failure, bool Waits, Func<CancellationToken, Task<Ring>> RingAsync);

/// <summary>
/// Jobs, reminders and timers, by the keys that the scheduler gives them. A real daprd keeps the first two in the scheduler, where they
/// outlive it; here all live and end with this process.
/// </summary>
/// <param name="taking">Open while daprd takes jobs and reminders from the scheduler.</param>
internal sealed class Alarms(Gate taking) : IDisposable
{
    private sealed record Entry(Alarm Alarm, CancellationTokenSource Stop);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Sets an alarm; one of the same key is replaced.</summary>
    public void Set(string key, Alarm alarm)
    {
        Remove(key);
        var entry = new Entry(alarm, new());
        _entries[key] = entry;
        _ = Task.Run(() => RunAsync(key, entry));
    }

    /// <summary>What the app said when it asked for it; null when there is none.</summary>
    public T? Find<T>(string key) where T : class => _entries.GetValueOrDefault(key)?.Alarm.Document as T;

    public void Remove(string key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            entry.Stop.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var key in _entries.Keys)
        {
            Remove(key);
        }
    }

    private async Task RunAsync(string key, Entry entry)
    {
        // The call that set the alarm is over when it rings.
        Activity.Current = null;
        var (alarm, stop) = (entry.Alarm, entry.Stop.Token);
        var (due, left) = (alarm.Schedule.Due, alarm.Schedule.Repetitions);
        try
        {
            while (alarm.Schedule.Expires is not { } end || due < end)
            {
                if (await RingAsync(alarm, due, stop) == Ring.Cancelled || --left == 0 || alarm.Schedule.Period is not { } period)
                {
                    break;
                }

                // From when it was due, not from when it rang: what has been waiting is made up for.
                due += period;
            }
        }
        catch (OperationCanceledException)
        {
            // It was removed or replaced.
        }
        finally
        {
            _entries.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    /// <summary>Rings at that time, and then by the clock, too, until it goes well or there are no more retries.</summary>
    private async Task<Ring> RingAsync(Alarm alarm, DateTime at, CancellationToken stop)
    {
        for (var retries = 0; ; retries++, at += alarm.Failure.Interval)
        {
            if (at - DateTime.UtcNow is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, stop);
            }

            if (alarm.Waits)
            {
                await taking.OpenedAsync(stop);
            }

            if (await alarm.RingAsync(stop) is var ring && (ring != Ring.Failed || retries >= alarm.Failure.MaxRetries))
            {
                return ring;
            }
        }
    }
}
