using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>What a document must be beyond the types of its fields: to daprd anywhere, to daprd on a disk, and in a cluster.</summary>
internal static partial class DocumentValidator
{
    private static readonly string[] _labelMaps = ["labels", "annotations"];

    private static IEnumerable<Diagnostic> Meaning(DaprDocument document) => (document.Kind, document.At("spec")) switch
    {
        // daprd acknowledges a message that no route is for (dapr v1.18.3 pkg/runtime/subscription/subscription.go).
        ("Subscription", YamlMappingNode) when document.At("spec", "routes") is YamlMappingNode routes
            && document.TextAt("spec", "routes", "default").Length == 0 && !document.Items("spec", "routes", "rules").Any() =>
        [
            Illegal(document, routes, "spec.routes has neither default nor rules, so daprd would drop every message.",
                "Write default: and the app's path."),
        ],
        ("WorkflowAccessPolicy", YamlMappingNode) =>
            from rule in document.Items("spec", "rules")
            where rule.Root.Children.Count > 0 && !rule.Items("workflows").Concat(rule.Items("activities")).Any()
            select Illegal(document, rule.Root, "a rule names neither workflows nor activities.", "Name one of them."),
        // Which of several daprd takes, no reader of the file can know.
        ("Component", YamlMappingNode) =>
            from item in document.Items("spec", "metadata")
            let sources = _sources.Where(source => item.At(source) is not null).ToList()
            where sources.Count > 1
            select Illegal(document, item.Root, $"metadata '{item.TextAt("name")}' has {string.Join(" and ", sources)}.",
                "Keep one of them."),
        ("Resiliency", YamlMappingNode) => Policies(document),
        _ => [],
    };

    private static readonly string[] _sources = ["value", "envRef", "secretKeyRef"];

    // What daprd would pass over, the first with the whole document (dapr v1.18.3 pkg/resiliency/breaker and resiliency.go).
    private static IEnumerable<Diagnostic> Policies(DaprDocument document) =>
    [
        .. from breaker in document.Keys("spec", "policies", "circuitBreakers")
           let trip = document.At("spec", "policies", "circuitBreakers", breaker, "trip")
           where trip is YamlScalarNode
           from name in Variable().Matches(Quoted().Replace($"{trip}", "''")).Select(match => match.Value)
           where !_ofTrips.Contains(name)
           select DiagnosticRules.IllegalResiliency.For(document.Subject,
               $"line {trip.Start.Line}: the trip of circuit breaker '{breaker}' names '{name}'; daprd would ignore the document.",
               $"Use {string.Join(", ", _ofTrips.Take(5))}."),
        .. from retry in document.Keys("spec", "policies", "retries")
           where retry == "DaprBuiltInActorNotFoundRetries"
           select DiagnosticRules.IllegalResiliency.For(document.Subject,
               $"the retry '{retry}' is daprd's own and cannot be replaced; daprd would ignore this one.",
               "Remove it."),
    ];

    private static readonly string[] _ofTrips =
    [
        "requests", "totalSuccesses", "totalFailures", "consecutiveSuccesses", "consecutiveFailures", "true", "false", "null", "in",
    ];

    // Names that are neither called nor members.
    [GeneratedRegex(@"(?<![\w.])[A-Za-z_]\w*(?!\w*\s*\()")]
    private static partial Regex Variable();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    // daprd passes over a name that is no segment of a path (dapr v1.18.3 pkg/internal/loader/disk/manifest.go).
    private static IEnumerable<Diagnostic> OnDisk(DaprDocument document) =>
        document.Name is "." or ".." || document.Name.AsSpan().ContainsAny("/%")
            ? [Illegal(document, document.At("metadata", "name")!, $"daprd passes over the name '{document.Name}'.", "Use no / and no %.")]
            : [];

    private static IEnumerable<Diagnostic> InCluster(DaprDocument document) =>
    [
        .. ObjectValidator.LiteralHeaders(document),
        .. from map in _labelMaps
           from key in document.Keys("metadata", map)
           where !KubernetesLabel.IsKey(key)
           select Illegal(document, document.At("metadata", map)!, $"Kubernetes refuses '{key}' in metadata.{map}.",
               KubernetesLabel.KeyRule),
        .. from key in document.Keys("metadata", "labels")
           let value = document.At("metadata", "labels", key)
           where value is YamlScalarNode { Value: { } text } && !KubernetesLabel.IsValue(text)
           select Illegal(document, value, $"Kubernetes refuses the value of label '{key}'.",
               KubernetesLabel.ValueRule),
        .. document.At("scopes") is not YamlSequenceNode { Children: var scopes } ? [] :
            from scope in scopes.OfType<YamlScalarNode>()
            where YamlScalar.TypeOf(scope) == YamlScalar.Text && !AppId().IsMatch(scope.Value!)
            select DiagnosticRules.NotInScope.For(document.Subject,
                $"line {scope.Start.Line}: no app-id is '{scope.Value}': it is part of the name of a Service.",
                "Correct the scope, or remove it."),
        // dapr v1.18.3 pkg/internal/loader/validate/mcpserver.go
        .. document is { Kind: "MCPServer" } && document.At("spec", "endpoint", "stdio") is { } stdio
            ? [Illegal(document, stdio, "daprd starts no process for an MCPServer in a cluster.", "Use streamableHTTP or sse.")]
            : Array.Empty<Diagnostic>(),
    ];

    private static Diagnostic Illegal(DaprDocument document, YamlNode node, string message, string fix) =>
        DiagnosticRules.IllegalField.For(document.Subject, $"line {node.Start.Line}: {message}", fix);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex AppId();
}
