using Xunit;

namespace DaprShared.Tests;

/// <summary>What is wrong with the policies of an AppHost's Resiliency.</summary>
public class ResiliencyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // What it defines; nothing in it is wrong, and each test changes one part.
    private static readonly DaprResiliency Patience = new()
    {
        Name = "patience",
        Timeouts = new Dictionary<string, TimeSpan> { ["short"] = Second, ["none"] = TimeSpan.Zero },
        Retries = new Dictionary<string, DaprRetry>
        {
            ["thrice"] = new() { Duration = Second, MaxRetries = 3 },
            ["never"] = new() { MaxRetries = 0 },
            ["forever"] = new() { MaxRetries = -1 },
        },
        CircuitBreakers = new Dictionary<string, DaprCircuitBreaker> { ["fuse"] = new() { Timeout = Second } },
        Apps = new Dictionary<string, DaprPolicies> { ["orders"] = new("short", "thrice", "fuse"), ["mail"] = new() },
    };

    public static TheoryData<DaprResiliency, string> Mistakes { get; } = new()
    {
        {
            Patience with { Timeouts = new Dictionary<string, TimeSpan> { ["short"] = -Second } },
            "timeout 'short' has the negative span -00:00:01. Use zero or more."
        },
        {
            Patience with { Retries = new Dictionary<string, DaprRetry> { ["thrice"] = new() { MaxInterval = -Second } } },
            "retry 'thrice' has the negative span -00:00:01. Use zero or more."
        },
        {
            Patience with { Retries = new Dictionary<string, DaprRetry> { ["thrice"] = new() { MaxRetries = -2 } } },
            "retry 'thrice' has MaxRetries = -2. Use 0 or more, or -1 for no limit."
        },
        {
            Patience with { CircuitBreakers = new Dictionary<string, DaprCircuitBreaker> { ["fuse"] = new() { Interval = -Second } } },
            "circuit breaker 'fuse' has the negative span -00:00:01. Use zero or more."
        },
        { Patience with { Apps = Of("mail", new DaprPolicies(Timeout: "long")) }, Undefined("app 'mail'", "timeout 'long'") },
        { Patience with { Apps = Of("mail", new DaprPolicies(Retry: "twice")) }, Undefined("app 'mail'", "retry 'twice'") },
        {
            Patience with { Apps = Of("mail", new DaprPolicies(CircuitBreaker: "bulb")) },
            Undefined("app 'mail'", "circuit breaker 'bulb'")
        },
        {
            Patience with { Components = Of("store", new DaprComponentPolicies(Outbound: new("long"))) },
            Undefined("component 'store'", "timeout 'long'")
        },
        {
            Patience with { Components = Of("store", new DaprComponentPolicies(Inbound: new("long"))) },
            Undefined("component 'store'", "timeout 'long'")
        },
        { Patience with { Actors = Of("Clock", new DaprActorPolicies(new("long"))) }, Undefined("actor 'Clock'", "timeout 'long'") },
    };

    [Fact]
    public void Policies_that_are_defined_or_built_in_are_no_mistake() => Assert.Empty(ObjectValidator.Validate(Patience with
    {
        Components = Of("store", new DaprComponentPolicies(new("none", "never"), new(Retry: "forever"))),
        Actors = Of("Clock", new DaprActorPolicies(new(Retry: "DaprBuiltInActorRetries", CircuitBreaker: "fuse"))),
    }));

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_named(DaprResiliency resiliency, string message) => Assert.Equal(
        $"error DAPRSHARED038: patience: {message}", Assert.Single(ObjectValidator.Validate(resiliency)).ToString());

    private static Dictionary<string, T> Of<T>(string name, T policies) => new() { [name] = policies };

    private static string Undefined(string target, string policy) =>
        $"{target} names the {policy}, which is not defined; daprd would ignore it. Define it, or name one that is defined.";
}
