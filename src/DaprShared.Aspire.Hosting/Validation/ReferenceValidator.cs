using Aspire.Hosting.ApplicationModel;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>Finds the mistakes in what shared daprds refer to: objects of the model, and files that users wrote.</summary>
internal static class ReferenceValidator
{
    public static IEnumerable<Diagnostic> Validate(IReadOnlyList<DaprSharedResource> daprds, DaprdMode mode)
    {
        List<Diagnostic> mistakes =
        [
            .. daprds.SelectMany(daprd => daprd.Objects).Distinct().SelectMany(item => item.Validate(mode)),
            .. daprds.SelectMany(daprd => daprd.Configurations).Distinct().SelectMany(configuration => configuration.Validate()),
            .. mode == DaprdMode.Standalone ? SharedInMemory(daprds) : [],
        ];
        List<(string Daprd, Item Item)> all = [];
        var named = ClusterObjects.ConfigurationsIn(mode == DaprdMode.Kubernetes ? daprds : []);
        foreach (var daprd in daprds)
        {
            List<Diagnostic> found = [];
            var items = Items(daprd, mode, found);
            // Two daprds may refer to one folder; its mistakes are told once.
            mistakes.AddRange(found.Where(diagnostic => !mistakes.Contains(diagnostic)));
            mistakes.AddRange(SameVariables(daprd));
            mistakes.AddRange(SeveralConfigurations(daprd));
            mistakes.AddRange(MissingPubSubs(daprd, items, mode));
            mistakes.AddRange(DocumentsOf(items).Select(document => WithoutEffect(document, mode, named)).OfType<Diagnostic>());
            mistakes.AddRange(NamedConfiguration(daprd, items, mode));
            mistakes.AddRange(Documents(daprd, items, mode));
            all.AddRange(items.Select(item => (daprd.Name, item)));
        }

        // Locally each daprd has a folder of its own; in a cluster all objects are in one namespace.
        var everybody = string.Join(", ", daprds.Select(daprd => daprd.Name));
        foreach (var scope in all.GroupBy(pair => mode == DaprdMode.Standalone ? pair.Daprd : everybody, pair => pair.Item))
        {
            mistakes.AddRange(Clashes(scope.Key, [.. scope.DistinctBy(item => item.Source)], mode));
        }

        return mistakes.Concat(mode == DaprdMode.Kubernetes ? Names(daprds.SelectMany(daprd => daprd.Objects)) : []).Distinct();
    }

    /// <summary>Finds what should not be published as it is, wherever to. In a cluster it is part of <see cref="Validate"/>.</summary>
    public static IEnumerable<Diagnostic> Published(IReadOnlyList<DaprSharedResource> daprds) =>
    [
        .. daprds.SelectMany(daprd => daprd.Components).SelectMany(component => component.Validate(DaprdMode.Kubernetes)),
        .. from document in DocumentsOf(daprds.SelectMany(daprd => Items(daprd, DaprdMode.Kubernetes, [])))
           where document is { IsDapr: true, Kind: "Component" }
           from diagnostic in ObjectValidator.Cluster(document.Subject, document.Type, document.Literals)
           select diagnostic,
        .. daprds.SelectMany(daprd => Validator.AppOnLoopback(ResolvedDaprd.Of(daprd).Daprd)),
    ];

    private static IEnumerable<DaprDocument> DocumentsOf(IEnumerable<Item> items) =>
        items.Select(item => item.Document).OfType<DaprDocument>();

    private static IEnumerable<Diagnostic> SameVariables(DaprSharedResource daprd) =>
        from component in daprd.Components
        from item in component.Items
        group $"'{item.Name}' of '{component.Name}'" by item.Variable into same
        where same.Count() > 1
        select DiagnosticRules.SameVariable.For(
            daprd.Name,
            $"metadata {string.Join(" and ", same)} would all be read from {same.Key}, which has one value.",
            "Give a component another name, or keep one of the items.");

    private static IEnumerable<Diagnostic> SeveralConfigurations(DaprSharedResource daprd)
    {
        string[] option = daprd.Options.Config is { Length: > 0 } config ? [config] : [];
        var names = daprd.Configurations.Select(configuration => configuration.Name).Concat(option).Distinct().ToList();
        if (names.Count > 1)
        {
            yield return DiagnosticRules.SeveralConfigurations.For(
                daprd.Name,
                $"it refers to {string.Join(" and ", names.Select(name => $"'{name}'"))}, and daprd reads one.",
                "Put them together in one Configuration.");
        }
    }

