using System.Text.Json.Nodes;

namespace DaprShared;

/// <summary>Who watches daprd.</summary>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        // The pods themselves, and not a Service: each daprd has metrics of its own. Fields and meaning are those of the operator's CRD
        // (prometheus-operator v0.78 api reference, PodMetricsEndpoint); daprd serves its metrics at /.
        public DaprObject PodMonitor(PodMonitor monitor)
        {
            var metadata = Metadata(Name);
            metadata.Labels = Merge(monitor.Labels, metadata.Labels);
            return new()
            {
                ApiVersion = "monitoring.coreos.com/v1",
                Kind = "PodMonitor",
                Metadata = metadata,
                Spec = DaprObjects.Map(
                    ("podMetricsEndpoints", new JsonArray(DaprObjects.Map(
                        // The injector does not declare each of the ports, so there is no name to point at.
                        ("port", daprd.Injection is null ? DaprdPorts.Metrics.ServicePort : null),
                        ("portNumber", daprd.Injection is null ? null : DaprdPorts.Metrics.Of(daprd)),
                        ("path", "/"),
                        ("interval", monitor.Interval)))),
                    ("selector", DaprObjects.Map(
                        ("matchLabels", new JsonObject(
                            from label in SelectorLabels() select KeyValuePair.Create(label.Key, (JsonNode?)label.Value)))))),
            };
        }
    }
}
