using System.Globalization;
using static DaprShared.Doctor.DoctorRule;

namespace DaprShared.Doctor;

/// <summary>Who reaches a daprd, and who else takes its calls.</summary>
internal static partial class DoctorRules
{
    private static DoctorRule[] ServiceRules() =>
    [
        new(DiagnosticRules.DuplicateAppId,
            "An app-id is one identity, one consumer group and one Service <app-id>-dapr: two workloads would compete for all of them.",
            manifests => Several(manifests, daprd => daprd.IsShared)),
        new(DiagnosticRules.AppHasSidecar,
            "Both would take the app-id's messages, and Dapr's operator takes over the Service <app-id>-dapr for the workload that is "
                + "annotated.",
            SharedAndSidecar),
        Shared(DiagnosticRules.NotNodeLocal,
            "A Service spreads calls over all nodes unless its internalTrafficPolicy is Local; then an app calls the daprd of its own node "
                + "(Kubernetes 1.26 and later).",
            NotLocal),
        new(DiagnosticRules.SelectorTakesOthers,
            "A Service sends calls to every pod that has its labels, and a workload takes every such pod for its own.",
            Overlaps),
        Shared(DiagnosticRules.NoNetworkPolicy,
            "A sidecar listens on loopback, a shared daprd on the pod network: without a NetworkPolicy every pod of the cluster reaches "
                + "its API, "
                + "and the public port answers without a token.",
            Unguarded),
        Shared(DiagnosticRules.PortLeadsNowhere,
            "A Service's targetPort is a number or a name of the container's ports; a call to another one is refused.",
            LostPorts),
        Shared(DiagnosticRules.NotFoundByPeers,
            "daprds find an app-id under <app-id>-dapr in its namespace and nowhere else (components-contrib 1.18 "
                + "nameresolution/kubernetes).",
            NotFound),
        Shared(DiagnosticRules.PinnedPeers,
            "A daprd resolves the name and keeps one connection per address: behind a cluster IP it stays with one daprd of several; a "
                + "headless "
                + "Service has all their addresses.",
            (manifests, daprd) =>
                from service in manifests.ServicesOf(daprd)
                where service.Name == ObjectNames.Daprd(daprd.AppId) && service.Root.TextAt("spec", "clusterIP") != "None"
                   && manifests.ReplicasOf(daprd) is null or > 1
                select OfObject(service, "spec.clusterIP", "the Service is not headless.",
                    "Set clusterIP: None, and give the API a Service of its own.")),
    ];

    private static IEnumerable<Spot> Several(Manifests manifests, Func<FoundDaprd, bool> which) =>
        from same in manifests.Daprds.Where(daprd => which(daprd) && daprd.AppId.Length > 0)
            .GroupBy(daprd => (daprd.AppId, daprd.Object.Namespace))
        let owners = same.Select(daprd => daprd.Object).Distinct().ToList()
        where owners.Count > 1
        from daprd in same
        where daprd.Object != owners[0]
        select At(daprd, "app-id", $"app-id '{same.Key.AppId}' is that of {owners[0]} too.",
            "Keep one, or give each an app-id of its own.");

    private static IEnumerable<Spot> SharedAndSidecar(Manifests manifests) =>
        from shared in manifests.Shared
        from sidecar in manifests.Daprds
        where !sidecar.IsShared && sidecar.AppId.Length > 0 && sidecar.AppId == shared.AppId && sidecar.Object.IsBeside(shared.Object)
        select At(sidecar, "app-id", $"app-id '{sidecar.AppId}' has a sidecar here and a shared daprd in {shared.Object}.",
            "Remove the annotation dapr.io/enabled, then the operator's Service, or the shared daprd.");

    // The operator makes that of an injected one.
    private static IEnumerable<Spot> NotFound(Manifests manifests, FoundDaprd daprd)
    {
        var (services, name) = (manifests.ServicesOf(daprd).ToList(), ObjectNames.Daprd(daprd.AppId));
        return daprd is { IsInjected: false, AppId.Length: > 0 } && services.Count > 0 && services.All(service => service.Name != name)
            ? [OfObject(services[0], "metadata.name", $"no Service '{name}' leads to daprd '{daprd.AppId}'.",
                $"Add a headless Service '{name}' with port 50002.")]
            : [];
    }

    private static IEnumerable<Spot> NotLocal(Manifests manifests, FoundDaprd daprd)
    {
        var services = ApiServices(manifests, daprd).ToList();
        var hasNodePort = daprd.Workload.Spec().TextAt("hostNetwork") == "true"
            || daprd.Container?.Node.ItemsAt("ports").Any(port => port.At("hostPort") is not null) == true;
        return daprd.Workload.IsDaemonSet && services.Count > 0 && !hasNodePort
            && services.All(service => service.Root.TextAt("spec", "internalTrafficPolicy") != "Local")
            ? [OfObject(services.Find(service => service.Root.TextAt("spec", "clusterIP") != "None") ?? services[0],
                "spec.internalTrafficPolicy",
                $"no Service of DaemonSet '{daprd.Object.Name}' keeps calls on the node.",
                "Set internalTrafficPolicy: Local on the Service that apps call, and let another, headless one be <app-id>-dapr.")]
            : [];
    }

