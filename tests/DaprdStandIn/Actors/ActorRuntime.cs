using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Logging;
using DaprdStandIn.State;

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
    private const int ReminderRetries = 3;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly DaprdOptions _options;
    private readonly AppChannel? _app;
    private readonly StateStores _stores;
    private readonly Log _log;
    private readonly ConcurrentDictionary<ActorId, Actor> _actors = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, TimeSpan>> _types =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _placed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Alarms _alarms;

    public ActorRuntime(DaprdOptions options, AppChannel? app, StateStores stores, Log log)
    {
        (_options, _app, _stores, _log) = (options, app, stores, log);
        _alarms = new(RingAsync);
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
            throw ApiError.ActorInvoke(
                "failed to lookup actor: api error: code = FailedPrecondition desc = "
                + $"did not find address for actor '{actor.Type}/{actor.Id}'");
        }

        try
        {
            return await InvokeLocalAsync(actor, method, request, cancellation);
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
            _alarms.Set(new(actor, IsReminder: false, name), document);
        }
        catch (FormatException e)
        {
            throw ApiError.ActorTimerCreate(e.Message);
        }
    }

    public async Task RemoveTimerAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await HostedAsync(cancellation);
        _alarms.Remove(new(actor, IsReminder: false, name));
    }

    public async Task SetReminderAsync(ActorId actor, string name, AlarmDocument document, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        try
        {
            _alarms.Set(new(actor, IsReminder: true, name), document);
        }
        catch (FormatException e)
        {
            throw ApiError.ActorReminderCreate(e.Message);
        }
    }

    public async Task<AlarmDocument> GetReminderAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        return _alarms.Find(new(actor, IsReminder: true, name)) ?? throw ApiError.ActorReminderNotFound(name);
    }

    public async Task RemoveReminderAsync(ActorId actor, string name, CancellationToken cancellation)
    {
        await CheckRemindersAsync(actor, cancellation);
        _alarms.Remove(new(actor, IsReminder: true, name));
    }

    public void Dispose() => _alarms.Dispose();

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

        if (_options.SchedulerAddresses.Count == 0)
        {
            throw ApiError.ActorReminderCreate("scheduler is not configured");
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

    /// <summary>Calls the app as timers and reminders do. A reminder that fails is tried again a few times, a timer is not.</summary>
    private async Task<bool> RingAsync(AlarmKey key, AlarmDocument document, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["data"] = document.Data?.DeepClone(),
            ["dueTime"] = document.DueTime ?? "",
            ["period"] = document.Period ?? "",
        };
        if (!key.IsReminder)
        {
            body["callback"] = document.Callback ?? "";
        }

        var method = $"{(key.IsReminder ? "remind" : "timer")}/{key.Name}";
        var request = new AppRequest("PUT", "", "", [], "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));
        for (var retry = 0; ; retry++)
        {
            try
            {
                var response = await InvokeLocalAsync(key.Actor, method, request, cancellation);
                return !response.Headers.Any(header =>
                    header.Key.Equals("X-DaprReminderCancel", StringComparison.OrdinalIgnoreCase) && GoText.IsTruthy(header.Value[0]));
            }
            catch (Exception e) when (e is ApiError or HttpRequestException)
            {
                _log.Error($"Error executing {(key.IsReminder ? "reminder" : "timer")} for actor {key.Actor}||{key.Name}: {e.Message}");
                if (!key.IsReminder || retry == ReminderRetries)
                {
                    return true;
                }
            }

            await Task.Delay(RetryAfter, cancellation);
        }
    }

    private IStateStore Store() => _stores.ActorStore ?? throw ApiError.ActorRuntimeNotFound();

    private string StateKey(ActorId actor, string key) => $"{_options.AppId}||{actor}||{key}";

    private StateOperation Operation(ActorId actor, JsonNode? operation)
    {
        var request = operation?["request"] ?? throw new FormatException("request data is empty");
        var key = (string?)request["key"] is { Length: > 0 } given ? StateKey(actor, given) : throw new FormatException("missing key");
        return (string?)operation["operation"] switch
        {
            "delete" => new(key, null),
            "upsert" => new(
                key,
                Encoding.UTF8.GetBytes(request["value"]?.ToJsonString() ?? "null"),
                (string?)request["metadata"]?["ttlInSeconds"] is { } ttl ? int.Parse(ttl, CultureInfo.InvariantCulture) : null),
            null or "" => throw new FormatException("operation is empty"),
            var other => throw new FormatException($"operation type {other} not supported"),
        };
    }

    private sealed class Actor
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public DateTime IdleAt { get; set; } = DateTime.MaxValue;

        /// <summary>It was deactivated while somebody waited for its turn.</summary>
        public bool IsGone { get; set; }
    }
}
