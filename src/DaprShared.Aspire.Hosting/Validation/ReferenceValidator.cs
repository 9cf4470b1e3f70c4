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
            mistakes.AddRange(Each(daprd, items, mode, named));
            mistakes.AddRange(NamedConfiguration(daprd, items, mode));
            mistakes.AddRange(Documents(daprd, items, mode));
            all.AddRange(items.Select(item => (daprd.Name, item)));
        }

        // Locally each daprd has a folder of its own; in a cluster all objects are in one namespace.
        foreach (var scope in mode == DaprdMode.Standalone ? all.GroupBy(item => item.Daprd) : all.GroupBy(_ => string.Join(", ", daprds.Select(daprd => daprd.Name))))
        {
            mistakes.AddRange(Clashes(scope.Key, [.. scope.Select(pair => pair.Item).DistinctBy(item => item.Source)], mode));
        }

        return mistakes.Concat(mode == DaprdMode.Kubernetes ? Names(daprds.SelectMany(daprd => daprd.Objects)) : []).Distinct();
    }

    /// <summary>Finds what should not be published as it is, wherever to. In a cluster it is part of <see cref="Validate"/>.</summary>
    public static IEnumerable<Diagnostic> Published(IReadOnlyList<DaprSharedResource> daprds) =>
    [
        .. daprds.SelectMany(daprd => daprd.Components).SelectMany(component => component.Validate(DaprdMode.Kubernetes)),
        .. from document in daprds.SelectMany(daprd => Items(daprd, DaprdMode.Kubernetes, [])).Select(item => item.Document)
           where document is { IsDapr: true, Kind: "Component" }
           from diagnostic in ObjectValidator.Cluster(document.Subject, document.Type, document.Literals)
           select diagnostic,
        .. daprds.SelectMany(daprd => Validator.AppOnLoopback(ResolvedDaprd.Of(daprd).Daprd)),
    ];

    private static IEnumerable<Diagnostic> Each(DaprSharedResource daprd, List<Item> items, DaprdMode mode, HashSet<string?> named)
    {
        var variables = from component in daprd.Components
                        from item in component.Items
                        select (item.Variable, Where: $"'{item.Name}' of '{component.Name}'");
        foreach (var same in variables.GroupBy(item => item.Variable).Where(group => group.Count() > 1))
        {
            yield return DiagnosticRules.SameVariable.For(daprd.Name, $"metadata {string.Join(" and ", same.Select(item => item.Where))} would all be read from {same.Key}, which has one value.",
                "Give a component another name, or keep one of the items.");
        }

        List<string> configurations = [.. daprd.Configurations.Select(configuration => configuration.Name)];
        if (daprd.Options.Config is { Length: > 0 } option)
        {
            configurations.Add(option);
        }

        if (configurations.Distinct().Count() > 1)
        {
            yield return DiagnosticRules.SeveralConfigurations.For(daprd.Name, $"it refers to {string.Join(" and ", configurations.Distinct().Select(name => $"'{name}'"))}, and daprd reads one.",
                "Put them together in one Configuration.");
        }

        var pubSubs = items.Where(item => item.Kind == "Component").Select(item => item.Name).ToHashSet();
        foreach (var subscription in daprd.References.OfType<DaprSharedSubscriptionResource>().Where(subscription => !pubSubs.Contains(subscription.Subscription.PubSub)))
        {
            yield return DiagnosticRules.PubSubMissing.For(subscription.Name, $"'{daprd.Name}' has no component '{subscription.Subscription.PubSub}'.",
                mode == DaprdMode.Standalone ? "Refer to the pub/sub component as well." : "Refer to it as well, or see to it that it is in the cluster.");
        }

        foreach (var document in items.Select(item => item.Document).OfType<DaprDocument>())
        {
            if (!document.IsDapr)
            {
                yield return DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                    $"holds a document that is not of Dapr's (apiVersion '{document.ApiVersion}'); daprd passes over it, and it is not "
                        + "published.",
                    "Move it out of the folder.");
            }
            else if (document.Kind == "Configuration" && !named.Contains(document.Name))
            {
                yield return DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                    $"holds the Configuration '{document.Name}', which daprd does not take from a folder of resources"
                        + $"{(mode == DaprdMode.Kubernetes ? ", so it is not published" : "")}.",
                    $"Use AddDaprSharedConfiguration(\"{document.Name}\").WithSpec(...) for it.");
            }
            else if (mode == DaprdMode.Kubernetes && document.Namespace.Length > 0)
            {
                yield return DiagnosticRules.DocumentWithoutEffect.For(document.Path,
                    $"holds {document.Kind} '{document.Name}' of namespace '{document.Namespace}', which a daprd in another one does not "
                        + "see.",
                    "Remove the namespace, unless the daprd is deployed to that one.");
            }
        }
    }

    // The Configuration that an option names: its text is known where a file has it, and locally it is not there.
    private static IEnumerable<Diagnostic> NamedConfiguration(DaprSharedResource daprd, List<Item> items, DaprdMode mode)
    {
        if (daprd.Options.Config is not { Length: > 0 } name || daprd.Configurations.Exists(configuration => configuration.Name == name))
        {
            yield break;
        }

        var file = items.Select(item => item.Document).FirstOrDefault(document => document is { IsDapr: true, Kind: "Configuration" } && document.Name == name);
        if (mode == DaprdMode.Standalone)
        {
            if (file is null)
            {
                yield return DiagnosticRules.ConfigurationNotHere.For(daprd.Name, $"option {nameof(DaprdOptions.Config)} = '{name}' names a Configuration of the cluster; here daprd goes without it.",
                    $"Declare it with AddDaprSharedConfiguration(\"{name}\") and refer to it, to have it everywhere.");
            }

            yield break;
        }

        foreach (var feature in ResolvedDaprd.Of(daprd).Daprd.RequiredFeatures.Where(feature => file?.Features.Contains(feature) != true))
        {
            yield return DiagnosticRules.FeatureNotEnabled.For(daprd.Name,
                $"workflows run in several daprds, and {(file is null ? $"Configuration '{name}' is known by its name only; it has to enable" : $"Configuration '{name}' in '{file.Path}' does not enable")} the feature {feature}.",
                $"Enable it there, or declare the Configuration with AddDaprSharedConfiguration(\"{name}\") and refer to it.");
        }
    }

    private static IEnumerable<Diagnostic> Clashes(string subject, IReadOnlyList<Item> items, DaprdMode mode)
    {
        // daprd does not look at namespaces locally (dapr v1.18.3 pkg/internal/loader/disk), and in a chart or folder one file would
        // replace the other.
        foreach (var same in items.Where(item => item.Kind.Length > 0).GroupBy(item => (item.Kind, item.Name)).Where(group => group.Count() > 1))
        {
            yield return DiagnosticRules.ResourceClash.For(subject, $"{same.Key.Kind} '{same.Key.Name}' is in {string.Join(" and in ", same.Select(item => item.Where))}.", "Keep one of them.");
        }

        foreach (var same in items.Where(_ => mode == DaprdMode.Standalone).DistinctBy(item => (item.File, item.Where)).GroupBy(item => item.File, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return DiagnosticRules.ResourceClash.For(subject, $"the file '{same.Key}' comes from {string.Join(" and from ", same.Select(item => item.Where))}.", "Rename one of them.");
        }
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
        select DiagnosticRules.InMemoryShared.For(pubSub.Name, $"{string.Join(", ", users)} refer to it, but its messages never leave the daprd that they were published to.",
            "Use a pub/sub with a back end, for example pubsub.redis.");

    private static List<Item> Items(DaprSharedResource daprd, DaprdMode mode, List<Diagnostic> mistakes)
    {
        List<Item> items = [.. from item in daprd.Objects
                               let content = item.ToObject([], Places.InEnvironment)
                               select new Item(item, content.Kind, item.Name, $"{item.Name}.yaml", "the AppHost")];
        foreach (var source in daprd.Sources)
        {
            var found = source.Read(mistakes);
            mistakes.AddRange(found.Components.SelectMany(component => ObjectValidator.Validate(component, mode)));
            items.AddRange(found.Components.Select(component => new Item(component.Name, "Component", component.Name, $"{component.Name}.yaml", "the AppHost")));
            items.AddRange(from file in found.Files
                           from document in file.Documents.Index()
                           select new Item((file.Path, document.Index), document.Item.IsDapr ? document.Item.Kind : "", document.Item.Name, file.Name, $"'{file.Path}'", document.Item));
        }

        return items;
    }

    // Something that a daprd gets; two are the same when their source is.
    private sealed record Item(object Source, string Kind, string Name, string File, string Where, DaprDocument? Document = null);
}
