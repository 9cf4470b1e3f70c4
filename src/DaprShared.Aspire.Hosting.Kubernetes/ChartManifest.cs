using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>
/// A typed Kubernetes object in Aspire's chart. A customization finds it among the additional resources and may change
/// <see cref="Manifest"/>.
/// </summary>
/// <remarks>
/// A file of the chart is called after <see cref="BaseKubernetesResource.Metadata"/>, without the kind, so that objects of one name would
/// overwrite each other. The name there is therefore the file's; the object has its own metadata.
/// </remarks>
/// <seealso href="https://kubernetes.io/docs/concepts/overview/working-with-objects/"/>
public sealed class ChartManifest : BaseKubernetesResource, IChartObject
{
    private JsonNode _json;
    private readonly Type _type;
    private IKubernetesObject<V1ObjectMeta>? _manifest;

    internal ChartManifest(string resourceName, IKubernetesObject<V1ObjectMeta> manifest, JsonNode json, string? fileName = null)
        : base(manifest.ApiVersion, manifest.Kind)
    {
        (_json, _type) = (json, manifest.GetType());
        Metadata.Name = $"{resourceName}-{fileName ?? $"{manifest.Kind}-{manifest.Metadata.Name}"}".ToLowerInvariant();
    }

    /// <summary>Gets the object that is written.</summary>
    public IKubernetesObject<V1ObjectMeta> Manifest => _manifest ??= (IKubernetesObject<V1ObjectMeta>)_json.Deserialize(_type)!;

    /// <summary>Gets whether it is a part of its shared daprd, and in that one's file, see <see cref="ChartDaprd"/>.</summary>
    internal bool IsPart { get; init; }

    string IChartObject.Text => ChartText.Write(Json);

    // Nobody has changed what nobody has asked for.
    internal JsonNode Json => _manifest is null ? _json : ManifestYaml.ToJson(_manifest);

    /// <summary>Lets references to a Secret lead to its new name.</summary>
    internal void FollowSecret(string oldName, string newName)
    {
        (_json, _manifest) = (Json, null);
        Rename(_json);

        void Rename(JsonNode? node)
        {
            if (node is JsonObject map && map["secretKeyRef"] is JsonObject reference && (string?)reference["name"] == oldName)
            {
                reference["name"] = newName;
            }

            IEnumerable<JsonNode?> children = node switch
            {
                JsonObject items => items.Select(item => item.Value),
                JsonArray items => items,
                _ => [],
            };
            foreach (var child in children)
            {
                Rename(child);
            }
        }
    }

    /// <summary>
    /// Lets everybody reach the Dapr API, where it is a NetworkPolicy that no customization has looked at: a user's own stands as it is.
    /// </summary>
    internal void AdmitEverybody()
    {
        if (_manifest is null && Manifest is V1NetworkPolicy { Spec.Ingress: [{ } api, ..] })
        {
            api.FromProperty = null;
        }
    }
}
