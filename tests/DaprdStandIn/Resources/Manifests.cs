namespace DaprdStandIn.Resources;

internal sealed record MetadataItem(string Name, string? Value, string? EnvRef, string? SecretName, string? SecretKey);

internal sealed record ComponentManifest(
    string Name,
    string Type,
    string Version,
    IReadOnlyList<MetadataItem> Metadata,
    string? SecretStore,
    bool IgnoreErrors,
    TimeSpan InitTimeout)
{
    public override string ToString() => $"{Name} ({Type}/{Version})";
}

internal sealed record Rule(string Match, string Path);

internal enum SubscriptionType
{
    Declarative,
    Programmatic,
}

internal sealed record Subscription(
    SubscriptionType Type,
    string PubSub,
    string Topic,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<Rule> Rules,
    string DeadLetterTopic);

/// <summary>The part of a Configuration resource that the stand-in acts on.</summary>
/// <param name="Resolver">The name resolution component; empty means mDNS.</param>
/// <param name="NameFormat">The format of the name resolution component "nameformat".</param>
internal sealed record DaprConfiguration(string Resolver = "", string NameFormat = "")
{
    public TracingSettings Tracing { get; init; } = new();

    public IReadOnlyList<SecretScope> SecretScopes { get; init; } = [];
}

/// <summary>What the app may see of a secret store.</summary>
internal sealed record SecretScope(
    string Store, bool IsDeniedByDefault, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    /// <summary>A list of what is allowed decides alone.</summary>
    public bool Allows(string secret) =>
        Allowed.Count > 0 ? Allowed.Contains(secret) : !Denied.Contains(secret) && !IsDeniedByDefault;
}

/// <summary>The section "tracing" of a Configuration; empty texts are what it leaves out.</summary>
internal sealed record TracingSettings
{
    public string SamplingRate { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public string Protocol { get; init; } = "";

    public bool IsSecure { get; init; } = true;

    /// <summary>Each is "name=value".</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    public TimeSpan? Timeout { get; init; }
}

internal sealed record ResourceSet(
    IReadOnlyList<ComponentManifest> Components, IReadOnlyList<Subscription> Subscriptions, Resiliency Resiliency);
