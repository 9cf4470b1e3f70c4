namespace DaprShared;

/// <summary>One metadata item of a component: a literal, the name of an environment variable of daprd, or a key of a Secret.</summary>
/// <param name="Name">The item's name.</param>
/// <param name="Value">The literal, or <see langword="null"/>.</param>
/// <param name="EnvironmentVariable">
/// The variable that daprd reads the value from, or <see langword="null"/>. daprd refuses names that start with <c>DAPR_</c> and
/// <c>APP_API_TOKEN</c> (dapr v1.18.3 pkg/runtime/processor/secret).
/// </param>
/// <param name="Secret">The key of a Secret, which the operator resolves in a cluster, or <see langword="null"/>.</param>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
public sealed record ComponentMetadata(
    string Name,
    string? Value = null,
    string? EnvironmentVariable = null,
    TokenReference? Secret = null);

/// <summary>A Dapr component, the same locally and in a cluster.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
public sealed record DaprComponent
{
    /// <summary>Gets the component's name, by which apps call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the type, for example <c>state.redis</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the version of the type. Default <c>v1</c>.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>Gets the metadata. Default: none.</summary>
    public IReadOnlyList<ComponentMetadata> Metadata { get; init; } = [];

    /// <summary>
    /// Gets the secret store that keys of Secrets are in (<c>auth.secretStore</c>). Default <c>kubernetes</c>, which the operator resolves.
    /// </summary>
    public string SecretStore { get; init; } = "kubernetes";

    /// <summary>Gets the app-ids that may use the component; none means all of the namespace.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether daprd goes on without the component when it cannot be initialised. Default <see langword="false"/>:
    /// daprd exits.
    /// </summary>
    public bool IgnoreErrors { get; init; }
}
