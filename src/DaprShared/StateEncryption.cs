using System.Text.Json.Nodes;

namespace DaprShared;

/// <summary>
/// The keys that daprd encrypts a state store with. It takes one only from a <c>secretKeyRef</c> through a secret store that it has loaded;
/// any other key it ignores without a word, and the state lies in plain text (dapr v1.18.3 pkg/encryption/encryption.go).
/// </summary>
/// <remarks>
/// In a cluster that is the built-in store. Outside one it is a store of its own, <see cref="Store"/>: variables that begin with
/// <see cref="Prefix"/>, and a Configuration that shows the app none of them. The name of the <c>secretKeyRef</c> is stored behind each
/// value, so a key that is called otherwise later cannot read what was written before.
/// </remarks>
internal static class StateEncryption
{
    /// <summary>The name of the secret store outside a cluster.</summary>
    public const string Store = "dapr-shared-keys";

    /// <summary>What the variables of daprd's environment begin with that the store reads.</summary>
    public const string Prefix = "STATE_KEY_";

    private static readonly string[] _items = ["primaryEncryptionKey", "secondaryEncryptionKey"];

    /// <summary>Says whether a metadata item of a state store is such a key.</summary>
    public static bool IsKey(string item) => _items.Contains(item, StringComparer.Ordinal);

    /// <summary>Returns the variable that holds a key outside a cluster.</summary>
    public static string Variable(string name) => Prefix + name;

    /// <summary>
    /// Returns where a component finds it: the store names a key as its variable without the prefix, and knows it under one name.
    /// </summary>
    public static TokenReference Reference(string name) => new(name, name);

    /// <summary>Returns the store, which a daprd needs as soon as a component of it names it.</summary>
    public static DaprObject SecretStore() => DaprObjects.Component(new()
    {
        Name = Store,
        Type = "secretstores.local.env",
        Metadata = [new("prefix", Prefix)],
    });

    /// <summary>Returns what the Configuration says of it: the app may read nothing through it.</summary>
    public static JsonObject Scopes() => new()
    {
        ["scopes"] = new JsonArray(new JsonObject { ["storeName"] = Store, ["defaultAccess"] = "deny" }),
    };

    /// <summary>Says whether a component of a daprd takes its keys from the store.</summary>
    public static bool IsUsed(SharedDaprd daprd) =>
        daprd.OwnResources.Any(resource => resource.IsComponent && resource.SecretStore == Store);

    /// <summary>Finds the keys that daprd would ignore.</summary>
    /// <param name="subject">The component, as diagnostics call it.</param>
    /// <param name="component">The component.</param>
    public static IEnumerable<Diagnostic> Check(string subject, DaprObject component) =>
        from item in component.IsOf("state.") ? component.Items : []
        where IsKey(item.Name) && item.Secret is null
        select DiagnosticRules.EncryptionKeyIgnored.For(subject,
            $"metadata '{item.Name}' is {(item.Variable is null ? "a literal" : "read by envRef")}; daprd takes a key only by "
                + "secretKeyRef, and would write the state in plain text.",
            "Keep the key in a Secret: secretKeyRef in a file, WithSecretMetadata in an AppHost.",
            nameof(DaprComponent.Metadata));
}
