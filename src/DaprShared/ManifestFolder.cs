using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>Objects as files for <c>kubectl apply -k</c>: one each, and a <c>kustomization.yaml</c>.</summary>
internal static class ManifestFolder
{
    /// <summary>
    /// Returns the files of a folder by their names. A kind and a name are unique in a namespace, so they are in a folder.
    /// </summary>
    /// <param name="objects">Typed objects.</param>
    /// <param name="namespace">The namespace that all objects get, or <see langword="null"/>.</param>
    /// <param name="documents">Objects that somebody else wrote.</param>
    public static SortedDictionary<string, string> Files(
        IEnumerable<IKubernetesObject<V1ObjectMeta>> objects,
        string? @namespace,
        IEnumerable<(string Kind, string Name, string Text)>? documents = null)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var own = from item in objects select (item.Kind, item.Metadata.Name, ManifestYaml.Write(item));
        foreach (var (kind, name, text) in own.Concat(documents ?? []))
        {
            files[$"{kind.ToLowerInvariant()}-{name}.yaml"] = text;
        }

        files["kustomization.yaml"] = Kustomization(files.Keys, @namespace);
        return files;
    }

    /// <summary>Returns the <c>kustomization.yaml</c> of a folder.</summary>
    /// <param name="resources">Files or folders below it.</param>
    /// <param name="namespace">The namespace that all objects get, or <see langword="null"/>.</param>
    public static string Kustomization(IEnumerable<string> resources, string? @namespace)
    {
        var kustomization = new JsonObject { ["apiVersion"] = "kustomize.config.k8s.io/v1beta1", ["kind"] = "Kustomization" };
        if (@namespace is not null)
        {
            kustomization["namespace"] = @namespace;
        }

        kustomization["resources"] = new JsonArray([.. resources]);
        return ManifestYaml.Write(kustomization);
    }
}
