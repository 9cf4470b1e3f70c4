using System.Text.Json.Nodes;

namespace DaprShared;

/// <summary>Who watches daprd.</summary>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        // The pods themselves, and not a Service: each daprd has metrics of its own. Fields and meaning are those of the operator's CRD
        // (prometheus-operator v0.78 api reference, PodMetricsEndpoint); daprd serves its metrics at /. The injector gives the port of a
        // daprd that it adds the same name (dapr v1.18.3 pkg/injector/patcher/sidecar_container.go).
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
                        ("port", DaprdPorts.Metrics.ServicePort),
                        ("path", "/"),
                        ("interval", monitor.Interval)))),
                    ("selector", DaprObjects.Map(
                        ("matchLabels", new JsonObject(
                            from label in SelectorLabels() select KeyValuePair.Create(label.Key, (JsonNode?)label.Value)))))),
            };
        }
    }
}
