using YamlDotNet.RepresentationModel;

namespace DaprShared;

/// <summary>What a schema cannot say of documents: what names what, within one of them and between them.</summary>
public static partial class ObjectValidator
{
    private static readonly string[] _targets = ["spec", "targets"];

    private static (string Field, string Defined, string[] BuiltIn)[] Policies =>
    [
        ("timeout", "timeouts", []), ("retry", "retries", BuiltInRetries), ("circuitBreaker", "circuitBreakers", []),
    ];

    /// <summary>Returns the mistakes between the documents that a daprd gets.</summary>
    internal static IEnumerable<Diagnostic> References(IReadOnlyCollection<DaprDocument> documents)
    {
        // All Resiliencies of a daprd become one (dapr v1.18.3 pkg/resiliency/resiliency.go, FromConfigurations).
        var resiliencies = documents.Where(document => document.Kind == "Resiliency").ToList();
        var targets = resiliencies.SelectMany(Targets).ToList();
        return
        [
            .. from policy in Policies
               let defined = resiliencies.SelectMany(document => document.Keys("spec", "policies", policy.Defined))
                   .Concat(policy.BuiltIn).ToHashSet()
               from target in targets
               let name = TextOf(target.Policies, policy.Field)
               where name.Length > 0 && !defined.Contains(name)
               select DiagnosticRules.IllegalResiliency.For(target.Document.Subject,
                   $"line {target.Policies.Start.Line}: {target.Path} names the {policy.Field} '{name}', which no Resiliency here defines; "
                       + "daprd would ignore it.",
                   "Define it, or name one that is defined."),
            .. from target in targets
               where target.Path.StartsWith("spec.targets.actors.", StringComparison.Ordinal)
                   && TextOf(target.Policies, "circuitBreaker").Length > 0 && TextOf(target.Policies, "circuitBreakerScope").Length == 0
               select DiagnosticRules.IllegalResiliency.For(target.Document.Subject,
                   $"line {target.Policies.Start.Line}: {target.Path} has a circuitBreaker and no circuitBreakerScope; "
                       + "daprd would ignore the document.",
                   "Add circuitBreakerScope: type, id or both."),
            .. from document in documents
               where document.Kind == "Component"
               from same in document.MetadataNames.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
               where same.Count() > 1
               select DiagnosticRules.SameItem.For(document.Subject,
                   $"its metadata has {string.Join(" and ", same.Select(name => $"'{name}'"))}, which are one name to daprd.",
                   "Keep one of them."),
        ];
    }

    // apps and actors have policies below the name, components below inbound and outbound.
    private static IEnumerable<(DaprDocument Document, string Path, YamlMappingNode Policies)> Targets(DaprDocument document) =>
        from kind in document.Keys(_targets)
        from name in document.Keys([.. _targets, kind])
        from direction in kind == "components" ? document.Keys([.. _targets, kind, name]) : [""]
        let path = direction.Length > 0 ? [.. _targets, kind, name, direction] : (string[])[.. _targets, kind, name]
        let policies = document.At(path) as YamlMappingNode
        where policies is not null
        select (document, string.Join('.', path), policies);

    private static string TextOf(YamlMappingNode map, string field) =>
        map.Children.TryGetValue(field, out var node) && node is YamlScalarNode { Value: { } text } ? text : "";
}
