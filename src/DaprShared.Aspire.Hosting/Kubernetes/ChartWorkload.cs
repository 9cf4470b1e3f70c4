using System.Text.Json.Nodes;
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
    private readonly ChartWorkloadSource? _source;
    private readonly string? _replicas;

    private ChartWorkload(Workload workload, ChartWorkloadSource? source, string? replicas)
        : base(workload.ApiVersion!, workload.Kind!)
    {
        (_workload, _source, _replicas, Metadata) = (workload, source, replicas, workload.Metadata);
    }

    public override PodTemplateSpecV1 PodTemplate => _workload.PodTemplate;

    /// <summary>Comes after all customizations of users. Where one of them has set the number of replicas, that number stands.</summary>
    public static void Finish(DaprSharedResource resource, KubernetesResource published)
    {
        if (published.Workload is { } workload)
        {
            var isOurs = ChartValues.HasReplicas(resource) && workload is Deployment { Spec.Replicas: { } number } && number == (resource.Replicas ?? 1);
            var source = published.Annotations.OfType<ChartWorkloadSource>().LastOrDefault();
            published.Workload = new ChartWorkload(
                workload,
                source?.Workload == workload ? source : null,
                isOurs && source?.Replicas is { } value ? $"{{{{ {value.Trim('{', '}', ' ')} | int }}}}" : null);

            // A customization may have given the pod another account, as Azure's workload identity does; then nobody uses ours.
            published.AdditionalResources.RemoveAll(item =>
                item is ChartManifest { Kind: "ServiceAccount", Manifest.Metadata.Name: var account } && account != workload.PodTemplate.Spec.ServiceAccountName);
        }
    }

    void IYamlConvertible.Read(IParser parser, Type expectedType, ObjectDeserializer nestedObjectDeserializer) => throw new NotSupportedException();

    void IYamlConvertible.Write(IEmitter emitter, ObjectSerializer nestedObjectSerializer)
    {
        var json = AspireObjects.ToJson(_workload);
        if (_source is not null)
        {
            AspireObjects.Restore(json, _source.Whole, _source.Held);
        }

        if (_replicas is not null)
        {
            json["spec"]!["replicas"] = _replicas;
        }

        ChartText.EmitHeader(emitter);
        ManifestYaml.Emit(emitter, json, ChartText.IsTyped);
    }
}

/// <summary>What a workload was made from, until it is finished.</summary>
/// <param name="Workload">The workload that customizations see.</param>
/// <param name="Whole">The workload as it was built, with what the publisher's classes do not know.</param>
/// <param name="Replicas">The number of replicas as an expression of the chart, where it is a value of it.</param>
internal sealed record ChartWorkloadSource(Workload Workload, JsonObject Whole, string? Replicas) : IResourceAnnotation
{
    /// <summary>Gets what the publisher's classes hold of it, before any customization.</summary>
    public JsonObject Held { get; } = AspireObjects.ToJson(Workload);
}
