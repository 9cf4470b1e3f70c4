using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <summary>What rings, as often as its schedule says.</summary>
/// <param name="Document">What the app said when it asked for it.</param>
/// <param name="Retries">How many have been made of what is due.</param>
internal sealed record Alarm(JsonElement Document, Schedule Schedule, FailurePolicy Failure, int Retries = 0)
{
    /// <summary>Gets when it rings. A retry counts from when it was due (go-etcd-cron, <c>internal/counter</c>).</summary>
    [JsonIgnore]
    public DateTime At => Schedule.Due + (Failure.Interval * Retries);

    /// <summary>Returns what is left of it after a call to the app; null when nothing is.</summary>
    public Alarm? After(Ring ring) => ring switch
    {
        Ring.Cancelled => null,
        Ring.Failed when Failure.MaxRetries is not { } max || Retries < max => this with { Retries = Retries + 1 },
        _ => Schedule.Next is { } next ? this with { Schedule = next, Retries = 0 } : null,
    };
}

/// <summary>Alarms by their keys: the timers of a daprd, or the jobs and reminders of the scheduler.</summary>
/// <param name="ringAsync">Calls the app.</param>
/// <param name="keep">Is told what there is under a key, null for nothing, before it counts; may throw.</param>
internal sealed class Alarms(
    Func<string, Alarm, CancellationToken, Task<Ring>> ringAsync, Action<string, Alarm?>? keep = null) : IDisposable
{
    private sealed record Entry(Alarm Alarm, CancellationTokenSource Stop);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Sets an alarm that was kept before.</summary>
    public void Restore(string key, Alarm alarm)
    {
        lock (_entries)
        {
            var entry = _entries[key] = new(alarm, new());
            _ = Task.Run(() => RunAsync(key, entry));
        }
    }

    /// <summary>Sets an alarm; returns false, and sets none, if there is one that may not be replaced.</summary>
    public bool Set(string key, Alarm alarm, bool overwrite = true)
    {
        lock (_entries)
        {
            if (!overwrite && _entries.ContainsKey(key))
            {
                return false;
            }

            keep?.Invoke(key, alarm);
            _entries.GetValueOrDefault(key)?.Stop.Cancel();
            Restore(key, alarm);
            return true;
        }
    }

    public Alarm? Find(string key)
    {
        lock (_entries)
        {
            return _entries.GetValueOrDefault(key)?.Alarm;
        }
    }

    public void Remove(string key)
    {
        lock (_entries)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                keep?.Invoke(key, null);
                _entries.Remove(key);
                entry.Stop.Cancel();
            }
        }
    }

    /// <summary>Rings no more; what was kept stays.</summary>
    public void Dispose()
    {
        lock (_entries)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Stop.Cancel();
            }
        }
    }

    private async Task RunAsync(string key, Entry entry)
    {
        // The call that set the alarm is over when it rings.
        Activity.Current = null;
        var stop = entry.Stop.Token;
        try
        {
            for (var alarm = (Alarm?)entry.Alarm; alarm is not null;)
            {
                if (alarm.At - DateTime.UtcNow is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, stop);
                }

                var ring = alarm.Schedule.IsOver ? Ring.Cancelled : await ringAsync(key, alarm, stop);
                alarm = Advance(key, entry, alarm.After(ring));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was removed or replaced.
        }
        catch (IOException)
        {
            // It could not be kept, of which the one who keeps it knows.
        }
    }

    private Alarm? Advance(string key, Entry entry, Alarm? next)
    {
        lock (_entries)
        {
            entry.Stop.Token.ThrowIfCancellationRequested();
            keep?.Invoke(key, next);
            _entries.Remove(key);
            if (next is not null)
            {
                _entries[key] = entry with { Alarm = next };
            }

            return next;
        }
    }
}
