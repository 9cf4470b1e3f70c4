namespace DaprShared;

/// <summary>A container image in its parts.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/containers/images/"/>
public sealed record ContainerImage
{
    /// <summary>
    /// The version of daprd, placement and scheduler that is used when none is named. Every supported control plane (1.17 to 1.19) accepts
    /// it.
    /// </summary>
    public const string DefaultVersion = "1.18.3";

    /// <summary>Gets the registry. Default <c>docker.io</c>; an empty text leaves it out.</summary>
    public string Registry { get; init; } = "docker.io";

    /// <summary>Gets the repository name. Default <c>daprio/daprd</c>.</summary>
    public string Name { get; init; } = "daprio/daprd";

    /// <summary>Gets the tag. Default <see cref="DefaultVersion"/>; the version that is checked against the supported window.</summary>
    public string Tag { get; init; } = DefaultVersion;

    /// <summary>Gets the digest (<c>sha256:…</c>) that pins the image, or <see langword="null"/>. It wins over the tag.</summary>
    public string? Digest { get; init; }

    /// <summary>Gets the pull policy in the manifest, or <see langword="null"/> for Kubernetes' default.</summary>
    public string? PullPolicy { get; init; }

    /// <summary>Gets the image of daprd in its default version.</summary>
    public static ContainerImage Daprd { get; } = new();

    /// <summary>Gets the image of the placement service in its default version.</summary>
    public static ContainerImage Placement { get; } = new() { Name = "daprio/placement" };

    /// <summary>Gets the image of the scheduler in its default version.</summary>
    public static ContainerImage Scheduler { get; } = new() { Name = "daprio/scheduler" };

    /// <summary>
    /// Gets the minor version in the tag (<c>1.18</c> of <c>1.18.3-mariner</c>), or <see langword="null"/> when the tag is not a version.
    /// </summary>
    public Version? Version
    {
        get
        {
            var parts = Tag.TrimStart('v').Split('-')[0].Split('.');
            return parts.Length >= 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor)
                && major >= 0 && minor >= 0
                ? new Version(major, minor)
                : null;
        }
    }

    /// <summary>Returns the reference as a container runtime takes it.</summary>
    public override string ToString() =>
        (Registry.Length == 0 ? "" : Registry + "/") + Name + (Digest is null ? ":" + Tag : "@" + Digest);
}
