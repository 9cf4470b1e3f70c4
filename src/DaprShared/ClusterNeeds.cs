namespace DaprShared;

/// <summary>A right that the model cannot know.</summary>
/// <param name="Component">The component that asks for it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Right">What it asks for.</param>
/// <param name="IsSecrets">Whether naming the Secrets is enough.</param>
internal sealed record UnknownRight(string Component, string Type, string Right, bool IsSecrets);

/// <summary>
/// What a daprd asks the cluster itself, from the components that it sees. All other Secrets of components are the operator's to read, and
/// daprd's account has no rights.
/// </summary>
/// <param name="SecretStore">Whether it needs the built-in secret store <c>kubernetes</c>.</param>
/// <param name="Token">Whether its pods need the account's token.</param>
/// <param name="Secrets">The Secrets that it reads, sorted.</param>
/// <param name="ConfigMaps">The ConfigMaps that it watches, sorted.</param>
/// <param name="Unknown">The rights that somebody else has to give.</param>
internal sealed record ClusterNeeds(
    bool SecretStore,
    bool Token,
    IReadOnlyList<string> Secrets,
    IReadOnlyList<string> ConfigMaps,
    IReadOnlyList<UnknownRight> Unknown)
{
    private const string BuiltInStore = "kubernetes";

    /// <summary>One row of the table: what of Dapr's kinds asks the cluster, and for what.</summary>
    /// <param name="Asks">Whether an object does.</param>
    private sealed record Row(Func<DaprObject, bool> Asks)
    {
        /// <summary>Gets a value indicating whether it goes through the built-in secret store.</summary>
        public bool SecretStore { get; init; }

        /// <summary>Gets the Secrets that it reads, as far as the model names them.</summary>
        public Func<DaprObject, SharedDaprd, IEnumerable<string>> Secrets { get; init; } = (_, _) => [];

        /// <summary>Gets the ConfigMaps that it watches, as far as the model names them.</summary>
        public Func<DaprObject, IEnumerable<string>> ConfigMaps { get; init; } = _ => [];

        /// <summary>
        /// Gets what it asks for where the model names nothing, or <see langword="null"/> where it then asks for nothing.
        /// </summary>
        public string? Right { get; init; }

        /// <summary>Gets a value indicating whether that are Secrets of daprd's namespace, so that naming them is enough.</summary>
        public bool IsSecrets { get; init; }
    }

    private static readonly Row[] _table =
    [
        // dapr v1.18.3 pkg/encryption/encryption.go
        new(resource => KeysOf(resource).Any()) { SecretStore = true, Secrets = (resource, _) => KeysOf(resource) },
        // dapr v1.18.3 pkg/runtime/mcp/auth/auth.go; all its other secrets are the operator's to read.
        new(resource => ClientSecretsOf(resource).Any()) { SecretStore = true, Secrets = (resource, _) => ClientSecretsOf(resource) },
        // components-contrib v1.18.4 secretstores/kubernetes
        new(resource => resource.IsOf("secretstores.kubernetes"))
        {
            Secrets = (resource, daprd) => NamedThrough(resource.Metadata.Name, daprd),
            Right = "reads the Secrets that the app asks for",
            IsSecrets = true,
        },
        // components-contrib v1.18.4 crypto/kubernetes/secrets
        new(resource => resource.IsOf("crypto.dapr.kubernetes.secrets"))
        {
            Right = "reads the Secrets whose keys the app names",
            IsSecrets = true,
        },
        // components-contrib v1.18.4 configuration/kubernetes
        new(resource => resource.IsOf("configuration.kubernetes"))
        {
            ConfigMaps = resource => from item in resource.Items
                                     where item is { Name: "configMapName", Value.Length: > 0 }
                                     select item.Value!,
            Right = "lists and watches a ConfigMap",
        },
        // components-contrib v1.18.4 bindings/kubernetes; the namespace is the component's, and may be another one.
        new(resource => resource.IsOf("bindings.kubernetes")) { Right = "lists and watches the events of a namespace" },
    ];

    /// <summary>Returns what a daprd asks.</summary>
    public static ClusterNeeds Of(SharedDaprd daprd)
    {
        var found = (from resource in daprd.OwnResources
                     from row in _table
                     where row.Asks(resource)
                     select (
                         Row: row,
                         Resource: resource,
                         Secrets: row.Secrets(resource, daprd).ToList(),
                         ConfigMaps: row.ConfigMaps(resource).ToList()))
            .ToList();
        var named = daprd.Pod.ReadableSecrets;
        // Where a component of its own reads them, the app gets no second way.
        var throughStore = found.Exists(item => item.Row.SecretStore) || (named.Count > 0 && !found.Exists(item => item.Row.IsSecrets));
        return new(
            throughStore,
            found.Count > 0 || named.Count > 0 || daprd.Pod.MountServiceAccountToken || daprd.Options.DisableBuiltinK8sSecretStore == false,
            Sorted(found.SelectMany(item => item.Secrets).Concat(named)),
            Sorted(found.SelectMany(item => item.ConfigMaps)),
            [
                .. from item in found
                   where item.Row.Right is not null && item.Secrets.Count == 0 && item.ConfigMaps.Count == 0
                   select new UnknownRight(item.Resource.Metadata.Name, item.Resource.Type, item.Row.Right!, item.Row.IsSecrets),
            ]);
    }

    /// <summary>Finds rights that nobody gives, and a store that is off although it is needed.</summary>
    public static IEnumerable<Diagnostic> Check(SharedDaprd daprd)
    {
        var needs = Of(daprd);
        if (needs.SecretStore && daprd.Options.DisableBuiltinK8sSecretStore == true)
        {
            yield return DiagnosticRules.SecretStoreOff.For(daprd.DisplayName,
                $"option {nameof(DaprdOptions.DisableBuiltinK8sSecretStore)} = true, but daprd itself takes "
                    + $"{string.Join(", ", needs.Secrets)} from that store; a state store would be left in plain text without a word.",
                "Remove the option.",
                nameof(DaprdOptions.DisableBuiltinK8sSecretStore));
        }

        // Somebody who mounts the token, or names an account that exists, has given it its rights.
        var hasRights = daprd.Pod is { MountServiceAccountToken: true } or { CreateServiceAccount: false, ServiceAccountName.Length: > 0 };
        foreach (var right in needs.Unknown.Where(right => !hasRights && !(right.IsSecrets && daprd.Pod.ReadableSecrets.Count > 0)))
        {
            yield return DiagnosticRules.RightsUnknown.For(daprd.DisplayName,
                $"component '{right.Component}' ({right.Type}) {right.Right}, and daprd's account has no rights.",
                right.IsSecrets
                    ? $"Name the Secrets in {nameof(PodSettings.ReadableSecrets)}, or an account that may read them with "
                        + "WithServiceAccount."
                    : "Name an account that may with WithServiceAccount, or bind a role to daprd's and set "
                        + $"{nameof(PodSettings.MountServiceAccountToken)}.",
                right.IsSecrets ? nameof(PodSettings.ReadableSecrets) : nameof(PodSettings.ServiceAccountName));
        }
    }

    /// <summary>Finds rights that cannot be bound, where the namespace is left to whoever applies the objects.</summary>
    public static IEnumerable<Diagnostic> Check(SharedDaprd daprd, ObjectSettings settings)
    {
        if ((settings.Namespace ?? settings.AccountNamespace) is null && Of(daprd) is { Secrets.Count: > 0 } or { ConfigMaps.Count: > 0 })
        {
            yield return DiagnosticRules.NamespaceNeeded.For(daprd.DisplayName,
                "the RoleBinding of daprd's account has no namespace, and Kubernetes refuses it like this.",
                "Say the namespace: --namespace for dapr-shared render, namespace in the kustomization.yaml of a folder.",
                nameof(ObjectSettings.Namespace));
        }
    }

    private static IEnumerable<string> KeysOf(DaprObject resource) =>
        from item in resource.IsOf("state.") && resource.SecretStore is "" or BuiltInStore ? resource.Items : []
        where StateEncryption.IsKey(item.Name) && item.Secret is { Length: > 0 }
        select item.Secret;

    private static IEnumerable<string> ClientSecretsOf(DaprObject resource) =>
        from transport in resource.Kind == "MCPServer" ? resource.MapAt("endpoint") : []
        let auth = DaprObject.At(transport.Value, "auth")
        let secret = DaprObject.Text(DaprObject.At(auth, "oauth2", "secretKeyRef", "name"))
        where secret.Length > 0 && DaprObject.Text(DaprObject.At(auth, "secretStore")) is "" or BuiltInStore
        select secret;

    private static IEnumerable<string> NamedThrough(string store, SharedDaprd daprd) =>
        from resource in daprd.OwnResources
        where store != BuiltInStore && resource.SecretStore == store
        from item in resource.Items
        where item.Secret is { Length: > 0 }
        select item.Secret;

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
