namespace DaprShared;

/// <summary>
/// daprd's options as a user sets them; an option that is <see langword="null"/> keeps its default. Names follow CommunityToolkit's
/// <c>DaprSidecarOptions</c> where it has them. Each property is a row of <see cref="DaprdOptionTable"/>: flag, annotation, chart key,
/// default.
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
[Aspire.Hosting.AspireDto]
public sealed record DaprdOptions
{
    /// <summary>
    /// Gets or sets the app's protocol: <c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c> or <c>h2c</c>. Default: that of the app's
    /// endpoint.
    /// </summary>
    /// <remarks>daprd gets <c>--app-protocol</c>.</remarks>
    public string? AppProtocol { get; set; }

    /// <summary>Gets or sets the number of parallel calls to the app, per daprd; -1 is unlimited. Default -1.</summary>
    /// <remarks>daprd gets <c>--app-max-concurrency</c>.</remarks>
    public int? AppMaxConcurrency { get; set; }

    /// <summary>
    /// Gets or sets whether daprd probes the app and holds back callbacks while it is unhealthy. Default <see langword="false"/>.
    /// </summary>
    /// <remarks>daprd gets <c>--enable-app-health-check</c>.</remarks>
    public bool? EnableAppHealthCheck { get; set; }

    /// <summary>Gets or sets the path that the app health check calls. Default <c>/healthz</c>. HTTP only.</summary>
    /// <remarks>daprd gets <c>--app-health-check-path</c>.</remarks>
    public string? AppHealthCheckPath { get; set; }

    /// <summary>Gets or sets the period of the app health check in seconds. Default 5.</summary>
    /// <remarks>daprd gets <c>--app-health-probe-interval</c>.</remarks>
    public int? AppHealthProbeInterval { get; set; }

    /// <summary>Gets or sets the timeout of the app health check in milliseconds. Default 500; at most the interval.</summary>
    /// <remarks>daprd gets <c>--app-health-probe-timeout</c>.</remarks>
    public int? AppHealthProbeTimeout { get; set; }

    /// <summary>Gets or sets the number of failures before the app counts as unhealthy. Default 3.</summary>
    /// <remarks>daprd gets <c>--app-health-threshold</c>.</remarks>
    public int? AppHealthThreshold { get; set; }

    /// <summary>Gets or sets how long daprd waits for the app to name its input bindings. Default 3 s. daprd 1.18 or later.</summary>
    /// <remarks>daprd gets <c>--app-binding-options-timeout</c>.</remarks>
    public TimeSpan? AppBindingOptionsTimeout { get; set; }

    /// <summary>
    /// Gets or sets which calls to the app are left out at start: <c>config</c>, <c>subscribe</c>. Default none. daprd 1.17 or later.
    /// </summary>
    /// <remarks>daprd gets <c>--disable-init-endpoints</c>.</remarks>
    public IReadOnlyList<string>? DisableInitEndpoints { get; set; }

    /// <summary>Gets or sets the port of the HTTP API. Default 3500.</summary>
    /// <remarks>daprd gets <c>--dapr-http-port</c>.</remarks>
    public int? DaprHttpPort { get; set; }

    /// <summary>Gets or sets the port of the gRPC API. Default 50001.</summary>
    /// <remarks>daprd gets <c>--dapr-grpc-port</c>.</remarks>
    public int? DaprGrpcPort { get; set; }

    /// <summary>Gets or sets the port between daprds. Default 50002; callers dial their own number, so keep it.</summary>
    /// <remarks>daprd gets <c>--dapr-internal-grpc-port</c>.</remarks>
    public int? DaprInternalGrpcPort { get; set; }

    /// <summary>Gets or sets the port of health and metadata, which asks for no token. Default 3501.</summary>
    /// <remarks>daprd gets <c>--dapr-public-port</c>.</remarks>
    public int? DaprPublicPort { get; set; }

    /// <summary>Gets or sets the addresses that the HTTP and gRPC APIs listen on, separated by commas. Default: all.</summary>
    /// <remarks>daprd gets <c>--dapr-listen-addresses</c>.</remarks>
    public string? DaprListenAddresses { get; set; }

    /// <summary>Gets or sets the address that the port between daprds listens on. Default: all.</summary>
    /// <remarks>daprd gets <c>--dapr-internal-grpc-listen-address</c>.</remarks>
    public string? DaprInternalGrpcListenAddress { get; set; }

    /// <summary>Gets or sets the address that the public port listens on. Default: all.</summary>
    /// <remarks>daprd gets <c>--dapr-public-listen-address</c>.</remarks>
    public string? DaprPublicListenAddress { get; set; }

    /// <summary>Gets or sets the name of the Configuration in the cluster. Default none. Locally the Configuration is generated.</summary>
    /// <remarks>daprd gets <c>--config</c>.</remarks>
    public string? Config { get; set; }

    /// <summary>
    /// Gets or sets whether daprds talk to each other with mutual TLS in Kubernetes. Default <see langword="true"/>. Locally nobody has
    /// certificates.
    /// </summary>
    /// <remarks>daprd gets <c>--enable-mtls</c>.</remarks>
    public bool? EnableMtls { get; set; }

    /// <summary>Gets or sets the placement service's <c>host:port</c>. Default: that of the control plane.</summary>
    /// <remarks>daprd gets <c>--placement-host-address</c>.</remarks>
    public string? PlacementHostAddress { get; set; }

    /// <summary>Gets or sets the scheduler's <c>host:port</c>. Default: that of the control plane.</summary>
    /// <remarks>daprd gets <c>--scheduler-host-address</c>.</remarks>
    public string? SchedulerHostAddress { get; set; }