    private static IEnumerable<Diagnostic> MissingPubSubs(DaprSharedResource daprd, List<Item> items, DaprdMode mode)
    {
        var components = items.Where(item => item.Kind == "Component").Select(item => item.Name).ToHashSet();
        var subscriptions = daprd.References.OfType<DaprSharedSubscriptionResource>()
            .Select(subscription => (subscription.Name, subscription.Subscription.PubSub))
            .Concat(from document in DocumentsOf(items)
                    where document is { IsDapr: true, Kind: "Subscription" } && document.IsFor(daprd.AppId)
                    select (Name: document.Subject, PubSub: document.TextAt("spec", "pubsubname")));
        return from subscription in subscriptions
               let pubSub = subscription.PubSub
               where pubSub.Length > 0 && !components.Contains(pubSub)
               select DiagnosticRules.PubSubMissing.For(
                   subscription.Name,
                   $"'{daprd.Name}' has no component '{pubSub}'.",
                   mode == DaprdMode.Standalone
                       ? "Refer to the pub/sub component as well."
                       : "Refer to it as well, or see to it that it is in the cluster.");
    }

    private static Diagnostic? WithoutEffect(DaprDocument document, DaprdMode mode, HashSet<string?> named)
    {
        if (!document.IsDapr)
        {
            return DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                $"holds a document that is not of Dapr's (apiVersion '{document.ApiVersion}'); daprd passes over it, and it is not "
                    + "published.",
                "Move it out of the folder.");
        }

