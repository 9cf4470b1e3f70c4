using System.Text.Json.Serialization;
using k8s.Models;

namespace DaprShared.Tool.Chart;

/// <summary>The types of the Kubernetes API that values are read as: their fields, found when this is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<V1EnvVar>))]
[JsonSerializable(typeof(List<V1LocalObjectReference>))]
[JsonSerializable(typeof(List<V1NetworkPolicyPeer>))]
[JsonSerializable(typeof(List<V1Toleration>))]
[JsonSerializable(typeof(List<V1Volume>))]
[JsonSerializable(typeof(List<V1VolumeMount>))]
[JsonSerializable(typeof(V1Affinity))]
[JsonSerializable(typeof(V1LabelSelector))]
[JsonSerializable(typeof(V1PodSecurityContext))]
[JsonSerializable(typeof(V1ResourceRequirements))]
[JsonSerializable(typeof(V1SecurityContext))]
internal sealed partial class KubernetesTypes : JsonSerializerContext;
