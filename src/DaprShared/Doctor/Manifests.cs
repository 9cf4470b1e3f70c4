
namespace DaprShared.Doctor;

/// <summary>The objects of an input, and who in them belongs to whom. It may be a part of what the cluster has.</summary>
internal sealed class Manifests
{
    private readonly ILookup<string, ManifestObject> _byKind;
    private readonly ILookup<(string Kind, string Name), ManifestObject> _byName;

    // Each is asked for again and again, and a cluster may have thousands of objects.
    private readonly ILookup<Workload, ManifestObject> _services;
    private readonly ILookup<(string Name, string? Value), Workload> _byLabel;
    private readonly ILookup<string, (Workload Workload, Container Container, string Host)> _clients;
    private readonly Dictionary<ManifestObject, IReadOnlyList<Workload>> _selected;
    private readonly Dictionary<FoundDaprd, IReadOnlyList<Diagnostic>> _diagnostics = [];
    private readonly Dictionary<string, IReadOnlyList<ManifestObject>> _components = [];

    /// <param name="objects">The objects.</param>
    /// <param name="controlPlane">The control plane's version, or <see langword="null"/> to take it from the objects.</param>
    public Manifests(IReadOnlyList<ManifestObject> objects, string? controlPlane = null)
    {
        Objects = objects;
        _byKind = objects.Where(item => !item.IsKnative).ToLookup(item => item.Kind, StringComparer.Ordinal);
        _byName = objects.Where(item => !item.IsKnative).ToLookup(item => (item.Kind, item.Name));
        Workloads = [.. Owners(objects).Select(Workload.Of).OfType<Workload>()];
        Daprds = [.. Workloads.SelectMany(FoundDaprd.In)];
        ControlPlane = controlPlane ?? ControlPlaneIn(Workloads);
        var documents = objects.Where(item => item.IsDapr).Select(item => (item, Scopes: item.Root.TextsAt("scopes").ToHashSet())).ToList();
        var scopes = documents.SelectMany(document => document.Scopes).ToHashSet();
        Loaded =
        [
            .. from daprd in Daprds
               group daprd by (daprd.Object.Namespace, AppId: scopes.Contains(daprd.AppId) ? daprd.AppId : null) into alike
               select new Loaded([.. alike],
               [
                   .. from document in documents
                      where document.item.IsIn(alike.Key.Namespace)
                         && (document.Scopes.Count == 0 || (alike.Key.AppId is { } appId && document.Scopes.Contains(appId)))
                      select document.item,
               ]),
        ];
        _byLabel = (from workload in Workloads from label in LabelsOf(workload) select (label, workload))
            .ToLookup(pair => pair.label, pair => pair.workload);
        _selected = Of("Service").ToDictionary(service => service, IReadOnlyList<Workload> (service) =>
            service.Root.MapAt("spec", "selector") is { Count: > 0 } selector
                ? [.. Candidates(selector).Where(workload => Matches(service, selector, workload))]
                : []);
        _services = (from service in _selected from workload in service.Value select (workload, service.Key))
            .ToLookup(pair => pair.workload, pair => pair.Key);
        Clients =
        [
            .. from workload in Workloads
               from container in workload.Containers
               from name in (string[])[AppEnvironment.HttpEndpoint, AppEnvironment.GrpcEndpoint]
               let url = this.VariableOf(workload, container, name)?.Value
               where url is not null && Uri.TryCreate(url, UriKind.Absolute, out _)
               select (workload, container, new Uri(url).Host),
        ];
        _clients = Clients.ToLookup(client => client.Host.Split('.')[0], StringComparer.Ordinal);
    }

