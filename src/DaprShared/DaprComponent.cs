namespace DaprShared;

/// <summary>One metadata item of a component: a literal, the name of an environment variable of daprd, or a key of a Secret.</summary>
/// <param name="Name">The item's name. It is the <c>name</c> in <c>spec.metadata</c>.</param>
/// <param name="Value">The literal, or <see langword="null"/>. It is the <c>value</c> in <c>spec.metadata</c>.</param>
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
    /// <remarks>It is <c>metadata.name</c> of the Component.</remarks>
    public required string Name { get; init; }

    /// <summary>Gets the type, for example <c>state.redis</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the version of the type. Default <c>v1</c>.</summary>
    /// <remarks>It is <c>spec.version</c> of the Component.</remarks>
    public string Version { get; init; } = "v1";

    /// <summary>Gets the metadata. Default: none.</summary>
    /// <remarks>It is <c>spec.metadata</c> of the Component.</remarks>
    public IReadOnlyList<ComponentMetadata> Metadata { get; init; } = [];

    /// <summary>
    /// Gets the secret store that keys of Secrets are in (<c>auth.secretStore</c>). Default <c>kubernetes</c>, which the operator resolves.
    /// </summary>
    public string SecretStore { get; init; } = "kubernetes";

    /// <summary>Gets the app-ids that may use the component; none means all of the namespace.</summary>
    /// <remarks>They are the <c>scopes</c> of the Component.</remarks>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether daprd goes on without the component when it cannot be initialised. Default <see langword="false"/>:
    /// daprd exits.
    /// </summary>
    /// <remarks>It is <c>spec.ignoreErrors</c> of the Component.</remarks>
    public bool IgnoreErrors { get; init; }
}
