using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A shared daprd: Dapr's runtime for one app-id, apart from the app. A container in run mode and in Docker Compose, a DaemonSet or a
/// Deployment in a cluster.
/// </summary>
/// <remarks>
/// It is neither its app's child, because its life is its own, nor a connection string, which would make the Kubernetes publisher choose a
/// StatefulSet.
/// </remarks>
/// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
[AspireExport]
public sealed partial class DaprSharedResource : ContainerResource
{
    /// <summary>Creates a shared daprd.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="appId">The Dapr app-id.</param>
    public DaprSharedResource([ResourceName] string name, string appId)
        : base(name, DaprdCommandLine.Executable)
    {
        ArgumentException.ThrowIfNullOrEmpty(appId);
        AppId = appId;
    }

    /// <summary>Gets the Dapr app-id.</summary>
    [AspireExport]
    public string AppId { get; }

    /// <summary>Gets the endpoint of the HTTP API, port 3500.</summary>
    [AspireExport]
    public EndpointReference HttpEndpoint => field ??= new(this, DaprdPorts.Http.Name);

    /// <summary>Gets the endpoint of the gRPC API, port 50001.</summary>
    [AspireExport]
    public EndpointReference GrpcEndpoint => field ??= new(this, DaprdPorts.Grpc.Name);

    /// <summary>Gets how daprd is placed in a cluster.</summary>
    public SharedStrategy Strategy { get; internal set; } = SharedStrategy.DaemonSet;

    /// <summary>Gets the number of daprds of a Deployment, or <see langword="null"/> for 1. A DaemonSet has none.</summary>
    public int? Replicas { get; internal set; }

    /// <summary>Gets the options that daprd is started with.</summary>
    public DaprdOptions Options { get; internal set; } = new();

    /// <summary>Gets the token that the Dapr API asks for, or <see langword="null"/> when it asks for none.</summary>
    public ParameterResource? ApiToken { get; internal set; }

    /// <summary>Gets the token that daprd sends to the app, or <see langword="null"/> for none.</summary>
    public ParameterResource? AppToken { get; internal set; }

    /// <summary>Gets what the app needs from the control plane.</summary>
    public DaprNeeds Needs { get; internal set; }

    /// <summary>Gets what this application's shared daprds have in common.</summary>
    internal DaprSharedOptions Common { get; init; } = new();

    // The local control plane, where something asks for it.
    internal EndpointReference? Placement { get; set; }

    internal EndpointReference? Scheduler { get; set; }

    internal IAppChannel? App { get; set; }

    internal PodSettings Pod { get; set; } = new();

    internal WorkloadSettings Workload { get; set; } = new();

    internal SidecarInjection? Injection { get; set; }

    internal TrustAnchors? TrustAnchors { get; set; }

    internal bool InboundRetries { get; set; } = true;

    internal OtlpCollector? Collector { get => field ?? Common.Collector; set; }

    // By WithDockerfile.
    internal bool HasImageBuild => Annotations.OfType<DockerfileBuildAnnotation>().Any();

    // The control plane's own certificates are what it reads where nothing is said.
    internal bool NeedsTrustBundle => Injection is null && TrustAnchors is null;

    /// <summary>What cannot be held in the model because it is wrong; reported with everything else.</summary>
    internal List<Diagnostic> Mistakes { get; } = [];

    /// <summary>What the daprd was told to refer to; see <see cref="Objects"/> for what comes with it.</summary>
    internal List<DaprSharedObjectResource> References { get; } = [];

    internal List<DaprSharedConfigurationResource> Configurations { get; } = [];

    internal List<IResourceSource> Sources { get; } = [];

    /// <summary>Gets the folders of the team's files.</summary>
    internal IEnumerable<string> Folders => Sources.OfType<ResourcesFolder>().Select(folder => folder.Path);

    /// <summary>Reads the files of its sources; what is wrong with them is told where they are validated.</summary>
    internal IEnumerable<DaprFile> ReadFiles() => Sources.SelectMany(source => source.Read([]).Files);

    /// <summary>All objects that the daprd refers to: a subscription brings its pub/sub, a Configuration its middleware.</summary>
    internal IReadOnlyList<DaprSharedObjectResource> Objects =>
    [
        .. References
            .SelectMany(reference => reference.Requires.Prepend(reference))
            .Concat(Configurations.SelectMany(configuration => configuration.HttpPipeline.Concat(configuration.AppHttpPipeline)))
            .Distinct(),
    ];

    internal IReadOnlyList<DaprSharedComponentResource> Components => [.. Objects.OfType<DaprSharedComponentResource>()];
}
