using System.Collections.Concurrent;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;

namespace DaprdStandIn.State;

/// <summary>The state stores by component name, and how each prefixes its keys.</summary>
internal sealed class StateStores(string appId, string ownNamespace)
{
    private const string Separator = "||";

    private readonly ConcurrentDictionary<string, (IStateStore Store, string KeyPrefix, EncryptionKeys? Keys)> _stores =
        new(StringComparer.Ordinal);

    private string? _actorStore;

    /// <summary>The one with the metadata actorStateStore.</summary>
    public IStateStore? ActorStore => _actorStore is null ? null : _stores[_actorStore].Store;

    public void Add(string name, IStateStore store, EncryptionKeys? keys, IReadOnlyDictionary<string, string> metadata)
    {
        if (GoText.IsTruthy(metadata.GetValueOrDefault("actorStateStore")))
        {
            _actorStore = _actorStore is null ? name
                : throw new InvalidOperationException($"detected duplicate actor state store: {_actorStore} and {name}");
        }

        _stores[name] = (store, metadata.GetValueOrDefault("keyPrefix", "appid").ToLowerInvariant(), keys);
    }

    public void Remove(string name)
    {
        _stores.TryRemove(name, out _);
        _actorStore = _actorStore == name ? null : _actorStore;
    }

    public IStateStore Find(string name)
    {
        if (_stores.IsEmpty)
        {
            throw ApiError.StateStoreNotConfigured(name);
        }

        return _stores.TryGetValue(name, out var found) ? found.Store : throw ApiError.StateStoreNotFound(name, appId);
    }

    public EncryptionKeys? Keys(string name) => _stores.GetValueOrDefault(name).Keys;

    /// <summary>Two apps that share a database do not see each other's keys, unless the component says so.</summary>
    public string KeyOf(string store, string key)
    {
        if (key.Contains(Separator, StringComparison.Ordinal))
        {
            throw ApiError.IllegalKey(store, key, $"input key/keyPrefix '{key}' can't contain '{Separator}'");
        }

        return _stores[store].KeyPrefix switch
        {
            "none" => key,
            "appid" => appId + Separator + key,
            "name" => store + Separator + key,
            "namespace" => $"{ownNamespace}.{appId}{Separator}{key}",
            var prefix => prefix + Separator + key,
        };
    }
}
