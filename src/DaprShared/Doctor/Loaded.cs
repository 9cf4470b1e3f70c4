namespace DaprShared.Doctor;

/// <summary>Daprds that load the same of Dapr's documents: what a document is to them is said once, however many they are.</summary>
/// <param name="Daprds">The daprds, of one namespace.</param>
/// <param name="Documents">The documents, by namespace and scopes.</param>
internal sealed record Loaded(IReadOnlyList<FoundDaprd> Daprds, IReadOnlyList<ManifestObject> Documents)
{
    public IReadOnlyList<ManifestObject> Components { get; } = [.. Documents.Where(item => item.Kind == "Component")];

    /// <summary>Gets those that a message may be lost behind: all but the ones that give it back until the app takes it.</summary>
    public IReadOnlyList<ManifestObject> PubSubs => field ??= [.. Components.Where(item =>
        item.Root.TextAt("spec", "type").StartsWith("pubsub.", StringComparison.OrdinalIgnoreCase) && !GivesBack(item))];

    public IReadOnlyList<ManifestObject> Resiliencies { get; } = [.. Documents.Where(item => item.Kind == "Resiliency")];

    /// <summary>Gets the targets of components, by their names.</summary>
    public ILookup<string, (ManifestObject Document, bool HasInbound)> Targets => field ??=
        (from document in Resiliencies
         from target in document.Root.PairsAt("spec", "targets", "components")
         select (target.Key, Target: (document, target.Value.TextAt("inbound", "retry").Length > 0)))
            .ToLookup(item => item.Key, item => item.Target);

    public IReadOnlySet<string> Names => field ??= Components.Select(item => item.Name).ToHashSet();

    // Without an end, some of them by a setting (components-contrib v1.18, pubsub).
    private static bool GivesBack(ManifestObject pubsub)
    {
        var setting = pubsub.Root.ItemsAt("spec", "metadata").ToLookup(item => item.TextAt("name"), item => item.TextAt("value"),
            StringComparer.OrdinalIgnoreCase);
        return pubsub.Root.TextAt("spec", "type").ToLowerInvariant() switch
        {
            "pubsub.gcp.pubsub" or "pubsub.jetstream" or "pubsub.pulsar" => true,
            "pubsub.kafka" => setting["consumeRetryEnabled"].All(FoundValue.IsTrue),
            "pubsub.rabbitmq" => setting["requeueInFailure"].Any(FoundValue.IsTrue),
            _ => false,
        };
    }

    /// <summary>Gets the daprds' names, for a message.</summary>
    public static string NamesOf(IEnumerable<FoundDaprd> daprds) =>
        NotInInput.Some([.. daprds.Select(daprd => $"'{daprd.Name}'").Distinct()]);
}
