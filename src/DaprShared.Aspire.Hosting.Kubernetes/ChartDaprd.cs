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
/// publish is the opening of files. The publisher's writer of YAML takes several times as long as ours, so its files are written here, when
/// the publisher comes to it.
/// </summary>
internal sealed class ChartDaprd : Workload, IYamlConvertible
{
    // A file is called after an object's name. No object can have this one, so nobody else writes this file.
    private const string FileName = "shared_daprd.yaml";

    // What the publisher itself writes for a daprd: the file with the chart's values, which comes last.
    private const string PublishersName = "../../values";

    private readonly Workload? _workload;
    private readonly ChartWorkloadSource? _source;
    private readonly string? _replicas;
    private readonly IReadOnlyList<BaseKubernetesResource> _parts, _beside;

    private ChartDaprd(DaprSharedResource resource, KubernetesResource published, string folder)
        : base("apps/v1", "")
    {
        Metadata.Name = PublishersName;
        var source = published.Annotations.OfType<ChartWorkloadSource>().LastOrDefault();
        _workload = published.Workload;
        _source = source?.Workload == _workload ? source : null;
        _replicas = ReplicasOf(resource, _workload, source);
        BaseKubernetesResource?[] publishers = [published.Service, published.ConfigMap, published.Secret];
        var ours = published.AdditionalResources.FindAll(item => item is IChartObject);
        _parts = _workload is null ? []
            : [.. publishers.OfType<BaseKubernetesResource>(), .. ours.Where(item => item is ChartManifest { IsPart: true })];
        _beside = [.. ours.Except(_parts)];
        string FileOf(string name) => Path.Combine(folder, ChartTemplates.FolderName, resource.Name, name);
        var beside = _beside.ToDictionary(item => FileOf(ChartFolder.FileName(resource, item)), item => (Func<string>)(() => Text(item)));
        Files = _workload is null ? beside : new(beside) { [FileOf(FileName)] = Whole };
    }

    /// <summary>Gets its files in the chart, and what is in them.</summary>
    public Dictionary<string, Func<string>> Files { get; }

    public override PodTemplateSpecV1 PodTemplate => _workload?.PodTemplate ?? new();

    /// <summary>Returns the one of a resource that is sealed.</summary>
    public static ChartDaprd? Of(KubernetesResource published) =>
        published.Workload as ChartDaprd ?? published.AdditionalResources.OfType<ChartDaprd>().FirstOrDefault();

    /// <summary>Comes after all customizations. Where one of them has set the number of replicas, that number stands.</summary>
    /// <param name="resource">The shared daprd.</param>
    /// <param name="published">What it has become.</param>
    /// <param name="folder">The folder of the chart.</param>
    public static void Seal(DaprSharedResource resource, KubernetesResource published, string folder)
    {
        if (published.Workload is { } workload)
        {
            Finish(resource, published, workload);
        }

        var chart = new ChartDaprd(resource, published, folder);
        published.AdditionalResources.RemoveAll(item => item is IChartObject);
        if (chart._workload is null)
        {
            published.AdditionalResources.Add(chart);
            return;
        }

        published.Workload = chart; // a node pool still has to reach its pods
        (published.Service, published.ConfigMap, published.Secret) = (null, null, null);
    }

    // What a customization may have done to it.
    private static void Finish(DaprSharedResource resource, KubernetesResource published, Workload workload)
    {
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
        if (published.Service is { Spec.Type: "LoadBalancer" or "NodePort" })
        {
            // A customization may have opened it to the outside: no policy knows who comes from there.
            var policy = published.AdditionalResources.Find(item => item is ChartManifest { IsPart: true, Kind: "NetworkPolicy" });
            (policy as ChartManifest)?.AdmitEverybody();
        }
    }

    // The value of the chart, unless a customization has set another number.
    private static string? ReplicasOf(DaprSharedResource resource, Workload? workload, ChartWorkloadSource? source)
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
        published.AdditionalResources.Remove(this);
        published.AdditionalResources.AddRange(_beside);
        if (_workload is not null)
        {
            published.Workload = _workload;
            published.Service = _parts.OfType<Service>().FirstOrDefault();
            published.ConfigMap = _parts.OfType<ConfigMap>().FirstOrDefault();
            published.Secret = _parts.OfType<Secret>().FirstOrDefault();
        }
    }

    void IYamlConvertible.Read(IParser parser, Type expectedType, ObjectDeserializer nestedObjectDeserializer) =>
        throw new NotSupportedException();

    void IYamlConvertible.Write(IEmitter emitter, ObjectSerializer nestedObjectSerializer)
    {
        foreach (var (file, text) in Files)
        {
            File.WriteAllText(file, $"{ChartFolder.Separator}\n{OutputFolder.Header}\n{text()}");
        }

        emitter.Emit(new MappingStart());
        emitter.Emit(new MappingEnd());
    }

    private string Whole() =>
        string.Join($"{ChartFolder.Separator}\n", [ChartText.Write(WorkloadJson(_workload!)), .. _parts.Select(Text)]);

    private static string Text(BaseKubernetesResource item) =>
        item is IChartObject own ? own.Text : ChartText.Write(AspireObjects.ToJson(item));

    private JsonObject WorkloadJson(Workload workload)
    {
        var json = AspireObjects.ToJson(workload);
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

/// <summary>An object of ours, which the publisher does not write.</summary>
internal interface IChartObject
{
    /// <summary>Gets the document.</summary>
    string Text { get; }
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
