using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Logging;
using DaprdStandIn.Scheduling;
using DaprdStandIn.State;
using Grpc.Core;

namespace DaprdStandIn.Actors;

internal readonly record struct ActorId(string Type, string Id)
{
    public override string ToString() => $"{Type}||{Id}";
}

/// <summary>
/// The actors of one daprd: all that its app hosts, and no others. A real placement service would spread the actors of a type over all
/// daprds whose apps host it; here each daprd takes every actor of its app's types for its own, and those of other apps cannot be called.
/// There is no reentrancy and no gRPC API, and the answer to a request for state does not tell when the state expires.
/// </summary>
internal sealed class ActorRuntime : IDisposable
{
    private readonly DaprdOptions _options;
    private readonly AppChannel? _app;
    private readonly StateStores _stores;
    private readonly Log _log;
    private readonly ConcurrentDictionary<ActorId, Actor> _actors = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, TimeSpan>> _types =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _placed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SchedulerClient _scheduler;
    private readonly Alarms _timers;

    public ActorRuntime(DaprdOptions options, AppChannel? app, StateStores stores, SchedulerClient scheduler, Log log)
    {
        (_options, _app, _stores, _scheduler, _log) = (options, app, stores, scheduler, log);
        _timers = new((_, timer, stop) => RingAsync(Reminder.Of(timer.Document), timer: true, stop));
        if (!IsEnabled)
        {
            log.Warn("Actor runtime disabled: placement service is not configured. Actors and Workflow APIs will be unavailable");
        }
    }

    public bool IsEnabled => _options.PlacementAddresses.Count > 0;

    public bool IsHosting => _types.Task.IsCompletedSuccessfully && _placed.Task.IsCompleted;

    /// <summary>How many actors of each type are active.</summary>
    public IReadOnlyDictionary<string, int> Active =>
        IsHosting ? _types.Task.Result.Keys.ToDictionary(type => type, type => _actors.Keys.Count(actor => actor.Type == type)) : [];

