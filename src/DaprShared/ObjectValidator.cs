using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>Finds the mistakes in components, subscriptions, resiliency policies and configurations.</summary>
public static partial class ObjectValidator
{
    // daprd knows these without a definition (dapr v1.18.3 pkg/resiliency/resiliency.go).
    private static readonly string[] BuiltInRetries =
    [
        "DaprBuiltInServiceRetries", "DaprBuiltInActorRetries", "DaprBuiltInActorReminderRetries",
        "DaprBuiltInInitializationRetries", "DaprBuiltInActorNotFoundRetries",
    ];

    /// <summary>Returns the mistakes in a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="mode">Where it will be used; some mistakes only matter in a cluster.</param>
    public static IReadOnlyList<Diagnostic> Validate(DaprComponent component, DaprdMode mode)
    {
        ArgumentNullException.ThrowIfNull(component);
        return
        [
            .. Type(component.Name, component.Type),
            .. StateEncryption.Check(component.Name, DaprObjects.Component(component)),
            .. mode == DaprdMode.Kubernetes
                ? Cluster(component.Name, component.Type, Literals(component))
                : [],
        ];
    }

    /// <summary>Returns the mistakes in resiliency policies.</summary>
    /// <param name="resiliency">The policies and their targets.</param>
    public static IReadOnlyList<Diagnostic> Validate(DaprResiliency resiliency)
    {
        ArgumentNullException.ThrowIfNull(resiliency);
        (string What, DaprPolicies? Policies, string Member)[] targets =
        [
            .. from app in resiliency.Apps select ($"app '{app.Key}'", (DaprPolicies?)app.Value, nameof(resiliency.Apps)),
            .. from actor in resiliency.Actors
               select ($"actor '{actor.Key}'", (DaprPolicies?)actor.Value.Policies, nameof(resiliency.Actors)),
            .. from component in resiliency.Components
               from policies in new[] { component.Value.Outbound, component.Value.Inbound }
               select ($"component '{component.Key}'", policies, nameof(resiliency.Components)),
        ];
        (string What, TimeSpan? Span, string Member)[] spans =
        [
            .. from timeout in resiliency.Timeouts
               select ($"timeout '{timeout.Key}'", (TimeSpan?)timeout.Value, nameof(resiliency.Timeouts)),
            .. from retry in resiliency.Retries
               from span in new[] { retry.Value.Duration, retry.Value.MaxInterval }
               select ($"retry '{retry.Key}'", span, nameof(resiliency.Retries)),
            .. from breaker in resiliency.CircuitBreakers
               from span in new[] { breaker.Value.Interval, breaker.Value.Timeout }
               select ($"circuit breaker '{breaker.Key}'", span, nameof(resiliency.CircuitBreakers)),
        ];
        return
        [
            .. from target in targets
               from policy in new[]
               {
                   (Kind: "timeout", Name: target.Policies?.Timeout, Defined: resiliency.Timeouts.Keys),
                   (Kind: "retry", Name: target.Policies?.Retry, Defined: resiliency.Retries.Keys.Concat(BuiltInRetries)),
                   (Kind: "circuit breaker", Name: target.Policies?.CircuitBreaker, Defined: resiliency.CircuitBreakers.Keys),
               }
               where policy.Name is not null && !policy.Defined.Contains(policy.Name)
               select DiagnosticRules.IllegalResiliency.For(resiliency.Name,
                   $"{target.What} names the {policy.Kind} '{policy.Name}', which is not defined; daprd would ignore it.",
                   "Define it, or name one that is defined.",
                   target.Member),
            .. from span in spans
               where span.Span < TimeSpan.Zero
               select DiagnosticRules.IllegalResiliency.For(resiliency.Name,
                   $"{span.What} has the negative span {span.Span}.",
                   "Use zero or more.",
                   span.Member),
            .. from retry in resiliency.Retries
               where retry.Value.MaxRetries < -1
               select DiagnosticRules.IllegalResiliency.For(resiliency.Name,
                   $"retry '{retry.Key}' has MaxRetries = {retry.Value.MaxRetries}.",
                   "Use 0 or more, or -1 for no limit.",
                   nameof(DaprResiliency.Retries)),
        ];
    }

