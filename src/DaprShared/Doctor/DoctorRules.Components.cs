using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Dapr's documents: what names what, and what daprd makes of it.</summary>
internal static partial class DoctorRules
{
    private const string BuiltInSecretStore = "kubernetes";

    private static DoctorRule[] ComponentRules() =>
    [
        new(DiagnosticRules.ResourceClash,
            "Of two objects of one kind, name and namespace the one that is applied last replaces the other.",
            Twice),
        Daprd(DiagnosticRules.PubSubMissing,
            "daprd loads the components of its namespace that have its app-id in scopes, or no scopes; a subscription to another one is "
                + "not "
                + "started.",
            (manifests, daprd) => from document in manifests.DocumentsOf(daprd)
                                  where document.Kind == "Subscription"
                                  let pubsub = document.Root.TextAt("spec", "pubsubname")
                                  from spot in Missing(manifests, daprd, document, "spec.pubsubname", pubsub)
                                  select spot),
        Daprd(DiagnosticRules.ComponentMissing,
            "daprd loads the components of its namespace that have its app-id in scopes, or no scopes. A name that leads to none of them "
                + "has no "
                + "effect, or stops daprd where a component needs it.",
            (manifests, daprd) => from named in Named(manifests, daprd)
                                  from spot in Missing(manifests, daprd, named.Document, named.Field, named.Name)
                                  select spot),
        Daprd(DiagnosticRules.TwoActorStateStores,
            "daprd ends at its start with 'detected duplicate actor state store' (all versions): each daprd may see one, by scopes.",
            ActorStateStores),
        Shared(DiagnosticRules.MessagesLost,
            "Since 1.17 Redis and others take a message for handled after any result of the app, also a refused connection; 3 of 3 "
                + "messages to "
                + "an app that is away never arrive (seen with 1.18.3). App health checks or an inbound retry policy keep them.",
            Lost),
        Shared(DiagnosticRules.InboundRetriesReplaced,
            "For a component that a Resiliency names under targets.components daprd looks at no default policy (dapr 1.18.3 "
                + "pkg/resiliency).",
            Replaced),
    ];

    // The kinds that are looked at.
    private static readonly string[] _kinds =
    [
        "Deployment", "DaemonSet", "StatefulSet", "Service", "ConfigMap", "Secret", "ServiceAccount", "NetworkPolicy", "Role",
        "RoleBinding", "ClusterRole", "ClusterRoleBinding", "HorizontalPodAutoscaler", "PodDisruptionBudget",
    ];

    // The lists of a Configuration that name components.
    private static readonly (string[] Path, string Field)[] _lists =
    [
        (["spec", "secrets", "scopes"], "storeName"),
        (["spec", "httpPipeline", "handlers"], "name"),
        (["spec", "appHttpPipeline", "handlers"], "name"),
    ];

    private static IEnumerable<Spot> Twice(Manifests manifests) =>
        from one in manifests.Objects
        where one.Name.Length > 0 && (one.IsDapr || _kinds.Contains(one.Kind))
        let @namespace = one.Kind.StartsWith("Cluster", StringComparison.Ordinal) ? "" : one.Namespace
        group one by (one.Kind, one.Name, @namespace) into same
        from item in same.Skip(1)
        let first = same.First()
        select OfObject(item, "metadata.name",
            $"it is there twice: in {Place(first)} too.",
            first.Kind.StartsWith("Cluster", StringComparison.Ordinal)
                ? "Give each a name of its own, for example with the namespace in it."
                : "Keep one, or write their namespaces. What kustomize puts together has to be built first: kubectl kustomize.");

    private static string Place(ManifestObject item) =>
        $"{(item.File == ManifestReader.StandardInput ? "standard input" : item.File)}, line {item.Root.Start.Line},";

    private static IEnumerable<(ManifestObject Document, string Field, string Name)> Named(Manifests manifests, FoundDaprd daprd)
    {
        var config = daprd.Value("config");
        return
        [
            .. from document in manifests.ComponentsOf(daprd)
               select (document, "auth.secretStore", document.Root.TextAt("auth", "secretStore")),
            .. from document in manifests.DocumentsOf(daprd)
               where document.Kind == "Resiliency"
               from target in document.Root.PairsAt("spec", "targets", "components")
               select (document, $"spec.targets.components.{target.Key}", target.Key),
            .. from document in manifests.Of("Configuration")
               where document.IsDapr && config.Length > 0 && document.Name == config && document.IsBeside(daprd.Object)
               from list in _lists
               from item in document.Root.ItemsAt(list.Path)
               select (document, string.Join('.', list.Path), item.TextAt(list.Field)),
        ];
    }

