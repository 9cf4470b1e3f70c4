using System.Text.RegularExpressions;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// What all shared daprds of an application have in common: where the images come from, and which control plane they join in a cluster.
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
[AspireExport(ExposeProperties = true)]
public sealed partial class DaprSharedOptions
{
    /// <summary>Gets or sets the registry of all images. Default <c>docker.io</c>; an empty text leaves it out.</summary>
    public string Registry { get; set; } = ContainerImage.Daprd.Registry;

    /// <summary>
    /// Gets or sets the version of daprd, placement and scheduler, which belong together: the tag of their images. Default
    /// <see cref="ContainerImage.DefaultVersion"/>. With a digest it is still the version that options are checked against.
    /// </summary>
    /// <remarks>It is part of the image of the DaemonSet, the Deployment or the local container.</remarks>
    public string Version { get; set; } = ContainerImage.DefaultVersion;

    /// <summary>Gets or sets the repository name of daprd. Default <c>daprio/daprd</c>.</summary>
    /// <remarks>It is part of the image of the DaemonSet, the Deployment or the local container.</remarks>
    public string DaprdImage { get; set; } = ContainerImage.Daprd.Name;

    /// <summary>Gets or sets the digest (<c>sha256:…</c>) of daprd's image, or <see langword="null"/> to use the version's tag.</summary>
    /// <remarks>It is part of the image of the DaemonSet, the Deployment or the local container.</remarks>
    public string? DaprdDigest { get; set; }

    /// <summary>
    /// Gets or sets the repository name of the placement service, which runs locally and in Docker Compose. Default
    /// <c>daprio/placement</c>.
    /// </summary>
    /// <remarks>Run mode and Docker Compose only; a cluster's control plane has its own.</remarks>
    public string PlacementImage { get; set; } = ContainerImage.Placement.Name;

    /// <summary>Gets or sets the digest of the placement service's image, or <see langword="null"/> to use the version's tag.</summary>
    /// <remarks>Run mode and Docker Compose only; a cluster's control plane has its own.</remarks>
    public string? PlacementDigest { get; set; }

    /// <summary>
    /// Gets or sets the repository name of the scheduler, which runs locally and in Docker Compose. Default <c>daprio/scheduler</c>.
    /// </summary>
    /// <remarks>Run mode and Docker Compose only; a cluster's control plane has its own.</remarks>
    public string SchedulerImage { get; set; } = ContainerImage.Scheduler.Name;

    /// <summary>Gets or sets the digest of the scheduler's image, or <see langword="null"/> to use the version's tag.</summary>
    /// <remarks>Run mode and Docker Compose only; a cluster's control plane has its own.</remarks>
    public string? SchedulerDigest { get; set; }

    /// <summary>Gets or sets the control plane of the cluster. Default: Dapr's own names, in namespace <c>dapr-system</c>.</summary>
    /// <remarks>
    /// Its addresses appear as <c>--control-plane-address</c>, <c>--sentry-address</c> and those of placement and scheduler.
    /// </remarks>
    public ControlPlane ControlPlane { get; set; } = new();

    /// <summary>
    /// Gets or sets a value indicating whether <c>aspire deploy</c> asks the cluster, before it changes anything, whether shared daprds can
    /// run there (step <c>check-dapr-control-plane</c>). Default <see langword="true"/>. Switched off, the step still runs on its own with
    /// <c>aspire do</c>.
    /// </summary>
    public bool CheckControlPlane { get; set; } = true;

    /// <summary>
    /// Gets or sets the number of nodes that the cost of a DaemonSet is reckoned with when publishing. Default 3. It appears in no
    /// manifest.
    /// </summary>
    public int Nodes { get; set; } = 3;

    /// <summary>Gets or sets where published daprds without a collector of their own send their traces.</summary>
    internal OtlpCollector? Collector { get; set; }

    /// <summary>Returns the one instance of an application.</summary>
    internal static DaprSharedOptions Of(IDistributedApplicationBuilder builder)
    {
        var registered = builder.Services.FirstOrDefault(service => service.ServiceType == typeof(DaprSharedOptions));
        if (registered?.ImplementationInstance is DaprSharedOptions existing)
        {
            return existing;
        }

        var options = new DaprSharedOptions();
        builder.Services.AddSingleton(options);
        return options;
    }

    internal ContainerImage Daprd => Image(DaprdImage, DaprdDigest);

    internal ContainerImage Placement => Image(PlacementImage, PlacementDigest);

    internal ContainerImage Scheduler => Image(SchedulerImage, SchedulerDigest);

    internal IEnumerable<Diagnostic> Mistakes() =>
        from digest in new (string Name, string? Value)[]
        {
            (nameof(DaprdDigest), DaprdDigest),
            (nameof(PlacementDigest), PlacementDigest),
            (nameof(SchedulerDigest), SchedulerDigest),
        }
        where digest.Value is not null && !Digest().IsMatch(digest.Value)
        select DiagnosticRules.IllegalDigest.For(
            "ConfigureDaprShared",
            $"{digest.Name} = '{digest.Value}'.",
            "Use 'sha256:' and the 64 digits that the registry shows.");

    private ContainerImage Image(string name, string? digest) => new() { Registry = Registry, Name = name, Tag = Version, Digest = digest };

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}
