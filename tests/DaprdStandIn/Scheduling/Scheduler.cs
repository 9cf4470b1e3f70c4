using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace DaprdStandIn.Scheduling;

/// <summary>
/// Plays the scheduler: it keeps jobs and reminders, and gives what is due to a daprd that takes it. What nobody takes waits, without a
/// retry being counted, and so does what a daprd took that was gone before it answered (dapr, <c>pkg/scheduler/server</c>; go-etcd-cron).
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private readonly Alarms _alarms;
    private readonly Lock _lock = new();
    private readonly List<Watcher> _watchers = [];
    private TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    public Scheduler(JobFile file)
    {
        _alarms = new(RingAsync, file.Write);
        foreach (var (key, job) in file.Jobs)
        {
            _alarms.Restore(key, job);
        }
    }

    public JobAnswer ScheduleJob(JobRequest request) => OnDisk(() => _alarms.Set(request.Key, request.Job!, request.Overwrite))
        ? new()
        : throw new RpcException(new(StatusCode.AlreadyExists, $"job already exists: '{request.Key}'"));

    public JobAnswer GetJob(JobRequest request) => new(_alarms.Find(request.Key));

    public JobAnswer DeleteJob(JobRequest request) => OnDisk(() =>
    {
        _alarms.Remove(request.Key);
        return new JobAnswer();
    });

    /// <summary>Sends what is due, and reads what came of it, until the daprd is gone.</summary>
    public async Task WatchJobsAsync(
        IAsyncStreamReader<Watch> said, IServerStreamWriter<Trigger> triggers, CancellationToken cancellation)
    {
        var watcher = new Watcher(await said.MoveNext(cancellation) ? said.Current.Prefixes ?? [] : []);
        lock (_lock)
        {
            _watchers.Add(watcher);
            _watched.SetResult();
            _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            await await Task.WhenAny(SendAsync(), ReceiveAsync());
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }

            watcher.End();
        }

        async Task SendAsync()
        {
            await foreach (var trigger in watcher.Triggers.ReadAllAsync(cancellation))
            {
                await triggers.WriteAsync(trigger, cancellation);
            }
        }

        async Task ReceiveAsync()
        {
            while (await said.MoveNext(cancellation))
            {
                watcher.Answer(said.Current.Id, said.Current.Ring);
            }
        }
    }

    public void Dispose() => _alarms.Dispose();

    /// <summary>
    /// etcd ends the scheduler when it cannot write (etcd 3.5, <c>server/etcdserver/raft.go</c>,
    /// <c>server/mvcc/backend/batch_tx.go</c>), so all that a caller sees is the end of the connection.
    /// </summary>
    private static T OnDisk<T>(Func<T> change)
    {
        try
        {
            return change();
        }
        catch (IOException)
        {
            throw new RpcException(new(StatusCode.Unavailable, "error reading from server: EOF"));
        }
    }

    private async Task<Ring> RingAsync(string key, Alarm job, CancellationToken stop)
    {
        while (true)
        {
            Watcher[] watchers;
            Task watched;
            lock (_lock)
            {
                watchers = [.. _watchers.Where(each => each.Takes(key))];
                watched = _watched.Task;
            }

            if (watchers.Length == 0)
            {
                await watched.WaitAsync(stop);
                continue;
            }

            // One after the other, where several daprds take it.
            var id = Interlocked.Increment(ref _last);
            if (await watchers[id % watchers.Length].AskAsync(new(id, key, job.Document), stop) is { } ring)
            {
                return ring;
            }
        }
    }

    /// <summary>A daprd that takes what is due.</summary>
    private sealed class Watcher(string[] prefixes)
    {
        private readonly Channel<Trigger> _triggers = Channel.CreateUnbounded<Trigger>();
        private readonly ConcurrentDictionary<long, TaskCompletionSource<Ring?>> _open = [];

        public ChannelReader<Trigger> Triggers => _triggers.Reader;

        public bool Takes(string key) => prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

        /// <summary>Returns what came of it; null when the daprd was gone before it answered.</summary>
        public Task<Ring?> AskAsync(Trigger trigger, CancellationToken stop)
        {
            var answer = _open[trigger.Id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_triggers.Writer.TryWrite(trigger))
            {
                Answer(trigger.Id, null);
            }

            return answer.Task.WaitAsync(stop);
        }

        public void Answer(long id, Ring? ring)
        {
            if (_open.TryRemove(id, out var open))
            {
                open.TrySetResult(ring);
            }
        }

        public void End()
        {
            _triggers.Writer.Complete();
            foreach (var id in _open.Keys)
            {
                Answer(id, null);
            }
        }
    }
}
