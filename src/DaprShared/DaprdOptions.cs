namespace DaprShared;

/// <summary>
/// daprd's options as a user sets them; an option that is <see langword="null"/> keeps its default. Names follow CommunityToolkit's
/// <c>DaprSidecarOptions</c> where it has them. Each property is a row of <see cref="DaprdOptionTable"/>: flag, annotation, chart key,
/// default.
/// </summary>
[Aspire.Hosting.AspireDto]
public sealed record DaprdOptions
{
    /// <summary>
    /// Gets or sets the app's protocol: <c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c> or <c>h2c</c>. Default: that of the app's
    /// endpoint.
    /// </summary>
    public string? AppProtocol { get; set; }

    /// <summary>Gets or sets the number of parallel calls to the app, per daprd; -1 is unlimited. Default -1.</summary>
    public int? AppMaxConcurrency { get; set; }

    /// <summary>
    /// Gets or sets whether daprd probes the app and holds back callbacks while it is unhealthy. Default <see langword="false"/>.
    /// </summary>
    public bool? EnableAppHealthCheck { get; set; }

    /// <summary>Gets or sets the path that the app health check calls. Default <c>/healthz</c>. HTTP only.</summary>
    public string? AppHealthCheckPath { get; set; }

    /// <summary>Gets or sets the period of the app health check in seconds. Default 5.</summary>
    public int? AppHealthProbeInterval { get; set; }

    /// <summary>Gets or sets the timeout of the app health check in milliseconds. Default 500; at most the interval.</summary>
    public int? AppHealthProbeTimeout { get; set; }

    /// <summary>Gets or sets the number of failures before the app counts as unhealthy. Default 3.</summary>
    public int? AppHealthThreshold { get; set; }

    /// <summary>Gets or sets how long daprd waits for the app to name its input bindings. Default 3 s. daprd 1.18 or later.</summary>
    public TimeSpan? AppBindingOptionsTimeout { get; set; }

    /// <summary>
    /// Gets or sets which calls to the app are left out at start: <c>config</c>, <c>subscribe</c>. Default none. daprd 1.17 or later.
    /// </summary>
    public IReadOnlyList<string>? DisableInitEndpoints { get; set; }

    /// <summary>Gets or sets the port of the HTTP API. Default 3500.</summary>
    public int? DaprHttpPort { get; set; }

    /// <summary>Gets or sets the port of the gRPC API. Default 50001.</summary>
    public int? DaprGrpcPort { get; set; }

    /// <summary>Gets or sets the port between daprds. Default 50002; callers dial their own number, so keep it.</summary>
    public int? DaprInternalGrpcPort { get; set; }

    /// <summary>Gets or sets the port of health and metadata, which asks for no token. Default 3501.</summary>
    public int? DaprPublicPort { get; set; }

    /// <summary>Gets or sets the addresses that the HTTP and gRPC APIs listen on, separated by commas. Default: all.</summary>
    public string? DaprListenAddresses { get; set; }

    /// <summary>Gets or sets the address that the port between daprds listens on. Default: all.</summary>
    public string? DaprInternalGrpcListenAddress { get; set; }

    /// <summary>Gets or sets the address that the public port listens on. Default: all.</summary>
    public string? DaprPublicListenAddress { get; set; }

    /// <summary>Gets or sets the name of the Configuration in the cluster. Default none. Locally the Configuration is generated.</summary>
    public string? Config { get; set; }

    /// <summary>
    /// Gets or sets whether daprds talk to each other with mutual TLS in Kubernetes. Default <see langword="true"/>. Locally nobody has
    /// certificates.
    /// </summary>
    public bool? EnableMtls { get; set; }

    /// <summary>Gets or sets the placement service's <c>host:port</c>. Default: that of the control plane.</summary>
    public string? PlacementHostAddress { get; set; }

    /// <summary>Gets or sets the scheduler's <c>host:port</c>. Default: that of the control plane.</summary>
    public string? SchedulerHostAddress { get; set; }

