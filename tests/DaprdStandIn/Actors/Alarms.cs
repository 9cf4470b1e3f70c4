using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DaprdStandIn.Actors;

internal sealed record AlarmKey(ActorId Actor, bool IsReminder, string Name);

/// <summary>What the app said when it asked for a timer or a reminder.</summary>
internal sealed record AlarmDocument(string? DueTime, string? Period, string? Ttl, string? Callback, JsonNode? Data);

/// <summary>
/// Timers and reminders. A real daprd keeps reminders in the scheduler, where they outlive it; here both live and end with this process.
/// </summary>
/// <param name="ring">Calls the app; the answer is false when the app wants no more of it.</param>
internal sealed class Alarms(Func<AlarmKey, AlarmDocument, CancellationToken, Task<bool>> ring) : IDisposable
{
    private sealed record Entry(AlarmDocument Document, CancellationTokenSource Stop);

    private readonly ConcurrentDictionary<AlarmKey, Entry> _entries = new();

    /// <summary>Sets an alarm; one of the same name is replaced.</summary>
    public void Set(AlarmKey key, AlarmDocument document)
    {
        var schedule = Schedule.Parse(document.DueTime, document.Period, document.Ttl, DateTime.UtcNow);
        Remove(key);
        var entry = new Entry(document, new());
        _entries[key] = entry;
        _ = Task.Run(() => RunAsync(key, entry, schedule));
    }

    public AlarmDocument? Find(AlarmKey key) => _entries.GetValueOrDefault(key)?.Document;

    public void Remove(AlarmKey key)
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

    private async Task RunAsync(AlarmKey key, Entry entry, Schedule schedule)
    {
        // The call that set the alarm is over when it rings.
        Activity.Current = null;
        var (due, left, stop) = (schedule.Due, schedule.Repetitions, entry.Stop.Token);
        try
        {
            while (schedule.Expires is not { } end || due < end)
            {
                if (due - DateTime.UtcNow is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, stop);
                }

                if (!await ring(key, entry.Document, stop) || --left == 0 || schedule.Period is not { } period)
                {
                    break;
                }

                // Never before the call has returned, so that an alarm does not overtake itself.
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
}
