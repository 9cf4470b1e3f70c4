using System.Text;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>A variable of a container.</summary>
/// <param name="Field">Where it stands.</param>
/// <param name="Node">Where it stands, or <see langword="null"/>.</param>
internal sealed record FoundVariable(string Field, YamlNode? Node)
{
    /// <summary>Gets the value that stands in the manifest, or <see langword="null"/>. It may be a secret: no message has it.</summary>
    public string? Value { get; init; }

    /// <summary>Gets the Secret that it comes from, or <see langword="null"/>.</summary>
    public TokenReference? Secret { get; init; }

    /// <summary>Gets a value indicating whether it is there at all only by what is not in the input.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>Finds the variables of containers, also those that come from ConfigMaps and Secrets of the input.</summary>
internal static class Variables
{
    /// <summary>Returns a variable of daprd's, or <see langword="null"/> where it has none.</summary>
    public static FoundVariable? VariableOf(this Manifests manifests, FoundDaprd daprd, string name) => daprd.Container is { } container
        ? manifests.VariableOf(daprd.Workload, container, name)
        : Annotated(daprd.Workload, name);

    /// <summary>Returns a variable of a container's, or <see langword="null"/> where it has none.</summary>
    public static FoundVariable? VariableOf(this Manifests manifests, Workload workload, Container container, string name)
    {
        var field = container.Field($"env[{name}]");
        if (container.Node.ItemsAt("env").LastOrDefault(item => item.TextAt("name") == name) is { } variable)
        {
            FoundVariable found = new(field, variable);
            var (secret, map) = (variable.At("valueFrom", "secretKeyRef"), variable.At("valueFrom", "configMapKeyRef"));
            return secret is not null ? found with { Secret = new(secret.TextAt("name"), secret.TextAt("key")) }
                : map is not null
                ? found with { Value = Data(manifests.Find("ConfigMap", map.TextAt("name"), workload.Object), map.TextAt("key")) }
                : variable.At("valueFrom") is not null ? found
                : found with { Value = variable.TextAt("value") is var value && FoundSetting.Stands(value) ? value : null };
        }

        return container.Node.ItemsAt("envFrom").Reverse().Select(source => From(manifests, workload, container, source, name))
            .OrderBy(found => found?.IsUnknown).FirstOrDefault(found => found is not null);
    }

    /// <summary>Returns the names of the variables that have a value in the manifest.</summary>
    public static IEnumerable<(string Name, YamlNode Node)> Literals(Container container) =>
        from item in container.Node.ItemsAt("env")
        where item.TextAt("value") is { Length: > 0 } value && FoundSetting.Stands(value)
        select (item.TextAt("name"), item);

    private static FoundVariable? From(Manifests manifests, Workload workload, Container container, YamlNode source, string name)
    {
        var prefix = source.TextAt("prefix");
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var key = name[prefix.Length..];
        var (field, isSecret) = (container.Field("envFrom"), source.At("secretRef") is not null);
        var kind = isSecret ? "Secret" : "ConfigMap";
        var from = source.TextAt(isSecret ? "secretRef" : "configMapRef", "name");
        return manifests.Find(kind, from, workload.Object) switch
        {
            null => new(field, source) { IsUnknown = true },
            { } found when !Keys(found).Contains(key) => null,
            { } found => isSecret
                ? new(field, source) { Secret = new(from, key) }
                : new(field, source) { Value = Data(found, key) },
        };
    }

    /// <summary>Returns the keys of a Secret or a ConfigMap.</summary>
    public static IEnumerable<string> Keys(ManifestObject item) =>
        from list in (string[])["data", "stringData", "binaryData"]
        from pair in item.Root.PairsAt(list)
        select pair.Key;

    /// <summary>
    /// Returns the value of a variable, or <see langword="null"/> where it is not in the input. It is for comparison only.
    /// </summary>
    public static string? TextOf(this Manifests manifests, FoundVariable? variable, ManifestObject beside)
    {
        if (variable?.Secret is not { } reference)
        {
            return variable?.Value;
        }

        var secret = manifests.Find("Secret", reference.SecretName!, beside);
        return secret?.Root.At("stringData", reference.Key) is { } text ? text.TextAt()
            : secret?.Root.At("data", reference.Key) is { } data ? Decoded(data.TextAt())
            : null;
    }

    private static string Decoded(string base64)
    {
        Span<byte> bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : base64;
    }

    private static string? Data(ManifestObject? item, string key) =>
        item?.Root.At("data", key) is YamlScalarNode { Value: { } value } ? value : null;

    // dapr.io/api-token-secret and dapr.io/app-token-secret name a Secret with the key token (dapr v1.18.3 pkg/injector/patcher).
    private static FoundVariable? Annotated(Workload workload, string name)
    {
        var annotation = name switch
        {
            AppEnvironment.ApiToken => "dapr.io/api-token-secret",
            AppEnvironment.AppToken => "dapr.io/app-token-secret",
            _ => "",
        };
        string[] path = [.. workload.TemplatePath, "metadata", "annotations", annotation];
        return workload.Annotations.TryGetValue(annotation, out var secret) && secret.Length > 0
            ? new(workload.Field($"metadata.annotations[{annotation}]"), workload.Object.Root.At(path)) { Secret = new(secret) }
            : null;
    }
}
