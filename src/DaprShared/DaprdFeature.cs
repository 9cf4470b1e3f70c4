namespace DaprShared;

/// <summary>
/// Something of daprd's that is written without being asked for, and the first version that has it. Options have theirs in
/// <see cref="DaprdOption.Since"/>; what a user asks for is the user's to choose.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Since">The first version of daprd that has it.</param>
internal sealed record DaprdFeature(string Name, Version Since)
{
    /// <summary>The name resolution <c>nameformat</c> (dapr v1.18.0 cmd/daprd/components/nameresolution_nameformat.go).</summary>
    public static DaprdFeature NameFormat { get; } = new("nameResolution: nameformat", new(1, 18));

    /// <summary>What a retry policy is for, by status code (dapr v1.16.0 charts/dapr/crds/resiliency.yaml).</summary>
    public static DaprdFeature RetryMatching { get; } = new("matching of a retry policy", new(1, 16));

    /// <summary>Workflows in several daprds of one app-id (dapr v1.16.0 pkg/config/configuration.go).</summary>
    public static DaprdFeature SharedWorkflows { get; } = new(SharedDaprd.WorkflowsClusteredDeployment, new(1, 16));

    /// <summary>Says whether a daprd has it, or returns <see langword="null"/> where its image does not tell the version.</summary>
    public bool? IsIn(SharedDaprd daprd) => daprd switch
    {
        // The injector takes the version of its control plane, and each that is supported has all of these.
        { Injection.PinImage: false } => true,
        { Image.Version: { } version } => version >= Since,
        _ => null,
    };
}