        if (document.Kind == "Configuration" && !named.Contains(document.Name))
        {
            return DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                $"holds the Configuration '{document.Name}', which daprd does not take from a folder of resources"
                    + $"{(mode == DaprdMode.Kubernetes ? ", so it is not published" : "")}.",
                $"Use AddDaprSharedConfiguration(\"{document.Name}\").WithSpec(...) for it.");
        }

        return mode == DaprdMode.Kubernetes && document.Namespace.Length > 0
            ? DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                $"holds {document.Kind} '{document.Name}' of namespace '{document.Namespace}', which a daprd in another one does not see.",
                "Remove the namespace, unless the daprd is deployed to that one.")
            : null;
    }

    // The Configuration that an option names: its text is known where a file has it, and locally it is not there.
    private static IEnumerable<Diagnostic> NamedConfiguration(DaprSharedResource daprd, List<Item> items, DaprdMode mode)
    {
        if (daprd.Options.Config is not { Length: > 0 } name || daprd.Configurations.Exists(configuration => configuration.Name == name))
        {
            yield break;
        }

        var file = DocumentsOf(items)
            .FirstOrDefault(document => document is { IsDapr: true, Kind: "Configuration" } && document.Name == name);
        if (mode == DaprdMode.Standalone)
        {
            if (file is null)
            {
                yield return DiagnosticRules.ConfigurationNotHere.For(
                    daprd.Name,
                    $"option {nameof(DaprdOptions.Config)} = '{name}' names a Configuration of the cluster; here daprd goes without it.",
                    $"Declare it with AddDaprSharedConfiguration(\"{name}\") and refer to it, to have it everywhere.");
            }

            yield break;
        }

        var lacks = file is null
            ? $"Configuration '{name}' is known by its name only; it has to enable"
            : $"Configuration '{name}' in '{file.Path}' does not enable";
        foreach (var feature in ResolvedDaprd.Of(daprd).Daprd.RequiredFeatures.Where(feature => file?.Features.Contains(feature) != true))
        {
            yield return DiagnosticRules.FeatureNotEnabled.For(
                daprd.Name,
                $"workflows run in several daprds, and {lacks} the feature {feature}.",
                $"Enable it there, or declare the Configuration with AddDaprSharedConfiguration(\"{name}\") and refer to it.");
        }
    }

    private static IEnumerable<Diagnostic> Clashes(string subject, IReadOnlyList<Item> items, DaprdMode mode)
    {
        // daprd does not look at namespaces locally (dapr v1.18.3 pkg/internal/loader/disk), and in a chart or folder one file would
        // replace the other.
        var objects = from item in items
                      where item.Kind.Length > 0
                      group item.Where by (item.Kind, item.Name) into same
                      where same.Count() > 1
                      select DiagnosticRules.ResourceClash.For(
                          subject,
                          $"{same.Key.Kind} '{same.Key.Name}' is in {string.Join(" and in ", same)}.",
                          "Keep one of them.");
        var files = from item in items.DistinctBy(item => (item.File, item.Where))
                    group item.Where by item.File into same
                    where same.Count() > 1
                    select DiagnosticRules.ResourceClash.For(
                        subject,
                        $"the file '{same.Key}' comes from {string.Join(" and from ", same)}.",
                        "Rename one of them.");
        return mode == DaprdMode.Standalone ? objects.Concat(files) : objects;
    }

    // A Configuration that nobody reads has no mistakes, and the name of one that is read is the option's.
    private static IEnumerable<Diagnostic> Documents(DaprSharedResource daprd, List<Item> items, DaprdMode mode)
    {
        var mounts = daprd.Annotations.OfType<ContainerMountAnnotation>().Select(mount => new V1VolumeMount { MountPath = mount.Target });
        var model = ResolvedDaprd.Of(daprd).Daprd;
        model = model with { Pod = model.Pod with { VolumeMounts = [.. model.Pod.VolumeMounts, .. mounts] } };
        var documents = (from item in items
                         where item.Document is { IsDapr: true } && (item.Kind != "Configuration" || item.Name == model.Options.Config)
                         select item.Document).ToList();
        return
        [
            .. documents.SelectMany(document => DocumentValidator.Validate(document, mode, model)),
            .. ObjectValidator.References(documents),
            .. from component in mode == DaprdMode.Kubernetes ? daprd.Components : []
               let content = component.ToComponent([], Places.InEnvironment)
               from diagnostic in ObjectValidator.InPods(component.Name, content.Type, ObjectValidator.Literals(content), model)
               select diagnostic,
        ];
    }

    // What no cluster takes as a name. Locally it is that of a file.
    private static IEnumerable<Diagnostic> Names(IEnumerable<DaprSharedObjectResource> objects) =>
        from item in objects
        where !Validator.IsName(item.Name)
        select Validator.IllegalName(item.Name, item.ToObject([], Places.InEnvironment).Kind, item.Name);

    private static IEnumerable<Diagnostic> SharedInMemory(IReadOnlyList<DaprSharedResource> daprds) =>
        from pubSub in daprds.SelectMany(daprd => daprd.Components).Distinct()
        where pubSub.Type == "pubsub.in-memory"
        let users = daprds.Where(daprd => daprd.Components.Contains(pubSub)).Select(daprd => daprd.Name).ToList()
        where users.Count > 1
        select DiagnosticRules.InMemoryShared.For(
            pubSub.Name,
            $"{string.Join(", ", users)} refer to it, but its messages never leave the daprd that they were published to.",
            "Use a pub/sub with a back end, for example pubsub.redis.");

    private static List<Item> Items(DaprSharedResource daprd, DaprdMode mode, List<Diagnostic> mistakes)
    {
        List<Item> items = [.. daprd.Objects.Select(item => Item.OfAppHost(item, item.ToObject([], Places.InEnvironment).Kind, item.Name))];
        foreach (var source in daprd.Sources)
        {
            var found = source.Read(mistakes);
            mistakes.AddRange(found.Components.SelectMany(component => ObjectValidator.Validate(component, mode)));
            items.AddRange(found.Components.Select(component => Item.OfAppHost(component.Name, "Component", component.Name)));
            items.AddRange(found.Files.SelectMany(Item.OfFile));
        }

        return items;
    }

    // Something that a daprd gets; two are the same when their source is.
    private sealed record Item(object Source, string Kind, string Name, string File, string Where, DaprDocument? Document = null)
    {
        public static Item OfAppHost(object source, string kind, string name) => new(source, kind, name, $"{name}.yaml", "the AppHost");

        public static IEnumerable<Item> OfFile(DaprFile file) =>
            from document in file.Documents.Index()
            let kind = document.Item.IsDapr ? document.Item.Kind : ""
            select new Item((file.Path, document.Index), kind, document.Item.Name, file.Name, $"'{file.Path}'", document.Item);
    }
}