    private static IEnumerable<Spot> Missing(Manifests manifests, FoundDaprd daprd, ManifestObject document, string field, string name)
    {
        var components = manifests.Of("Component").Where(item => item.IsDapr && item.IsBeside(daprd.Object)).ToList();
        if (name is "" or BuiltInSecretStore || components.Count == 0 || manifests.ComponentsOf(daprd).Any(item => item.Name == name))
        {
            yield break;
        }

        var other = components.Find(item => item.Name == name);
        yield return OfObject(document, field,
            other is null
                ? $"it names '{name}', and no component of daprd '{daprd.Name}' has that name."
                : $"it names '{name}', and daprd '{daprd.Name}' is not in that component's scopes.",
            other is not null ? $"Add '{daprd.AppId}' to the scopes of Component '{name}', or give this document scopes without it."
            : Suggestion.Nearest(name, components.Select(item => item.Name)) is { } nearest ? $"Did you mean '{nearest}'?"
            : "Add the component, or correct the name.");
    }

    private static IEnumerable<Spot> ActorStateStores(Manifests manifests, FoundDaprd daprd)
    {
        var stores = manifests.ComponentsOf(daprd).Where(component => component.Root.ItemsAt("spec", "metadata").Any(item =>
            item.TextAt("name").Equals("actorStateStore", StringComparison.OrdinalIgnoreCase)
            && item.TextAt("value").ToUpperInvariant() is "TRUE" or "1" or "YES" or "Y" or "T" or "ON")).ToList();
        return from store in stores.DistinctBy(store => store.Name).Skip(1)
               select OfObject(store, "spec.metadata", $"daprd '{daprd.Name}' has '{stores[0].Name}' as its actor state store too.",
                   "Take actorStateStore from one of them, or give each its scopes.");
    }

    private static bool Retries(ManifestObject document) => document.Kind == "Resiliency"
        && document.Root.PairsAt("spec", "policies", "retries").Any(policy => InboundRetries.Levels.Contains(policy.Key));

    private static bool IsPubSub(ManifestObject item) =>
        item.Kind == "Component" && item.Root.TextAt("spec", "type").StartsWith("pubsub.", StringComparison.OrdinalIgnoreCase);

    private static bool CanLose(FoundDaprd daprd) =>
        daprd.Value("app-port") is not ("" or "0") && daprd.Value("enable-app-health-check") != "true";

    // Targets of a component, each with whether it says what to do with messages that nobody takes.
    private static IEnumerable<(ManifestObject Document, bool HasInbound)> Targets(
        IEnumerable<ManifestObject> documents, string component) =>
        from document in documents
        where document.Kind == "Resiliency"
        from target in document.Root.PairsAt("spec", "targets", "components")
        where target.Key == component
        select (document, target.Value.TextAt("inbound", "retry").Length > 0);

    private static IEnumerable<Spot> Lost(Manifests manifests, FoundDaprd daprd)
    {
        var documents = manifests.DocumentsOf(daprd).ToList();
        var lost = documents.Where(IsPubSub).Where(pubsub => !Targets(documents, pubsub.Name).Any()).Select(pubsub => pubsub.Name).ToList();
        return CanLose(daprd) && lost.Count > 0 && !documents.Any(Retries)
            ? [At(daprd, "enable-app-health-check",
                $"nothing keeps messages of {List(lost)} while the app is stopped, restarted or scaled to zero.",
                "Set --enable-app-health-check=true, and add a Resiliency with the retry policy DefaultPubsubComponentInboundRetryPolicy "
                    + "(constant, maxRetries -1, matching 502-504 and 14).")]
            : [];
    }

    private static IEnumerable<Spot> Replaced(Manifests manifests, FoundDaprd daprd)
    {
        var documents = manifests.DocumentsOf(daprd).ToList();
        return from pubsub in CanLose(daprd) ? documents.Where(IsPubSub) : []
               let targets = Targets(documents, pubsub.Name).ToList()
               where targets.Count > 0 && !targets.Any(target => target.HasInbound)
               select OfObject(targets[0].Document, $"spec.targets.components.{pubsub.Name}",
                   $"the target '{pubsub.Name}' has no inbound retry, so daprd '{daprd.Name}' loses its messages while the app is away.",
                   "Give the target an inbound retry policy, with matching 502-504 for HTTP and 14 for gRPC.");
    }
}
