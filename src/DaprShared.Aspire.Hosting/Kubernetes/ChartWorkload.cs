using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting;

/// <summary>
/// A finished workload in Aspire's chart, in place of the <see cref="Deployment"/> or <see cref="DaemonSet"/> that customizations saw. It is written in the
/// style of all our objects, much faster than by the publisher's own serializer, and its number of replicas can be a value of the chart.
/// </summary>
internal sealed class ChartWorkload : Workload, IYamlConvertible
{
    private readonly Workload _workload;
    private readonly string? _replicas;

    private ChartWorkload(Workload workload, string? replicas)
        : base(workload.ApiVersion!, workload.Kind!)
    {
        (_workload, _replicas, Metadata) = (workload, replicas, workload.Metadata);
    }

    public override PodTemplateSpecV1 PodTemplate => _workload.PodTemplate;

    /// <summary>Comes after all customizations of users. Where one of them has set the number of replicas, that number stands.</summary>
    public static void Finish(DaprSharedResource resource, KubernetesResource published)
    {
        if (published.Workload is { } workload)
        {
            var isOurs = ChartValues.HasReplicas(resource) && workload is Deployment { Spec.Replicas: { } number } && number == (resource.Replicas ?? 1);
            published.Workload = new ChartWorkload(workload, isOurs ? $"{{{{ {ChartValues.Path(resource, ChartValues.Replicas)} | int }}}}" : null);
        }
    }

    void IYamlConvertible.Read(IParser parser, Type expectedType, ObjectDeserializer nestedObjectDeserializer) => throw new NotSupportedException();

    void IYamlConvertible.Write(IEmitter emitter, ObjectSerializer nestedObjectSerializer)
    {
        var json = AspireObjects.ToJson(_workload);
        if (_replicas is not null)
        {
            json["spec"]!["replicas"] = _replicas;
        }

        ManifestYaml.Emit(emitter, json, ChartText.IsTyped);
    }
}
