
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
        new(DiagnosticRules.PubSubMissing,
            "daprd loads the components of its namespace that have its app-id in scopes, or no scopes; a subscription to another one is "
                + "not "
                + "started.",
            manifests => from loaded in manifests.Loaded
                         from document in loaded.Documents
                         where document.Kind == "Subscription"
                         let pubsub = document.Root.TextAt("spec", "pubsubname")
                         from spot in Missing(manifests, loaded, loaded.Daprds, document, "spec.pubsubname", pubsub)
                         select spot),
        new(DiagnosticRules.ComponentMissing,
            "daprd loads the components of its namespace that have its app-id in scopes, or no scopes. A name that leads to none of them "
                + "has no "
                + "effect, or stops daprd where a component needs it.",
            NamedInVain),
        new(DiagnosticRules.TwoActorStateStores,
            "daprd ends at its start with 'detected duplicate actor state store' (all versions): each daprd may see one, by scopes.",
            manifests => manifests.Loaded.SelectMany(ActorStateStores)),
        new(DiagnosticRules.MessagesLost,
            "Since 1.17 Redis and others take a message for handled after any result of the app, also a refused connection; 3 of 3 "
                + "messages to "
                + "an app that is away never arrive (seen with 1.18.3). App health checks or an inbound retry policy keep them.",
            manifests => manifests.Loaded.SelectMany(Lost)) { Since = V1_17 },
        new(DiagnosticRules.InboundRetriesReplaced,
            "For a component that a Resiliency names under targets.components daprd looks at no default policy (dapr 1.18.3 "
                + "pkg/resiliency).",
            manifests => manifests.Loaded.SelectMany(Replaced)) { Since = V1_17 },
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

    // Where there is no daprd, objects of Kubernetes are somebody else's: those of several environments, for example.
    private static IEnumerable<Spot> Twice(Manifests manifests)
    {
        var folders = manifests.Daprds.Select(daprd => FolderOf(daprd.Object)).ToHashSet();
        return Twice(manifests.Objects.Where(one =>
            one.Name.Length > 0 && (one.IsDapr || (_kinds.Contains(one.Kind) && folders.Contains(FolderOf(one))))));
    }

    private static IEnumerable<Spot> Twice(IEnumerable<ManifestObject> objects) =>
        from one in objects
        let @namespace = one.Kind.StartsWith("Cluster", StringComparison.Ordinal) ? "" : one.Namespace
        group one by (one.Group, one.Kind, one.Name, @namespace) into same
        where same.Skip(1).Any()
        let first = same.First()
        let others = same.Count() - 2
        select OfObject(same.ElementAt(1), "metadata.name",
            others == 0
                ? $"it is there twice: in {ManifestReader.NameOf(first.File)}, line {first.Root.Start.Line}, too."
                : $"it is there {others + 2} times: "
                    + $"{NotInInput.Some([.. same.Select(item => $"{ManifestReader.NameOf(item.File)}:{item.Root.Start.Line}")])}.",
            first.Kind.StartsWith("Cluster", StringComparison.Ordinal)
                ? "Give each a name of its own, for example with the namespace in it."
                : "Keep one, or write their namespaces. What kustomize puts together has to be built first: kubectl kustomize.");

    private static string FolderOf(ManifestObject item) => Path.GetDirectoryName(item.File) ?? "";

    private static IEnumerable<Spot> NamedInVain(Manifests manifests)
    {
        var all = (from loaded in manifests.Loaded from named in Named(manifests, loaded) select (Loaded: loaded, Named: named)).ToList();
        // A target's policies and a store's scopes are for the daprds that have it, and nothing to others that load the document too.
        var had = (from item in all
                   where item.Named.Field.StartsWith("spec.targets.", StringComparison.Ordinal) ? IsForSome(item.Loaded, item.Named)
                      : item.Named.Field == "spec.secrets.scopes" && item.Loaded.Names.Contains(item.Named.Name)
                   select (item.Named.Document, item.Named.Field, item.Named.Name)).ToHashSet();
        return from item in all
               let named = item.Named
               where !had.Contains((named.Document, named.Field, named.Name))
               from spot in Missing(manifests, item.Loaded, named.Daprds, named.Document, named.Field, named.Name)
               select spot;

        // An app-id of both may be one that is not in the input.
        bool IsForSome(Loaded loaded, (IReadOnlyList<FoundDaprd>, ManifestObject Document, string, string Name) named)
        {
            var scopes = named.Document.Document.Scopes;
            return manifests.ComponentsIn(loaded.Daprds[0].Object.Namespace).Any(component => component.Name == named.Name
                && (scopes.Count == 0 || component.Document.Scopes is not { Count: > 0 } own || own.Intersect(scopes).Any()));
        }
    }

    private static IEnumerable<(IReadOnlyList<FoundDaprd> Daprds, ManifestObject Document, string Field, string Name)> Named(
        Manifests manifests, Loaded loaded) =>
    [
        .. from document in loaded.Components
           select (loaded.Daprds, document, "auth.secretStore", document.Root.TextAt("auth", "secretStore")),
        .. from document in loaded.Resiliencies
           from target in document.Root.PairsAt("spec", "targets", "components")
           select (loaded.Daprds, document, $"spec.targets.components.{target.Key}", target.Key),
        .. from daprds in loaded.Daprds.GroupBy(daprd => daprd.Value("config"))
           where daprds.Key.Length > 0
           from document in manifests.Named("Configuration", daprds.Key)
           where document.IsDapr && document.IsBeside(loaded.Daprds[0].Object)
           from list in _lists
           from item in document.Root.ItemsAt(list.Path)
           select (daprds.ToList(), document, string.Join('.', list.Path), item.TextAt(list.Field)),
    ];

    private static IEnumerable<Spot> Missing(
        Manifests manifests, Loaded loaded, IReadOnlyList<FoundDaprd> daprds, ManifestObject document, string field, string name)
    {
        if (name is "" or BuiltInSecretStore || loaded.Names.Contains(name))
        {
            yield break;
        }

        var components = manifests.ComponentsIn(daprds[0].Object.Namespace);
        if (components.Count == 0)
        {
            yield break;
        }

        var other = components.FirstOrDefault(item => item.Name == name);
        yield return OfObject(document, field,
            other is null
                ? $"it names '{name}', and no component of daprd {Loaded.NamesOf(daprds)} has that name."
                : $"it names '{name}', and daprd {Loaded.NamesOf(daprds)} is not in that component's scopes.",
            other is not null
                ? $"Add {NotInInput.Some([.. daprds.Select(daprd => $"'{daprd.AppId}'").Distinct()])} to the scopes of Component "
                    + $"'{name}', or give this document scopes without it."
            : Suggestion.Nearest(name, components.Select(item => item.Name).Distinct()) is { } nearest ? $"Did you mean '{nearest}'?"
            : "Add the component, or correct the name.");
    }

    private static IEnumerable<Spot> ActorStateStores(Loaded loaded)
    {
        var stores = loaded.Components.Where(component => component.Root.ItemsAt("spec", "metadata").Any(item =>
            item.TextAt("name").Equals("actorStateStore", StringComparison.OrdinalIgnoreCase) && FoundValue.IsTrue(item.TextAt("value"))))
            .ToList();
        return from store in stores.DistinctBy(store => store.Name).Skip(1)
               select OfObject(store, "spec.metadata",
                   $"daprd {Loaded.NamesOf(loaded.Daprds)} has '{stores[0].Name}' as its actor state store too.",
                   "Take actorStateStore from one of them, or give each its scopes.");
    }

    private static bool Retries(ManifestObject document) => document.Kind == "Resiliency"
        && document.Root.PairsAt("spec", "policies", "retries").Any(policy => InboundRetries.Levels.Contains(policy.Key));

    // Before 1.17 a message that the app did not take was not acknowledged.
    private static bool CanLose(FoundDaprd daprd) => (daprd.Version is not { } version || version >= V1_17)
        && daprd.Value("app-port") is not ("" or "0") && daprd.Value("enable-app-health-check") != "true";

    private static IEnumerable<Spot> Lost(Loaded loaded)
    {
        var lost = loaded.PubSubs.Select(pubsub => pubsub.Name).Where(name => !loaded.Targets.Contains(name)).Distinct().ToList();
        return from daprd in lost.Count == 0 || loaded.Resiliencies.Any(Retries) ? [] : loaded.Daprds
               where daprd.IsShared && CanLose(daprd)
               select At(daprd, "enable-app-health-check",
                   $"nothing keeps messages of {NotInInput.Some([.. lost.Select(name => $"'{name}'")])} while the app is stopped, "
                       + "restarted or scaled to zero.",
                   $"Set {Setting(daprd, "enable-app-health-check", "true")}, and add a Resiliency with the retry policy "
                       + "DefaultPubsubComponentInboundRetryPolicy (constant, maxRetries -1, matching 502-504 and 14).");
    }

    private static IEnumerable<Spot> Replaced(Loaded loaded)
    {
        var daprds = loaded.Daprds.Where(daprd => daprd.IsShared && CanLose(daprd)).ToList();
        return from pubsub in daprds.Count == 0 ? [] : loaded.PubSubs
               let targets = loaded.Targets[pubsub.Name]
               where targets.Any() && !targets.Any(target => target.HasInbound)
               select OfObject(targets.First().Document, $"spec.targets.components.{pubsub.Name}",
                   $"the target '{pubsub.Name}' has no inbound retry, so daprd {Loaded.NamesOf(daprds)} loses its messages while "
                       + "the app is away.",
                   "Give the target an inbound retry policy, with matching 502-504 for HTTP and 14 for gRPC.");
    }
}