    /// <summary>Gets or sets the number of job streams to the scheduler, at least 1. Default 3.</summary>
    public int? SchedulerJobStreams { get; set; }

    /// <summary>Gets or sets the audiences of JWTs that daprd asks Sentry for. Default none.</summary>
    public IReadOnlyList<string>? SentryRequestJwtAudiences { get; set; }

    /// <summary>Gets or sets the timeout of a placement round. Default 30 s. daprd 1.18 or later.</summary>
    public TimeSpan? ActorsDisseminateTimeout { get; set; }

    /// <summary>Gets or sets the period in which hot reload looks again. Default 60 s. daprd 1.18 or later.</summary>
    public TimeSpan? HotReloadReconcileInterval { get; set; }

    /// <summary>Gets or sets the CORS origins, separated by commas. Default <c>*</c>.</summary>
    public string? AllowedOrigins { get; set; }

    /// <summary>Gets or sets the largest request body as a Kubernetes quantity (<c>16Mi</c>). Default <c>4Mi</c>.</summary>
    public string? DaprMaxBodySize { get; set; }

    /// <summary>Gets or sets the header and read buffer as a Kubernetes quantity (<c>8Ki</c>). Default <c>4Ki</c>.</summary>
    public string? DaprReadBufferSize { get; set; }

    /// <summary>Gets or sets the grace period at shutdown in seconds; -1 is daprd's default. Default 5.</summary>
    public int? DaprGracefulShutdownSeconds { get; set; }

    /// <summary>
    /// Gets or sets how long daprd blocks its shutdown, or until the app is unhealthy: it takes no more messages, but still answers.
    /// Default 5 s in Kubernetes, so that a rolling update refuses no request; locally it does not block. The pod's grace period is longer
    /// by as much.
    /// </summary>
    public TimeSpan? DaprBlockShutdownDuration { get; set; }

    /// <summary>Gets or sets whether each API call is logged. Default: what the Configuration says.</summary>
    public bool? EnableApiLogging { get; set; }

    /// <summary>
    /// Gets or sets whether the implicit secret store <c>kubernetes</c> is off. Default <see langword="true"/> in Kubernetes: the shared
    /// daprd's ServiceAccount has no role, and a Secret is better named by a component's <c>secretKeyRef</c>. It is on by itself where
    /// daprd reads Secrets through it: an encryption key of a state store, the client secret of an <c>MCPServer</c>, what
    /// <see cref="PodSettings.ReadableSecrets"/> names. Then, and with <see langword="false"/>, the pods have a token of the ServiceAccount
    /// (<c>automountServiceAccountToken</c>); what it may read beyond those Secrets is yours to say.
    /// </summary>
    public bool? DisableBuiltinK8sSecretStore { get; set; }

    /// <summary>Gets or sets whether daprd serves Prometheus metrics. Default <see langword="true"/>.</summary>
    public bool? EnableMetrics { get; set; }

    /// <summary>Gets or sets the port of the metrics. Default 9090.</summary>
    public int? MetricsPort { get; set; }

    /// <summary>Gets or sets the address that the metrics listen on. Default all.</summary>
    public string? MetricsListenAddress { get; set; }

    /// <summary>Gets or sets whether the pprof server runs. Default <see langword="false"/>.</summary>
    public bool? EnableProfiling { get; set; }

    /// <summary>Gets or sets the port of the pprof server. Default 7777.</summary>
    public int? ProfilePort { get; set; }

    /// <summary>
    /// Gets or sets the log level: <c>debug</c>, <c>info</c>, <c>warn</c>, <c>error</c> or <c>fatal</c>. Default <c>info</c>.
    /// </summary>
    public string? LogLevel { get; set; }

    /// <summary>
    /// Gets or sets whether the log is JSON. Default <see langword="true"/> in Kubernetes, <see langword="false"/> locally.
    /// </summary>
    public bool? LogAsJson { get; set; }
}
