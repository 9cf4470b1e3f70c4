namespace DaprShared.Hosting;

/// <summary>A metadata item whose value is known later.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Name">The item's name.</param>
/// <param name="Variable">The variable of daprd's environment that has it where there is no other place for it.</param>
/// <param name="Value">The value.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
/// <param name="IsKey">Whether it is a key that daprd encrypts state with, which it takes from a secret store only.</param>
internal sealed record MetadataItem(string Component, string Name, string Variable, object Value, bool IsSecret, bool IsKey)
{
    /// <summary>
    /// Gets where an encryption key is in a cluster: a Secret that holds nothing else, because daprd may read all of it. It is called after
    /// the component alone: daprd stores the name behind each value, and cannot read a value whose key is called otherwise later.
    /// </summary>
    public TokenReference KeySecret => new($"{Component}-keys", Name);
}

/// <summary>Where the items of components stand that are no text of the AppHost.</summary>
/// <param name="Of">Returns the place of an item.</param>
/// <param name="SecretStore">The secret store that keys of Secrets are in.</param>
internal sealed record Places(Func<MetadataItem, ComponentMetadata> Of, string SecretStore = "kubernetes")
{
    /// <summary>
    /// Without a cluster: in daprd's environment. An encryption key is in a secret store of its own, which reads daprd's environment and
    /// shows the app nothing.
    /// </summary>
    public static Places InEnvironment { get; } = new(item => item.IsKey ? Key(item) : Variable(item), StateEncryption.Store);

    private static ComponentMetadata Key(MetadataItem item) =>
        new(item.Name, Secret: StateEncryption.Reference(item.Variable[StateEncryption.Prefix.Length..]));

    /// <summary>Returns the variable of daprd's environment.</summary>
    public static ComponentMetadata Variable(MetadataItem item) => new(item.Name, EnvironmentVariable: item.Variable);
}