    /// <summary>Returns the mistakes in a Configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    public static IReadOnlyList<Diagnostic> Validate(DaprConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.TracingSamplingRate is not { } rate || rate is >= 0 and <= 1 ? [] :
        [
            DiagnosticRules.IllegalConfiguration.For(configuration.Name,
                $"the tracing sampling rate is {rate}.",
                "Use a number from 0 (no traces) to 1 (every request).",
                nameof(DaprConfiguration.TracingSamplingRate)),
        ];
    }

    /// <summary>What matters in a cluster about a component, wherever it was written.</summary>
    internal static IEnumerable<Diagnostic> Cluster(string subject, string type, IEnumerable<(string Name, string Value)> literals)
    {
        if (IsInMemory(type))
        {
            yield return DiagnosticRules.InMemoryPublished.For(subject,
                $"type '{type}' lives in one daprd: what is in it is lost with that one, and other daprds do not see it.",
                "Publish a component with a back end.",
                nameof(DaprComponent.Type));
        }

        // A path is none, even where it is called a connection string; and an encryption key as a literal is a mistake of its own.
        bool IsSecret((string Name, string Value) item) =>
            SecretName().IsMatch(item.Name) && item.Value is not ("" or "true" or "false")
            && !_files.ContainsKey(type) && !StateEncryption.IsKey(item.Name);

        foreach (var (name, value) in literals)
        {
            foreach (var loopback in Loopback(subject, $"metadata '{name}'", value, nameof(DaprComponent.Metadata)))
            {
                yield return loopback;
            }
        }

        foreach (var (name, _) in literals.Where(IsSecret))
        {
            yield return DiagnosticRules.LiteralSecret.For(subject,
                $"metadata '{name}' is a literal that everybody who may read the file or the object can read.",
                "Keep it in a Secret: secretKeyRef in a file, WithSecretMetadata in an AppHost.",
                nameof(DaprComponent.Metadata));
        }
    }

    /// <summary>Returns the headers of a document that are secrets and stand there as literals.</summary>
    internal static IEnumerable<Diagnostic> LiteralHeaders(DaprDocument document) =>
        from path in _headers
        from header in document.Items(path)
        let name = header.TextAt("name")
        where header.TextAt("value").Length > 0
            && (SecretName().IsMatch(name) || name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase))
        select DiagnosticRules.LiteralSecret.For(document.Subject,
            $"line {header.Root.Start.Line}: {string.Join('.', path)}: header '{name}' is a literal that everybody who may read the file "
                + "or the object can read.",
            "Keep it in a Secret: secretKeyRef.");

    // Of HTTPEndpoint, MCPServer and Configuration (dapr v1.18.3 charts/dapr/crds).
    private static readonly string[][] _headers =
    [
        ["spec", "headers"], ["spec", "endpoint", "streamableHTTP", "headers"], ["spec", "endpoint", "sse", "headers"],
        ["spec", "tracing", "otel", "headers"],
    ];

    /// <summary>Returns the mistake of a type that daprd does not know, because no component has a name like it.</summary>
    internal static IEnumerable<Diagnostic> Type(string subject, string type) => ComponentType().IsMatch(type) ? [] :
    [
        DiagnosticRules.IllegalComponentType.For(subject,
            $"type '{type}' is no component of daprd; it would exit.",
            "Use <building block>.<implementation>, for example state.redis.",
            nameof(DaprComponent.Type)),
    ];

    /// <summary>The metadata items of a component that have a literal value.</summary>
    internal static IEnumerable<(string Name, string Value)> Literals(DaprComponent component) =>
        from item in component.Metadata where item.Value is not null select (item.Name, item.Value!);

    internal static bool IsInMemory(string type) => type.EndsWith(".in-memory", StringComparison.OrdinalIgnoreCase);

    // The building blocks that a component may be of (dapr v1.18.3 pkg/components/category.go).
    [GeneratedRegex(
        @"^(bindings|configuration|conversation|crypto|lock|middleware|pubsub|secretstores|state|workflow|workflowbackend)"
            + @"(\.[A-Za-z0-9_-]+)+\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex ComponentType();

    // At the end, so that keyPrefix and secretStore are none; and not the keys that only sort messages.
    [GeneratedRegex("(password|secret|token|connectionstring|(?<!partition|routing|row|sort)key)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
