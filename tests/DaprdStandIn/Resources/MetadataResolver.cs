using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.Secrets;
using DaprdStandIn.State;

namespace DaprdStandIn.Resources;

/// <summary>Turns the metadata items of a component into plain values.</summary>
internal sealed class MetadataResolver(DaprdOptions options, Func<string, string?> environment, SecretStores secrets, Log log)
{
    public Dictionary<string, string> Resolve(ComponentManifest component)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in component.Metadata)
        {
            values[item.Name] = Expand(item.Name, Value(component, item));
        }

        return values;
    }

    /// <summary>
    /// The keys of automatic encryption. Only a key of a secret store counts; one that is written down, or that comes from a variable, is
    /// ignored without a word, as daprd does.
    /// </summary>
    public EncryptionKeys? EncryptionKeys(ComponentManifest component)
    {
        return Key("primaryEncryptionKey") is { } primary ? new(primary, Key("secondaryEncryptionKey")) : null;

        EncryptionKey? Key(string name)
        {
            var item = component.Metadata.FirstOrDefault(item => item.Name == name);
            return item is not { SecretName: { } secret, Value: null or "", EnvRef: null } || (item.SecretKey ?? secret) != secret ? null
                : Value(component, item) is { Length: > 0 } key ? new(secret, key)
                : throw new NotSupportedException("failed to extract encryption key: encryption key cannot be empty");
        }
    }

    private string Value(ComponentManifest component, MetadataItem item)
    {
        if (!string.IsNullOrEmpty(item.Value))
        {
            return item.Value;
        }

        if (item.EnvRef is { } variable)
        {
            if (SecretStores.IsAllowed(variable))
            {
                return environment(variable) ?? "";
            }

            log.Warn($"Component {component.Name} references an env variable that isn't allowed: {variable}");
            return "";
        }

        if (item.SecretName is not { } secret)
        {
            return "";
        }

        // A real daprd parks such a component until the store appears; resources do not change here, so it never would.
        if (!secrets.Has(component.SecretStore))
        {
            throw new InvalidOperationException(
                $"Component {component.Name} references a secret store that isn't loaded: {component.SecretStore}");
        }

        // In this store a secret has one entry, and its key is the name of the secret.
        return item.SecretKey is null || item.SecretKey == secret ? secrets.Value(component.SecretStore!, secret) : "";
    }

    private string Expand(string name, string value)
    {
        while (value.IndexOf("{uuid}", StringComparison.Ordinal) is >= 0 and var at)
        {
            value = $"{value[..at]}{Guid.NewGuid()}{value[(at + "{uuid}".Length)..]}";
        }

        if (value.Contains("{podName}", StringComparison.Ordinal))
        {
            value = value.Replace(
                "{podName}",
                options.PodName ?? throw new InvalidOperationException(
                    $"failed to parse metadata: property {name} refers to {{podName}} but podName is not set"),
                StringComparison.Ordinal);
        }

        return value
            .Replace("{namespace}", $"{options.Namespace}.{options.AppId}", StringComparison.Ordinal)
            .Replace("{appID}", options.AppId, StringComparison.Ordinal);
    }
}
