using System.Text.Json.Nodes;

namespace DaprShared;

public static partial class DaprObjects
{
    /// <summary>Returns the Resiliency object.</summary>
    /// <param name="resiliency">The policies and their targets.</param>
    public static DaprObject Resiliency(DaprResiliency resiliency)
    {
        ArgumentNullException.ThrowIfNull(resiliency);
        return new()
        {
            Kind = "Resiliency",
            Metadata = new() { Name = resiliency.Name },
            Scopes = ScopesOf(resiliency.Scopes),
            Spec = Map(
                // The CRD requires both, even when they are empty.
                ("policies", Map(
                    ("timeouts", MapOf(resiliency.Timeouts, span => JsonValue.Create(GoDuration.Format(span)))),
                    ("retries", MapOf(resiliency.Retries, Retry)),
                    ("circuitBreakers", MapOf(resiliency.CircuitBreakers, CircuitBreaker)))),
                ("targets", Map(
                    ("apps", MapOf(resiliency.Apps, Policies)),
                    ("components", MapOf(resiliency.Components, policies => Map(
                        ("outbound", policies.Outbound is null ? null : Policies(policies.Outbound)),
                        ("inbound", policies.Inbound is null ? null : Policies(policies.Inbound))))),
                    ("actors", MapOf(resiliency.Actors, Actor))))),
        };
    }

    private static JsonObject Retry(DaprRetry retry) => Map(
        ("policy", retry.Policy == DaprRetryPolicy.Constant ? "constant" : "exponential"),
        ("duration", Text(retry.Duration)),
        ("maxInterval", Text(retry.MaxInterval)),
        ("maxRetries", retry.MaxRetries),
        ("matching", retry is { HttpStatusCodes: null, GrpcStatusCodes: null } ? null : Map(
            ("httpStatusCodes", retry.HttpStatusCodes),
            ("gRPCStatusCodes", retry.GrpcStatusCodes))));

    private static JsonObject CircuitBreaker(DaprCircuitBreaker breaker) => Map(
        ("maxRequests", breaker.MaxRequests),
        ("interval", Text(breaker.Interval)),
        ("timeout", Text(breaker.Timeout)),
        ("trip", breaker.Trip));

    private static JsonObject Policies(DaprPolicies policies) => Map(
        ("timeout", policies.Timeout),
        ("retry", policies.Retry),
        ("circuitBreaker", policies.CircuitBreaker));

    private static JsonObject Actor(DaprActorPolicies actor)
    {
        var policies = Policies(actor.Policies);
        if (actor.Policies.CircuitBreaker is not null)
        {
            policies["circuitBreakerScope"] = actor.CircuitBreakerScope switch
            {
                DaprCircuitBreakerScope.Id => "id",
                DaprCircuitBreakerScope.Type => "type",
                _ => "both",
            };
        }

        return policies;
    }

    private static string? Text(TimeSpan? span) => span is { } value ? GoDuration.Format(value) : null;
}