    public IReadOnlyList<ManifestObject> Objects { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public IReadOnlyList<FoundDaprd> Daprds { get; }

    /// <summary>Gets the daprds whose flags only a shell knows. They are none of <see cref="Daprds"/>.</summary>
    public IReadOnlyList<(Workload Workload, Container Container)> Unread =>
        [.. from workload in Workloads from container in FoundDaprd.UnreadIn(workload) select (workload, container)];

    public IReadOnlyList<FoundDaprd> Shared => field ??= [.. Daprds.Where(daprd => daprd.IsShared)];

    /// <summary>Gets the containers that have the URL of a Dapr API, with its host.</summary>
    public IReadOnlyList<(Workload Workload, Container Container, string Host)> Clients { get; }

    /// <summary>Gets those whose host begins with the name of a Service.</summary>
    public IEnumerable<(Workload Workload, Container Container, string Host)> ClientsAt(string service) => _clients[service];

    /// <summary>Gets the control plane's version, or <see langword="null"/> where nobody says it.</summary>
    public string? ControlPlane { get; }

    public Version? ControlPlaneVersion => ControlPlane is { } text ? new ContainerImage { Tag = text }.Version : null;

    public IEnumerable<ManifestObject> Of(string kind) => _byKind[kind];

    public ManifestObject? Find(string kind, string name, ManifestObject beside) =>
        _byName[(kind, name)].FirstOrDefault(item => item.IsBeside(beside));

    /// <summary>Gets the daprds, by Dapr's documents that they may load.</summary>
    public IReadOnlyList<Loaded> Loaded { get; }

    /// <summary>Gets the components of a namespace, whatever their scopes.</summary>
    public IReadOnlyList<ManifestObject> ComponentsIn(string @namespace) => _components.TryGetValue(@namespace, out var known) ? known
        : _components[@namespace] = [.. Of("Component").Where(item => item.IsDapr && item.IsIn(@namespace))];

    /// <summary>Says whether the input has any of Dapr's documents of a daprd's namespace, so that those that lack are missing.</summary>
    public bool HasDocuments(FoundDaprd daprd) => Objects.Any(item => item.IsDapr && item.IsBeside(daprd.Object));

    public IEnumerable<ManifestObject> ServicesOf(FoundDaprd daprd) => _services[daprd.Workload];

    public IReadOnlyList<Workload> SelectedBy(ManifestObject service) => _selected[service];

    public IEnumerable<ManifestObject> ServicesOf(string name) => Named("Service", name);

    public IEnumerable<ManifestObject> Named(string kind, string name) => _byName[(kind, name)];

    /// <summary>Says whether a selector of labels in an object's <c>spec</c> takes a workload's pods.</summary>
    public static bool Selects(ManifestObject item, string selector, Workload workload) =>
        item.IsBeside(workload.Object)
        && Matches(item, item.Root.MapAt("spec", selector, "matchLabels"), workload)
        && item.Root.IsEmptyAt("spec", selector, "matchExpressions");

    /// <summary>Returns the workloads that have the first label of a selector, which few have.</summary>
    public IEnumerable<Workload> Candidates(IReadOnlyDictionary<string, string> selector) =>
        selector.Count == 0 ? Workloads : _byLabel[(selector.First().Key, selector.First().Value)];

    private static bool Matches(ManifestObject item, IReadOnlyDictionary<string, string> selector, Workload workload) =>
        item.IsBeside(workload.Object) && selector.All(label => LabelsOf(workload).Contains((label.Key, label.Value)));

    // The injector adds two (dapr v1.18.3 pkg/injector/patcher/sidecar_patcher.go).
    private static IEnumerable<(string Name, string? Value)> LabelsOf(Workload workload) =>
        (from label in workload.Labels select (label.Key, (string?)label.Value)).Concat(
            from label in FoundDaprd.IsEnabled(workload.Annotations)
                ? [("dapr.io/app-id", workload.Annotations.GetValueOrDefault("dapr.io/app-id")), ("dapr.io/sidecar-injected", "true")]
                : Array.Empty<(string Name, string? Value)>()
            where !workload.Labels.ContainsKey(label.Name)
            select label);

    /// <summary>Gets what the model's rules say of a daprd.</summary>
    public IReadOnlyList<Diagnostic> DiagnosticsOf(FoundDaprd daprd) => _diagnostics.TryGetValue(daprd, out var known) ? known
        : _diagnostics[daprd] = Validator.Validate(this.ModelOf(daprd), DaprdMode.Kubernetes);

    /// <summary>Gets the number of daprds that there may be at once, or <see langword="null"/> for one on each node.</summary>
    public int? ReplicasOf(FoundDaprd daprd)
    {
        var scaler = Of("HorizontalPodAutoscaler").Concat(Of("ScaledObject")).FirstOrDefault(item => item.IsBeside(daprd.Object)
            && item.Root.TextAt("spec", "scaleTargetRef", "name") == daprd.Object.Name);
        // KEDA's own default is 100.
        var most = scaler?.Root.TextAt("spec", scaler.Kind == "ScaledObject" ? "maxReplicaCount" : "maxReplicas") is { Length: > 0 } own
            ? own
            : scaler?.Kind == "ScaledObject" ? "100" : "";
        return int.TryParse(most, out var number) ? number : daprd.Workload.Replicas;
    }

    // A Pod of a ReplicaSet of a Deployment is told once, for the Deployment; of siblings without their owner one is enough.
    private static IEnumerable<ManifestObject> Owners(IReadOnlyList<ManifestObject> objects)
    {
        var present = objects.Select(item => (item.Kind, item.Name, item.Namespace)).ToHashSet();
        return objects.Where(item => OwnerOf(item) is not { } owner || !present.Contains(owner))
            .DistinctBy(item => (object?)OwnerOf(item) ?? item);
    }

    private static (string Kind, string Name, string Namespace)? OwnerOf(ManifestObject item) =>
        item.Root.ItemsAt("metadata", "ownerReferences").FirstOrDefault(owner => owner.TextAt("controller") == "true") is { } owner
            && Workload.Of(item) is not null
            // A Deployment's ReplicaSets have its name and the hash of their template.
            ? item.Root.TextAt("metadata", "labels", "pod-template-hash") is { Length: > 0 } hash
                && owner.TextAt("name") is var name && name.EndsWith($"-{hash}", StringComparison.Ordinal)
                ? ("Deployment", name[..^(hash.Length + 1)], item.Namespace)
                : (owner.TextAt("kind"), owner.TextAt("name"), item.Namespace)
            : null;

    // Dapr's chart labels its objects with the version (dapr v1.18.3 charts/dapr/charts/dapr_operator).
    private static string? ControlPlaneIn(IEnumerable<Workload> workloads) =>
        (from workload in workloads
         where workload.Object.Name is "dapr-operator" or "dapr-sentry" or "dapr-sidecar-injector"
         let label = workload.Object.Root.TextAt("metadata", "labels", "app.kubernetes.io/version")
         select label.Length > 0 ? label : workload.Containers is [var first, ..] ? first.Image.Tag : null).FirstOrDefault();
}
