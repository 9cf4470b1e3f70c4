using k8s.Models;

namespace DaprShared;

/// <summary>Who reaches daprd, and under which name.</summary>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        // Headless, so that a caller's daprd finds every pod; ClusterIP would pin it to one (components-contrib v1.18.4
        // nameresolution/kubernetes). The annotations are the operator's own, so that a scraper of sidecars finds a shared daprd too.
        public V1Service PeerService() => Service(Name, Ports, new() { ClusterIP = "None" }, new Dictionary<string, string>
        {
            ["dapr.io/app-id"] = daprd.AppId,
        }.Concat(HasMetrics && daprd.Workload.PrometheusAnnotations ? Prometheus : []));

        public V1Service ApiService() => Service(settings.ApiServiceName ?? ObjectNames.ApiService(daprd.AppId), PortsForApps, new()
        {
            Type = daprd.Pod.ApiServiceType,
            // "Cluster" is Kubernetes' default.
            InternalTrafficPolicy = daprd.EffectiveTrafficPolicy == TrafficPolicy.NodeLocal ? "Local" : null,
            // An injected daprd is ready only when its app answers. An app that calls Dapr before it opens its port would wait for ever.
            PublishNotReadyAddresses = daprd.Injection is null ? null : true,
        });

        // Probes need no rule: a node may always reach its own pods.
        public V1NetworkPolicy NetworkPolicy() => new()
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "NetworkPolicy",
            Metadata = Metadata(Name),
            Spec = new()
            {
                PodSelector = Selector(),
                PolicyTypes = ["Ingress"],
                Ingress =
                [
                    Admit(PortsForApps, daprd.Pod.ApiServiceType == "ClusterIP" ? [AppPods, .. daprd.Workload.Clients] : null),
                    // Every daprd, in any namespace: the injector puts this label on its pods as well. Who may call what, mTLS decides.
                    Admit([DaprdPorts.Internal],
                    [
                        new()
                        {
                            NamespaceSelector = new(),
                            PodSelector = new() { MatchExpressions = [new() { Key = "dapr.io/app-id", OperatorProperty = "Exists" }] },
                        },
                    ]),
                    .. HasMetrics
                        ? [Admit([DaprdPorts.Metrics], Scrapers)]
                        : Array.Empty<V1NetworkPolicyIngressRule>(),
                ],
            },
        };

        private List<V1NetworkPolicyPeer>? Scrapers =>
            daprd.Workload.MetricsNamespaces is { } namespaces ? [new() { NamespaceSelector = namespaces }] : null;

        private V1NetworkPolicyPeer AppPods => new() { PodSelector = settings.AppPods ?? new() };

        // No peers is everybody.
        private V1NetworkPolicyIngressRule Admit(IEnumerable<DaprdPort> ports, List<V1NetworkPolicyPeer>? peers) => new()
        {
            FromProperty = peers,
            Ports = [.. ports.Select(port => new V1NetworkPolicyPort { Port = port.Of(daprd), Protocol = "TCP" })],
        };

        private Dictionary<string, string> Prometheus => new()
        {
            ["prometheus.io/probe"] = "true",
            ["prometheus.io/scrape"] = "true",
            ["prometheus.io/port"] = DaprdPorts.Metrics.Of(daprd).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["prometheus.io/path"] = "/",
        };

        private V1Service Service(
            string name,
            IEnumerable<DaprdPort> ports,
            V1ServiceSpec spec,
            IEnumerable<KeyValuePair<string, string>>? annotations = null)
        {
            spec.Selector = SelectorLabels();
            spec.Ports =
            [
                .. ports.Select(port => new V1ServicePort
                {
                    Name = port.ServicePort,
                    Port = port.Of(daprd),
                    // The injector does not declare each of the ports, so there is no name to point at.
                    TargetPort = daprd.Injection is null ? port.ServicePort : port.Of(daprd),
                    Protocol = "TCP",
                }),
            ];
            return new() { ApiVersion = "v1", Kind = "Service", Metadata = Metadata(name, annotations), Spec = spec };
        }
    }
}
