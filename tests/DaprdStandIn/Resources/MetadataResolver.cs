using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;

namespace DaprdStandIn.Resources;

/// <summary>Turns the metadata items of a component into plain values.</summary>
internal sealed class MetadataResolver(DaprdOptions options, Func<string, string?> environment, Log log)
{
    /// <summary>The stores of type secretstores.local.env; a secret's name is a variable's name, after a prefix.</summary>
    private readonly Dictionary<string, string> _localEnvPrefixes = new(StringComparer.Ordinal);

    public void AddLocalEnvStore(string name, IReadOnlyDictionary<string, string> metadata) =>
        _localEnvPrefixes[name] = metadata.GetValueOrDefault("prefix", "");

    public Dictionary<string, string> Resolve(ComponentManifest component)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in component.Metadata)
        {
            values[item.Name] = Expand(item.Name, Value(component, item));
        }

        return values;
    }

    private string Value(ComponentManifest component, MetadataItem item)
    {
        if (!string.IsNullOrEmpty(item.Value))
        {
            return item.Value;
        }

        if (item.EnvRef is { } variable)
        {
            if (IsAllowed(variable))
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
        if (component.SecretStore is null || !_localEnvPrefixes.TryGetValue(component.SecretStore, out var prefix))
        {
            throw new InvalidOperationException(
                $"Component {component.Name} references a secret store that isn't loaded: {component.SecretStore}");
        }

        // In this store a secret has one entry, and its key is the name of the secret.
        return item.SecretKey is null || item.SecretKey == secret
            ? (IsAllowed(prefix + secret) ? environment(prefix + secret) : null) ?? ""
            : "";
    }

    /// <summary>daprd keeps its own tokens and settings away from components.</summary>
    private static bool IsAllowed(string variable) =>
        variable.ToUpperInvariant() is var name
        && name is not ("" or "APP_API_TOKEN")
        && !name.StartsWith("DAPR_", StringComparison.Ordinal)
        && !name.Contains(' ', StringComparison.Ordinal);

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