    /// <summary>Gets or sets the number of job streams to the scheduler, at least 1. Default 3.</summary>
    /// <remarks>daprd gets <c>--scheduler-job-streams</c>.</remarks>
    public int? SchedulerJobStreams { get; set; }

    /// <summary>Gets or sets the audiences of JWTs that daprd asks Sentry for. Default none.</summary>
    /// <remarks>daprd gets <c>--sentry-request-jwt-audiences</c>.</remarks>
    public IReadOnlyList<string>? SentryRequestJwtAudiences { get; set; }

    /// <summary>Gets or sets the timeout of a placement round. Default 30 s. daprd 1.18 or later.</summary>
    /// <remarks>daprd gets <c>--actors-disseminate-timeout</c>.</remarks>
    public TimeSpan? ActorsDisseminateTimeout { get; set; }

    /// <summary>Gets or sets the period in which hot reload looks again. Default 60 s. daprd 1.18 or later.</summary>
    /// <remarks>daprd gets <c>--hot-reload-reconcile-interval</c>.</remarks>
    public TimeSpan? HotReloadReconcileInterval { get; set; }

    /// <summary>Gets or sets the CORS origins, separated by commas. Default <c>*</c>.</summary>
    /// <remarks>daprd gets <c>--allowed-origins</c>.</remarks>
    public string? AllowedOrigins { get; set; }

    /// <summary>Gets or sets the largest request body as a Kubernetes quantity (<c>16Mi</c>). Default <c>4Mi</c>.</summary>
    /// <remarks>daprd gets <c>--max-body-size</c>.</remarks>
    public string? DaprMaxBodySize { get; set; }

    /// <summary>Gets or sets the header and read buffer as a Kubernetes quantity (<c>8Ki</c>). Default <c>4Ki</c>.</summary>
    /// <remarks>daprd gets <c>--read-buffer-size</c>.</remarks>
    public string? DaprReadBufferSize { get; set; }

    /// <summary>Gets or sets the grace period at shutdown in seconds; -1 is daprd's default. Default 5.</summary>
    /// <remarks>daprd gets <c>--dapr-graceful-shutdown-seconds</c>.</remarks>
    public int? DaprGracefulShutdownSeconds { get; set; }

    /// <summary>
    /// Gets or sets how long daprd blocks its shutdown, or until the app is unhealthy: it takes no more messages, but still answers.
    /// Default 5 s in Kubernetes, so that a rolling update refuses no request; locally it does not block. The pod's grace period is longer
    /// by as much.
    /// </summary>
    /// <remarks>daprd gets <c>--dapr-block-shutdown-duration</c>.</remarks>
    public TimeSpan? DaprBlockShutdownDuration { get; set; }

    /// <summary>Gets or sets whether each API call is logged. Default: what the Configuration says.</summary>
    /// <remarks>daprd gets <c>--enable-api-logging</c>.</remarks>
    public bool? EnableApiLogging { get; set; }

    /// <summary>
    /// Gets or sets whether the implicit secret store <c>kubernetes</c> is off. Default <see langword="true"/> in Kubernetes: the shared
    /// daprd's ServiceAccount has no role, and a Secret is better named by a component's <c>secretKeyRef</c>. It is on by itself where
    /// daprd reads Secrets through it: an encryption key of a state store, the client secret of an <c>MCPServer</c>, what
    /// <see cref="PodSettings.ReadableSecrets"/> names. Then, and with <see langword="false"/>, the pods have a token of the ServiceAccount
    /// (<c>automountServiceAccountToken</c>); what it may read beyond those Secrets is yours to say.
    /// </summary>
    /// <remarks>daprd gets <c>--disable-builtin-k8s-secret-store</c>.</remarks>
    public bool? DisableBuiltinK8sSecretStore { get; set; }

    /// <summary>Gets or sets whether daprd serves Prometheus metrics. Default <see langword="true"/>.</summary>
    /// <remarks>daprd gets <c>--enable-metrics</c>.</remarks>
    public bool? EnableMetrics { get; set; }

    internal bool HasMetrics => EnableMetrics != false;

    /// <summary>Gets or sets the port of the metrics. Default 9090.</summary>
    /// <remarks>daprd gets <c>--metrics-port</c>.</remarks>
    public int? MetricsPort { get; set; }

    /// <summary>Gets or sets the address that the metrics listen on. Default all.</summary>
    /// <remarks>daprd gets <c>--metrics-listen-address</c>.</remarks>
    public string? MetricsListenAddress { get; set; }

    /// <summary>Gets or sets whether the pprof server runs. Default <see langword="false"/>.</summary>
    /// <remarks>daprd gets <c>--enable-profiling</c>.</remarks>
    public bool? EnableProfiling { get; set; }

    /// <summary>Gets or sets the port of the pprof server. Default 7777.</summary>
    /// <remarks>daprd gets <c>--profile-port</c>.</remarks>
    public int? ProfilePort { get; set; }

    /// <summary>
    /// Gets or sets the log level: <c>debug</c>, <c>info</c>, <c>warn</c>, <c>error</c> or <c>fatal</c>. Default <c>info</c>.
    /// </summary>
    /// <remarks>daprd gets <c>--log-level</c>.</remarks>
    public string? LogLevel { get; set; }

    /// <summary>
    /// Gets or sets whether the log is JSON. Default <see langword="true"/> in Kubernetes, <see langword="false"/> locally.
    /// </summary>
    /// <remarks>daprd gets <c>--log-as-json</c>.</remarks>
    public bool? LogAsJson { get; set; }
}
