using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>
/// Writes Kubernetes objects as the JSON that its API takes. The client does it with tables of all types that Kubernetes has, and making
/// them takes longer than everything else that is done for one manifest. Here the compiler writes the code, for the kinds that a shared
/// daprd has; any other kind goes through the client.
/// </summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1DaemonSet))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1NetworkPolicy))]
[JsonSerializable(typeof(V1ObjectMeta))]
[JsonSerializable(typeof(V1PodDisruptionBudget))]
[JsonSerializable(typeof(V1PodSecurityContext))]
[JsonSerializable(typeof(V1ResourceRequirements))]
[JsonSerializable(typeof(V1Role))]
[JsonSerializable(typeof(V1RoleBinding))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1SecurityContext))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V2HorizontalPodAutoscaler))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>Returns the JSON text of an object.</summary>
    public static string Serialize(object manifest) => Default.GetTypeInfo(manifest.GetType()) is { } known
        ? JsonSerializer.Serialize(manifest, known)
        : WritesAnyKind ? KubernetesJson.Serialize(manifest)
        : throw new NotSupportedException($"{manifest.GetType().Name} is no part of a shared daprd.");

    // A program that writes no other kinds, as the tool, is several times smaller without the client's tables.
    [FeatureSwitchDefinition("DaprShared.WritesAnyKind")]
    private static bool WritesAnyKind => !AppContext.TryGetSwitch("DaprShared.WritesAnyKind", out var isOn) || isOn;
}
