using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting;

/// <summary>
/// A finished shared daprd in Aspire's chart: one file with all its objects, in place of the workload that customizations saw and of the
/// publisher's files for the Service, the ConfigMap and the Secret. What is in one file is replaced and removed as a whole, and most of a
/// publish is the opening of files.
/// </summary>
internal sealed class ChartDaprd : Workload, IYamlConvertible
{
    // A file is called after an object's name. No object can have this one, so nobody else writes this file.
    private const string FileName = "shared_daprd";

    private readonly Workload _workload;
    private readonly ChartWorkloadSource? _source;
    private readonly string? _replicas;
    private readonly IReadOnlyList<BaseKubernetesResource> _others;

    private ChartDaprd(Workload workload, ChartWorkloadSource? source, string? replicas, IReadOnlyList<BaseKubernetesResource> others)
        : base(workload.ApiVersion!, workload.Kind!)
    {
        (_workload, _source, _replicas, _others) = (workload, source, replicas, others);
        Metadata.Name = FileName;
    }

    public override PodTemplateSpecV1 PodTemplate => _workload.PodTemplate;

    /// <summary>Comes after all customizations. Where one of them has set the number of replicas, that number stands.</summary>
    public static void Seal(DaprSharedResource resource, KubernetesResource published)
    {
        if (published.Workload is not { } workload)
        {
            return;
        }

        if (workload is DaemonSet { Spec: null } or Deployment { Spec: null } || workload.PodTemplate is not { Spec: { } } pod)
        {
            var mistake = DiagnosticRules.NoPod.For(
                resource.Name,
                "a customization has left the workload without a pod.",
                "Keep Workload.PodTemplate.Spec, or set Workload to null.");
            throw new MistakesException(mistake.ToString());
        }

        var source = published.Annotations.OfType<ChartWorkloadSource>().LastOrDefault();
        if (source is not null)
        {
            FollowNames(published, pod, source);
        }

        // A customization may have given the pod another account, as Azure's workload identity does; then nobody uses ours.
        published.AdditionalResources.RemoveAll(item =>
            item is ChartManifest { Kind: "ServiceAccount" } account
            && (string?)account.Json["metadata"]!["name"] != pod.Spec.ServiceAccountName);
        List<ChartManifest> parts = [.. published.AdditionalResources.OfType<ChartManifest>().Where(item => item.IsPart)];
        published.AdditionalResources.RemoveAll(parts.Contains);
        if (published.Service is { Spec.Type: "LoadBalancer" or "NodePort" })
        {
            // A customization may have opened it to the outside: no policy knows who comes from there.
            parts.Find(part => part.Kind == "NetworkPolicy")?.AdmitEverybody();
        }

        BaseKubernetesResource?[] publishers = [published.Service, published.ConfigMap, published.Secret];
        published.Workload = new ChartDaprd(
            workload,
            source?.Workload == workload ? source : null,
            ReplicasOf(resource, workload, source),
            [.. publishers.OfType<BaseKubernetesResource>(), .. parts]);
        (published.Service, published.ConfigMap, published.Secret) = (null, null, null);
    }

    // The value of the chart, unless a customization has set another number.
    private static string? ReplicasOf(DaprSharedResource resource, Workload workload, ChartWorkloadSource? source)
    {
        var isOurs = ChartValues.HasReplicas(resource)
            && workload is Deployment { Spec.Replicas: { } number }
            && number == (resource.Replicas ?? 1);
        return isOurs && source?.Replicas is { } value
            ? ChartText.Number(ChartText.Expression($"{ChartText.CodeOf(value)} | int"))
            : null;
    }

    // A customization may have given the Secret or the ConfigMap another name. Where it took them away, somebody else provides them.
    private static void FollowNames(KubernetesResource published, PodTemplateSpecV1 pod, ChartWorkloadSource source)
    {
        var sources = pod.Spec.Containers.SelectMany(container => container.EnvFrom).ToList();
        if (source.ConfigMap is { } oldMap && published.ConfigMap?.Metadata.Name is { } map && map != oldMap)
        {
            sources.FindAll(item => item.ConfigMapRef?.Name == oldMap).ForEach(item => item.ConfigMapRef!.Name = map);
        }

        if (source.Secret is { } oldSecret && published.Secret?.Metadata.Name is { } secret && secret != oldSecret)
        {
            sources.FindAll(item => item.SecretRef?.Name == oldSecret).ForEach(item => item.SecretRef!.Name = secret);
            var keys = from container in pod.Spec.Containers
                       from variable in container.Env
                       let key = variable.ValueFrom?.SecretKeyRef
                       where key?.Name == oldSecret
                       select key;
            foreach (var key in keys)
            {
                key.Name = secret;
            }

            const string fromSecret = "dapr.io/env-from-secret";
            if (pod.Metadata.Annotations.TryGetValue(fromSecret, out var text))
            {
                pod.Metadata.Annotations[fromSecret] = text.Replace($"={oldSecret}:", $"={secret}:", StringComparison.Ordinal);
            }

            foreach (var manifest in published.AdditionalResources.OfType<ChartManifest>())
            {
                manifest.FollowSecret(oldSecret, secret);
            }
        }
    }

    /// <summary>
    /// Puts the objects back, when they are written: others read them, for example to say where a Service can be reached.
    /// </summary>
    public void Restore(KubernetesResource published)
    {
        published.Workload = _workload;
        published.Service = _others.OfType<Service>().FirstOrDefault();
        published.ConfigMap = _others.OfType<ConfigMap>().FirstOrDefault();
        published.Secret = _others.OfType<Secret>().FirstOrDefault();
    }

    void IYamlConvertible.Read(IParser parser, Type expectedType, ObjectDeserializer nestedObjectDeserializer) =>
        throw new NotSupportedException();

    void IYamlConvertible.Write(IEmitter emitter, ObjectSerializer nestedObjectSerializer)
    {
        ChartText.EmitHeader(emitter);
        ChartText.Emit(emitter, WorkloadJson());
        foreach (var other in _others)
        {
            emitter.Emit(new DocumentEnd(isImplicit: true));
            emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: false));
            ChartText.Emit(emitter, other is ChartManifest manifest ? manifest.Json : AspireObjects.ToJson(other));
        }
    }

    private JsonObject WorkloadJson()
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

        return json;
    }
}

/// <summary>What a workload was made from, until it is finished.</summary>
/// <param name="Workload">The workload that customizations see.</param>
/// <param name="Whole">The workload as it was built, with what the publisher's classes do not know.</param>
/// <param name="Replicas">The number of replicas as an expression of the chart, where it is a value of it.</param>
internal sealed record ChartWorkloadSource(Workload Workload, JsonObject Whole, string? Replicas) : IResourceAnnotation
{
    /// <summary>Gets the name of the Secret that it refers to.</summary>
    public string? Secret { get; init; }

    /// <summary>Gets the name of the ConfigMap that it refers to.</summary>
    public string? ConfigMap { get; init; }

    /// <summary>Gets what the publisher's classes hold of it, before any customization.</summary>
    public JsonObject Held { get; } = AspireObjects.ToJson(Workload);
}
