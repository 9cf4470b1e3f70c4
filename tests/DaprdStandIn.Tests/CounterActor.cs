using System.Collections.Concurrent;
using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace DaprdStandIn.Tests;

/// <summary>An actor as the .NET SDK has them; public because the SDK makes a proxy of it at run time.</summary>
public interface ICounterActor : IActor
{
    Task<int> AddAsync(int number);

    Task ForgetAsync();

    Task<int> SlowAsync(int milliseconds);

    Task FailAsync();

    Task SetTimerAsync(TimeSpan period);

    Task StopTimerAsync();

    Task SetReminderAsync(int repetitions);
}

public sealed class CounterActor(ActorHost host, ActorLog log) : Actor(host), ICounterActor, IRemindable
{
    public async Task<int> AddAsync(int number)
    {
        var count = await StateManager.GetOrAddStateAsync("count", 0) + number;
        await StateManager.SetStateAsync("count", count);
        return count;
    }

    public Task ForgetAsync() => StateManager.RemoveStateAsync("count");

    public async Task<int> SlowAsync(int milliseconds)
    {
        log.Add($"{Id} enters");
        await Task.Delay(milliseconds);
        log.Add($"{Id} leaves");
        return milliseconds;
    }

    public Task FailAsync() => throw new InvalidOperationException("on purpose");

    public Task SetTimerAsync(TimeSpan period) => RegisterTimerAsync("timer", nameof(TickAsync), "tick"u8.ToArray(), period, period);

    public Task StopTimerAsync() => UnregisterTimerAsync("timer");

    public Task TickAsync(byte[] data)
    {
        log.Add(System.Text.Encoding.UTF8.GetString(data));
        return Task.CompletedTask;
    }

    public Task SetReminderAsync(int repetitions) => RegisterReminderAsync(
        "reminder", "remember"u8.ToArray(), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), repetitions);

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        log.Add($"{reminderName}: {System.Text.Encoding.UTF8.GetString(state)}");
        return Task.CompletedTask;
    }

    protected override Task OnActivateAsync()
    {
        log.Add($"{Id} activated");
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        log.Add($"{Id} deactivated");
        return Task.CompletedTask;
    }
}

/// <summary>What the actors of one app do, in order.</summary>
public sealed class ActorLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public void Add(string line) => _lines.Enqueue(line);
}