    // Those with a port of the API.
    private static IEnumerable<ManifestObject> ApiServices(Manifests manifests, FoundDaprd daprd) =>
        from service in manifests.ServicesOf(daprd)
        where service.Root.ItemsAt("spec", "ports").Any(port =>
            DaprdPorts.All.Where(own => own.IsForApps).Any(own => daprd.Port(own) == Target(daprd, port)))
        select service;

    private static int? Target(FoundDaprd daprd, YamlDotNet.RepresentationModel.YamlNode port)
    {
        var target = port.TextAt("targetPort") is { Length: > 0 } text ? text : port.TextAt("port");
        return int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : PortNamed(daprd, target);
    }

    private static int? PortNamed(FoundDaprd daprd, string name)
    {
        var declared = daprd.Container?.Node.ItemsAt("ports").FirstOrDefault(port => port.TextAt("name") == name);
        return int.TryParse(declared.TextAt("containerPort"), out var number) ? number
            : daprd.IsInjected && DaprdPorts.All.FirstOrDefault(own => own.ServicePort == name) is { } known && known != DaprdPorts.Public
            ? daprd.Port(known)
            : null;
    }

    private static IEnumerable<Spot> LostPorts(Manifests manifests, FoundDaprd daprd)
    {
        HashSet<int> listens =
        [
            .. DaprdPorts.All.Where(port => port != DaprdPorts.Metrics || daprd.Value("enable-metrics") != "false").Select(daprd.Port),
            .. from port in daprd.Workload.Containers.Where(container => container != daprd.Container)
                   .SelectMany(container => container.Node.ItemsAt("ports"))
               select int.TryParse(port.TextAt("containerPort"), out var number) ? number : 0,
            .. daprd.Value("enable-profiling") == "true" ? [7777] : Array.Empty<int>(),
        ];
        return from service in manifests.ServicesOf(daprd)
               where manifests.SelectedBy(service).Count == 1
               from port in service.Root.ItemsAt("spec", "ports")
               where Target(daprd, port) is not { } target || !listens.Contains(target)
               let name = port.TextAt("name") is { Length: > 0 } text ? text : port.TextAt("port")
               select new Spot(service, $"spec.ports[{name}].targetPort", port,
                   $"port '{name}' leads to {(Target(daprd, port) is { } number ? number : $"'{port.TextAt("targetPort")}'")}, and daprd "
                       + $"'{daprd.Name}' listens on {string.Join(", ", listens.Where(own => own > 0).Order())}.",
                   "Correct targetPort, or daprd's --dapr-*-port.");
    }

    // A Service that takes the daprds of several workloads, but for one that is only scraped.
    private static IEnumerable<Spot> Overlaps(Manifests manifests) =>
    [
        .. from service in manifests.Of("Service")
           let taken = manifests.SelectedBy(service).ToList()
           let daprd = manifests.Shared.FirstOrDefault(daprd => taken.Contains(daprd.Workload))
           where daprd is not null && taken.Count > 1 && service.Root.ItemsAt("spec", "ports").Any(port =>
               Target(daprd, port) is not { } target || target != daprd.Port(DaprdPorts.Metrics))
           select OfObject(service, "spec.selector",
               $"it takes the pods of {string.Join(" and ", taken.Select(workload => workload.Object.ToString()))}.",
               "Select by a label that only one of them has, for example app.kubernetes.io/instance."),
        .. from daprd in manifests.Shared
           let labels = daprd.Object.Root.MapAt("spec", "selector", "matchLabels")
           where labels.Count > 0
           from other in manifests.Candidates(labels)
           where other != daprd.Workload && other.Object.Kind != "Pod"
              && Manifests.Selects(daprd.Object, "selector", other)
           select OfObject(daprd.Object, "spec.selector", $"it takes the pods of {other.Object} too.",
               "Select by a label that only one of them has, for example app.kubernetes.io/instance."),
    ];

    private static IEnumerable<Spot> Unguarded(Manifests manifests, FoundDaprd daprd) =>
        manifests.ServicesOf(daprd).Any() && !FoundDaprd.ListensOnLoopback(daprd.Value("dapr-listen-addresses"))
        && !manifests.Objects.Any(item => item.Kind == "NetworkPolicy" ? Guards(item, daprd)
            : item.Kind.EndsWith("NetworkPolicy", StringComparison.Ordinal) && item.IsBeside(daprd.Object))
            ? [At(daprd, "dapr-listen-addresses", $"no NetworkPolicy has the pods of daprd '{daprd.Name}'.",
                "Add one that admits the app's pods to 3500 and 50001, and daprds to 50002.")]
            : [];

    private static bool Guards(ManifestObject policy, FoundDaprd daprd) =>
        policy.IsBeside(daprd.Object)
        && (policy.Root.TextsAt("spec", "policyTypes").ToList() is not { Count: > 0 } types || types.Contains("Ingress"))
        && (!policy.Root.IsEmptyAt("spec", "podSelector", "matchExpressions") || Manifests.Selects(policy, "podSelector", daprd.Workload));
}