    /// <summary>Learns what the app hosts, after which calls go through.</summary>
    public async Task HostAsync(IReadOnlyDictionary<string, TimeSpan> types, CancellationToken cancellation)
    {
        if (_stores.ActorStore is null && types.Count > 0)
        {
            _log.Info("Actor state store not configured - actor hosting disabled until one is configured, but invocation enabled");
            types = new Dictionary<string, TimeSpan>();
        }

        if (!_types.TrySetResult(types) || types.Count == 0)
        {
            return;
        }

        _log.Info($"Registering hosted actors: [{string.Join(' ', types.Keys)}]");
        var often = TimeSpan.FromMilliseconds(Math.Clamp(types.Values.Min().TotalMilliseconds / 4, 20, 10_000));
        using var timer = new PeriodicTimer(often);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await DeactivateIdleAsync();
        }
    }

    /// <summary>The placement service has been met.</summary>
    public void Place() => _placed.TrySetResult();

    public async Task<AppResponse> InvokeAsync(ActorId actor, string method, AppRequest request, CancellationToken cancellation)
    {
        var types = await HostedAsync(cancellation);
        if (!types.ContainsKey(actor.Type))
        {
            _log.Warn($"the stand-in knows the actors of its own app only, and {actor.Type} is none of them");
            throw ApiError.ActorInvoke(
                "failed to lookup actor: api error: code = FailedPrecondition desc = "
                + $"did not find address for actor '{actor.Type}/{actor.Id}'");
        }

        try
        {
            KeyValuePair<string, IReadOnlyList<string>>[] caller =
            [
                new("Dapr-Api-Call", ["true"]),
                new("Dapr-Caller-App-Id", [_options.AppId]),
                new("Dapr-Caller-Namespace", [_options.Namespace]),
            ];
            return await InvokeLocalAsync(actor, method, request with { Headers = [.. request.Headers, .. caller] }, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw ApiError.ActorInvoke(e.Message);
        }
    }

    public async Task<StateValue?> GetStateAsync(ActorId actor, string key, CancellationToken cancellation)
    {
        await HostedAsync(cancellation);
        try
        {
            return await Store().GetAsync(StateKey(actor, key), cancellation);
        }
        catch (Exception e) when (e is not ApiError and not OperationCanceledException)
        {
            throw ApiError.ActorStateGet(e);
        }
    }

    public async Task ChangeStateAsync(ActorId actor, JsonArray operations, CancellationToken cancellation)
    {
        await HostedAsync(cancellation);
        if (!_actors.ContainsKey(actor))
        {
            throw ApiError.ActorInstanceMissing();
        }

        try
        {
            await Store().TransactAsync([.. operations.Select(operation => Operation(actor, operation))], cancellation);
        }
        catch (Exception e) when (e is not ApiError and not OperationCanceledException)
        {
            throw ApiError.ActorStateSave(e);
        }
    }

    public async Task SetTimerAsync(ActorId actor, string name, AlarmDocument document, CancellationToken cancellation)
    {
        if (!(await HostedAsync(cancellation)).ContainsKey(actor.Type))
        {
            throw ApiError.ActorTimerCreate($"can't create timer for actor {actor}: actor type not registered");
        }

        try
        {
            _timers.Set(TimerKey(actor, name), new Reminder(actor.Type, actor.Id, name, document).ToAlarm(FailurePolicy.Drop));
        }
        catch (FormatException e)
        {
            throw ApiError.ActorTimerCreate(e.Message);
        }
    }

    public async Task RemoveTimerAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await HostedAsync(cancellation);
        _timers.Remove(TimerKey(actor, name));
    }

    public async Task SetReminderAsync(ActorId actor, string name, AlarmDocument document, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        try
        {
            var reminder = new Reminder(actor.Type, actor.Id, name, document).ToAlarm(FailurePolicy.Default);
            await _scheduler.ScheduleAsync(ReminderKey(actor, name), reminder, overwrite: true, cancellation);
        }
        catch (FormatException e)
        {
            throw ApiError.ActorReminderCreate($"rpc error: code = Unknown desc = job failed validation: {e.Message}");
        }
        catch (RpcException e)
        {
            throw ApiError.ActorReminderCreate(GoText.Error(e));
        }
    }

    public async Task<AlarmDocument> GetReminderAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        return await _scheduler.FindAsync(ReminderKey(actor, name), cancellation) is { } reminder ? Reminder.Of(reminder).Document
            : throw ApiError.ActorReminderNotFound(name);
    }

    public async Task RemoveReminderAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        await _scheduler.RemoveAsync(ReminderKey(actor, name), cancellation);
    }

    /// <summary>Returns what the keys begin with that the scheduler gives the reminders of the hosted types.</summary>
    public async Task<IEnumerable<string>> ReminderPrefixesAsync(CancellationToken cancellation) =>
        from type in IsEnabled ? (await HostedAsync(cancellation)).Keys : [] select $"{ReminderPrefix}{type}||";

    /// <summary>Calls the app when a reminder is due.</summary>
    public Task<Ring> RemindAsync(JsonElement reminder, CancellationToken cancellation) =>
        RingAsync(Reminder.Of(reminder), timer: false, cancellation);

    public void Dispose() => _timers.Dispose();

    private static string TimerKey(ActorId actor, string name) => $"timer||{actor}||{name}";

    private string ReminderPrefix => $"actorreminder||{_options.Namespace}||";

    private string ReminderKey(ActorId actor, string name) => $"{ReminderPrefix}{actor}||{name}";

    /// <summary>The types, once they are known and the placement service has been met; a call that comes before waits.</summary>
    private async Task<IReadOnlyDictionary<string, TimeSpan>> HostedAsync(CancellationToken cancellation)
    {
        if (!IsEnabled)
        {
            throw ApiError.ActorNoPlacement();
        }

        await _placed.Task.WaitAsync(cancellation);
        return await _types.Task.WaitAsync(cancellation);
    }

    private async Task CheckRemindersAsync(ActorId actor, CancellationToken cancellation)
    {
        if (!(await HostedAsync(cancellation)).ContainsKey(actor.Type))
        {
            throw ApiError.ActorReminderNotHosted();
        }

        if (!_scheduler.IsEnabled)
        {
            throw ApiError.ActorReminderCreate("scheduler clients are disabled");
        }
    }

    /// <summary>One call at a time per actor: whoever comes later waits for its turn.</summary>
    private async Task<AppResponse> InvokeLocalAsync(ActorId id, string method, AppRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            var actor = _actors.GetOrAdd(id, _ => new());
            await actor.Turn.WaitAsync(cancellation);
            try
            {
                if (actor.IsGone)
                {
                    continue;
                }

                actor.IdleAt = DateTime.UtcNow + _types.Task.Result[id.Type];
                var path = $"actors/{id.Type}/{id.Id}/method/{method}";
                var response = await _app!.SendAsync(request with { Verb = "PUT", Path = path }, cancellation);
                return response.Status switch
                {
                    StatusCodes.Status200OK => response,
                    StatusCodes.Status404NotFound => throw ApiError.ActorInvoke($"actor method not found: {path}"),
                    var status => throw ApiError.ActorInvoke(
                        $"error from actor service: ({status}) {Encoding.UTF8.GetString(response.Body.Span)}"),
                };
            }
            finally
            {
                actor.Turn.Release();
            }
        }
    }

    private async Task DeactivateIdleAsync()
    {
        foreach (var (id, actor) in _actors.Where(pair => pair.Value.IdleAt < DateTime.UtcNow))
        {
            // One that is busy is not idle.
            if (!await actor.Turn.WaitAsync(0))
            {
                continue;
            }

            try
            {
                if (actor.IdleAt >= DateTime.UtcNow)
                {
                    continue;
                }

                actor.IsGone = true;
                _actors.TryRemove(id, out _);
                var request = new AppRequest(
                    "DELETE", $"actors/{id.Type}/{id.Id}", "", [], "application/x-protobuf", ReadOnlyMemory<byte>.Empty);
                await _app!.SendAsync(request, CancellationToken.None);
                _log.Debug($"Deactivated actor '{id}'");
            }
            catch (HttpRequestException e)
            {
                _log.Error($"Failed to deactivate actor {id}: {e.Message}");
            }
            finally
            {
                actor.Turn.Release();
            }
        }
    }

    /// <summary>Calls the app as timers and reminders do.</summary>
    private async Task<Ring> RingAsync(Reminder reminder, bool timer, CancellationToken cancellation)
    {
        var (actor, method) = (new ActorId(reminder.Type, reminder.Id), $"{(timer ? "timer" : "remind")}/{reminder.Name}");
        var body = Encoding.UTF8.GetBytes(reminder.ToBody(timer).ToJsonString());
        var request = new AppRequest("PUT", "", "", [], "application/json", body);
        try
        {
            var response = await InvokeLocalAsync(actor, method, request, cancellation);
            return response.Headers.Any(header =>
                header.Key.Equals("X-DaprReminderCancel", StringComparison.OrdinalIgnoreCase) && GoText.IsTruthy(header.Value[0]))
                ? Ring.Cancelled : Ring.Done;
        }
        catch (Exception e) when (e is ApiError or HttpRequestException)
        {
            _log.Error($"Error executing {method} for actor {actor}: {e.Message}");
            return Ring.Failed;
        }
    }

    private IStateStore Store() => _stores.ActorStore ?? throw ApiError.ActorRuntimeNotFound();

    private string StateKey(ActorId actor, string key) => $"{_options.AppId}||{actor}||{key}";

    private StateOperation Operation(ActorId actor, JsonNode? operation)
    {
        var parsed = StateOperation.Parse(operation, value => Encoding.UTF8.GetBytes(value?.ToJsonString() ?? "null"));
        return parsed with { Key = StateKey(actor, parsed.Key) };
    }

    private sealed class Actor
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public DateTime IdleAt { get; set; } = DateTime.MaxValue;

        /// <summary>It was deactivated while somebody waited for its turn.</summary>
        public bool IsGone { get; set; }
    }
}
