using System.Collections.Concurrent;
using DaprdStandIn.Http;
using DaprdStandIn.Resources;

namespace DaprdStandIn.Secrets;

/// <summary>The stores of type secretstores.local.env: the name of a secret is that of a variable, behind a prefix.</summary>
internal sealed class SecretStores(Func<string, string?> environment, IReadOnlyList<SecretScope> scopes)
{
    private readonly ConcurrentDictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    public void Add(string name, IReadOnlyDictionary<string, string> metadata) =>
        _prefixes[name] = metadata.GetValueOrDefault("prefix", "");

    public void Remove(string name) => _prefixes.TryRemove(name, out _);

    public bool Has(string? store) => store is not null && _prefixes.ContainsKey(store);

    /// <summary>For components, which no scope concerns.</summary>
    public string Value(string store, string secret) =>
        IsAllowed(_prefixes[store] + secret) ? environment(_prefixes[store] + secret) ?? "" : "";

    /// <summary>For the app. A secret that is not there is an empty one.</summary>
    public string Get(string store, string secret) =>
        Scope(store).Allows(secret) ? Value(store, secret) : throw ApiError.SecretDenied(store, secret);

    /// <summary>All that the scope of the store names. Without a scope daprd lists every variable, which the stand-in does not.</summary>
    public IReadOnlyDictionary<string, string> GetAll(string store) => Scope(store) switch
    {
        { Allowed.Count: > 0 } scope => scope.Allowed.ToDictionary(secret => secret, secret => Value(store, secret)),
        { IsDeniedByDefault: true } => new Dictionary<string, string>(),
        _ => throw ApiError.NotHere("list of all variables as secrets"),
    };

    /// <summary>daprd keeps its own tokens and settings away from components and apps.</summary>
    public static bool IsAllowed(string variable) =>
        variable.ToUpperInvariant() is var name
        && name is not ("" or "APP_API_TOKEN")
        && !name.StartsWith("DAPR_", StringComparison.Ordinal)
        && !name.Contains(' ', StringComparison.Ordinal);

    private SecretScope Scope(string store) =>
        _prefixes.IsEmpty ? throw ApiError.SecretStoreNotConfigured()
        : !Has(store) ? throw ApiError.SecretStoreNotFound(store)
        : scopes.FirstOrDefault(scope => scope.Store == store) ?? new(store, IsDeniedByDefault: false, [], []);
}
