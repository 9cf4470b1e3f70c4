namespace DaprShared.Doctor;

/// <summary>Daprds that load the same of Dapr's documents: what a document is to them is said once, however many they are.</summary>
/// <param name="Daprds">The daprds, of one namespace.</param>
/// <param name="Documents">The documents, by namespace and scopes.</param>
internal sealed record Loaded(IReadOnlyList<FoundDaprd> Daprds, IReadOnlyList<ManifestObject> Documents)
{
    public IReadOnlyList<ManifestObject> Components { get; } = [.. Documents.Where(item => item.Kind == "Component")];

    public IReadOnlyList<ManifestObject> PubSubs => field ??= [.. Components.Where(item =>
        item.Root.TextAt("spec", "type").StartsWith("pubsub.", StringComparison.OrdinalIgnoreCase))];

    public IReadOnlyList<ManifestObject> Resiliencies { get; } = [.. Documents.Where(item => item.Kind == "Resiliency")];

    /// <summary>Gets the targets of components, by their names.</summary>
    public ILookup<string, (ManifestObject Document, bool HasInbound)> Targets => field ??=
        (from document in Resiliencies
         from target in document.Root.PairsAt("spec", "targets", "components")
         select (target.Key, Target: (document, target.Value.TextAt("inbound", "retry").Length > 0)))
            .ToLookup(item => item.Key, item => item.Target);

    public IReadOnlySet<string> Names => field ??= Components.Select(item => item.Name).ToHashSet();

    /// <summary>Gets the daprds' names, for a message.</summary>
    public static string NamesOf(IEnumerable<FoundDaprd> daprds) =>
        NotInInput.Some([.. daprds.Select(daprd => $"'{daprd.Name}'").Distinct()]);
}
