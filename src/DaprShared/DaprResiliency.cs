namespace DaprShared;

/// <summary>How the pauses between retries grow.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public enum DaprRetryPolicy
{
    /// <summary>Each pause is <see cref="DaprRetry.Duration"/>.</summary>
    Constant,

    /// <summary>Pauses grow from 0.5 s up to <see cref="DaprRetry.MaxInterval"/>.</summary>
    Exponential,
}

/// <summary>What an actor's circuit breaker counts for.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public enum DaprCircuitBreakerScope
{
    /// <summary>Each actor by itself.</summary>
    Id,

    /// <summary>All actors of the type together.</summary>
    Type,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>A retry policy.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
[Aspire.Hosting.AspireDto]
public sealed record DaprRetry
{
    /// <summary>Gets how pauses grow. Default <see cref="DaprRetryPolicy.Constant"/>.</summary>
    /// <remarks>It is <c>policy</c> below <c>spec.policies.retries</c>.</remarks>
    public DaprRetryPolicy Policy { get; init; }

    /// <summary>Gets the pause of a constant policy, or <see langword="null"/> for daprd's default, 5 s.</summary>
    /// <remarks>It is <c>duration</c> below <c>spec.policies.retries</c>.</remarks>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the longest pause of an exponential policy, or <see langword="null"/> for daprd's default, 60 s.</summary>
    /// <remarks>It is <c>maxInterval</c> below <c>spec.policies.retries</c>.</remarks>
    public TimeSpan? MaxInterval { get; init; }

    /// <summary>Gets the number of retries, -1 for no limit, or <see langword="null"/> for daprd's default, -1.</summary>
    /// <remarks>It is <c>maxRetries</c> below <c>spec.policies.retries</c>.</remarks>
    public int? MaxRetries { get; init; }

    /// <summary>Gets the HTTP status codes that are retried (<c>429,500-599</c>), or <see langword="null"/> for all failures.</summary>
    /// <remarks>It is <c>matching.httpStatusCodes</c> below <c>spec.policies.retries</c>.</remarks>
    public string? HttpStatusCodes { get; init; }

    /// <summary>Gets the gRPC status codes that are retried (<c>4,8-14</c>), or <see langword="null"/> for all failures.</summary>
    /// <remarks>It is <c>matching.gRPCStatusCodes</c> below <c>spec.policies.retries</c>.</remarks>
    public string? GrpcStatusCodes { get; init; }
}

/// <summary>A circuit breaker.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
[Aspire.Hosting.AspireDto]
public sealed record DaprCircuitBreaker
{
    /// <summary>Gets the number of requests while half open, or <see langword="null"/> for daprd's default, 1.</summary>
    /// <remarks>It is <c>maxRequests</c> below <c>spec.policies.circuitBreakers</c>.</remarks>
    public int? MaxRequests { get; init; }

    /// <summary>
    /// Gets the period after which the counts start again while closed, or <see langword="null"/> for daprd's default, never.
    /// </summary>
    /// <remarks>It is <c>interval</c> below <c>spec.policies.circuitBreakers</c>.</remarks>
    public TimeSpan? Interval { get; init; }

    /// <summary>Gets how long it stays open, or <see langword="null"/> for daprd's default, 60 s.</summary>
    /// <remarks>It is <c>timeout</c> below <c>spec.policies.circuitBreakers</c>.</remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Gets when it opens, a CEL expression over <c>requests</c>, <c>totalFailures</c> and <c>consecutiveFailures</c>, or
    /// <see langword="null"/> for daprd's default, <c>consecutiveFailures &gt; 5</c>.
    /// </summary>
    /// <remarks>It is <c>trip</c> below <c>spec.policies.circuitBreakers</c>.</remarks>
    public string? Trip { get; init; }
}

/// <summary>The policies of a target, by name. daprd ignores a name that is not defined, so validation reports it.</summary>
/// <param name="Timeout">The timeout, or <see langword="null"/>. It is <c>timeout</c> below <c>spec.targets</c>.</param>
/// <param name="Retry">The retry policy, or <see langword="null"/>. It is <c>retry</c> below <c>spec.targets</c>.</param>
/// <param name="CircuitBreaker">
/// The circuit breaker, or <see langword="null"/>. It is <c>circuitBreaker</c> below <c>spec.targets</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
[Aspire.Hosting.AspireDto]
public sealed record DaprPolicies(string? Timeout = null, string? Retry = null, string? CircuitBreaker = null);

/// <summary>The policies of a component as a target.</summary>
/// <param name="Outbound">
/// For calls from daprd to the component, or <see langword="null"/>. They are <c>outbound</c> below <c>spec.targets.components</c>.
/// </param>
/// <param name="Inbound">
/// For deliveries from the component to the app, or <see langword="null"/>. They are <c>inbound</c> below <c>spec.targets.components</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public sealed record DaprComponentPolicies(DaprPolicies? Outbound = null, DaprPolicies? Inbound = null);

/// <summary>The policies of an actor type as a target.</summary>
/// <param name="Policies">The policies. They stand below <c>spec.targets.actors</c>.</param>
/// <param name="CircuitBreakerScope">
/// What the circuit breaker counts for; daprd refuses a circuit breaker without it. It is <c>circuitBreakerScope</c> below
/// <c>spec.targets.actors</c>. Default <see cref="DaprCircuitBreakerScope.Both"/>.
/// </param>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public sealed record DaprActorPolicies(DaprPolicies Policies, DaprCircuitBreakerScope CircuitBreakerScope = DaprCircuitBreakerScope.Both);

/// <summary>Resiliency policies and what they are for (<c>dapr.io/v1alpha1</c>), the same locally and in a cluster.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public sealed record DaprResiliency
{
    /// <summary>Gets the name.</summary>
    /// <remarks>It is <c>metadata.name</c>.</remarks>
    public required string Name { get; init; }

    /// <summary>Gets the timeouts by name. Default: none.</summary>
    /// <remarks>They are <c>spec.policies.timeouts</c>.</remarks>
    public IReadOnlyDictionary<string, TimeSpan> Timeouts { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>
    /// Gets the retry policies by name. daprd's own (<c>DaprBuiltInServiceRetries</c>) can be set here too. Default: none.
    /// </summary>
    /// <remarks>They are <c>spec.policies.retries</c>.</remarks>
    public IReadOnlyDictionary<string, DaprRetry> Retries { get; init; } = new Dictionary<string, DaprRetry>();

    /// <summary>Gets the circuit breakers by name. Default: none.</summary>
    /// <remarks>They are <c>spec.policies.circuitBreakers</c>.</remarks>
    public IReadOnlyDictionary<string, DaprCircuitBreaker> CircuitBreakers { get; init; } = new Dictionary<string, DaprCircuitBreaker>();

    /// <summary>Gets the policies for calls to apps, by app-id. Default: none.</summary>
    /// <remarks>They are <c>spec.targets.apps</c>.</remarks>
    public IReadOnlyDictionary<string, DaprPolicies> Apps { get; init; } = new Dictionary<string, DaprPolicies>();

    /// <summary>Gets the policies for components, by component name. Default: none.</summary>
    /// <remarks>They are <c>spec.targets.components</c>.</remarks>
    public IReadOnlyDictionary<string, DaprComponentPolicies> Components { get; init; } = new Dictionary<string, DaprComponentPolicies>();

    /// <summary>Gets the policies for actors, by actor type. Default: none.</summary>
    /// <remarks>They are <c>spec.targets.actors</c>.</remarks>
    public IReadOnlyDictionary<string, DaprActorPolicies> Actors { get; init; } = new Dictionary<string, DaprActorPolicies>();

    /// <summary>Gets the app-ids whose daprd follows the policies; none means all of the namespace.</summary>
    /// <remarks>They are the <c>scopes</c> of the Resiliency.</remarks>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
