using System.Collections.Concurrent;
using System.Globalization;
using DaprdStandIn.Actors;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.PubSub;
using DaprdStandIn.Resources;

namespace DaprdStandIn;

/// <summary>What the APIs tell about this daprd: its health and its metadata.</summary>
internal sealed class RuntimeState(DaprdOptions options, Subscriber subscriber, ActorRuntime actors)
{
    private readonly ConcurrentDictionary<string, string> _extended = new() { ["daprRuntimeVersion"] = DaprdVersion.Text };
    private readonly ConcurrentDictionary<string, bool> _unready = new();

    public string AppId => options.AppId;

    public IReadOnlyList<ComponentManifest> Components { get; set; } = [];

    public ActorRuntime Actors => actors;

    public IReadOnlyList<Subscription> Subscriptions => subscriber.Subscriptions;

    public IReadOnlyDictionary<string, string> Extended => _extended;

    /// <summary>The APIs serve. This does not wait for the app, so the app may wait for it.</summary>
    public bool OutboundReady { get; set; }

    public IEnumerable<string> UnreadyTargets => _unready.Keys.Order(StringComparer.Ordinal);

    public IReadOnlyList<string> ConnectedSchedulers => [.. options.SchedulerAddresses.Where(address => !_unready.ContainsKey(address))];

    public AppConnectionDocument AppConnection { get; } = new(
        options.AppPort > 0 ? options.AppPort : null,
        options.AppProtocol,
        options.AppAddress,
        options.AppMaxConcurrency > 0 ? options.AppMaxConcurrency : null,
        options.AppHealth is { } health
            ? new(health.Path, GoDuration(health.Interval), GoDuration(health.Timeout), health.Threshold)
            : null);

    public void AddTarget(string name) => _unready[name] = true;

    public void Ready(string name) => _unready.TryRemove(name, out _);

    public void Extend(string key, string value)
    {
        if (key.Length > 0)
        {
            _extended[key] = value;
        }
    }

    public static IReadOnlyList<string> Capabilities(string componentType) => componentType switch
    {
        "state.in-memory" => ["ETAG", "TRANSACTIONAL", "TTL", "DELETE_WITH_PREFIX", "KEYS_LIKE", "ACTOR"],
        "state.redis" => ["ETAG", "TRANSACTIONAL", "TTL", "KEYS_LIKE", "ACTOR"],
        "pubsub.in-memory" => ["SUBSCRIBE_WILDCARDS"],
        _ => [],
    };

    private static string GoDuration(TimeSpan span) => span.TotalMilliseconds >= 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");
}
