using System.Globalization;

namespace DaprShared;

/// <summary>
/// The table of daprd's options that matter to a shared daprd, in the order of its command line. Command line, annotations, chart import,
/// validation and the reference page all read it; adding an option is adding a row.
/// </summary>
/// <remarks>
/// Flags and defaults are those of dapr v1.18.3 cmd/daprd/options/options.go, annotations those of pkg/injector/patcher/sidecar.go. Left
/// out: hidden and deprecated flags (app-ssl, components-path, dapr-http-max-request-size, dapr-http-read-buffer-size, actors-service,
/// reminders-service), unix-domain-socket (a socket cannot leave the pod), log-file, and the one-shot commands wait, version and
/// build-info.
/// </remarks>
// Stryker disable Assignment : a row takes the name of its property from its own text.
public static partial class DaprdOptionTable
{
    private static readonly Version V1_14 = new(1, 14), V1_16 = new(1, 16), V1_17 = new(1, 17), V1_18 = new(1, 18);

    /// <summary>How long daprd blocks its shutdown in Kubernetes when the user sets nothing.</summary>
    internal static TimeSpan DefaultBlockShutdown { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets all rows.</summary>
    public static IReadOnlyList<DaprdOption> All { get; } = [.. ModelAndApp(), .. Ports(), .. ControlPlane(), .. Api(), .. Observability()];

    private static DaprdOption[] ModelAndApp() =>
    [
        Model("mode", "Mode", (_, mode) => mode == DaprdMode.Kubernetes ? "kubernetes" : "standalone") with { Default = "standalone" },
        Model("app-id", nameof(SharedDaprd.AppId), (d, _) => d.AppId) with { Annotation = "app-id", ChartKey = "shared.appId" },
        Model("app-channel-address", "App.Host", (d, _) => d.App?.Host) with
        {
            Annotation = "app-channel-address",
            ChartKey = "shared.remoteURL",
            Default = "127.0.0.1",
        },
        Model("app-port", "App.Port", (d, _) => d.App?.Port) with
        {
            Type = DaprdOptionType.Port,
            Annotation = "app-port",
            ChartKey = "shared.remotePort",
        },
        Text("app-protocol", (o, v) => o.AppProtocol ??= v) with
        {
            Annotation = "app-protocol",
            ChartKey = "shared.daprd.app.protocol",
            Default = "http",
            Allowed = ["http", "https", "grpc", "grpcs", "h2c"],
            Read = (d, _) => d.App is null ? null : d.Options.AppProtocol ?? d.App.Protocol,
        },

        // The app channel.
        Number("app-max-concurrency", (o, v) => o.AppMaxConcurrency ??= v) with
        {
            Annotation = "app-max-concurrency",
            Default = "-1",
            Minimum = -1,
        },
        Switch("enable-app-health-check", (o, v) => o.EnableAppHealthCheck ??= v) with
        {
            Annotation = "enable-app-health-check",
            ChartKey = "shared.daprd.appHealth.enabled",
            Default = "false",
        },
        Text("app-health-check-path", (o, v) => o.AppHealthCheckPath ??= v) with
        {
            Annotation = "app-health-check-path",
            ChartKey = "shared.daprd.appHealth.path",
            Default = "/healthz",
        },
        Number("app-health-probe-interval", (o, v) => o.AppHealthProbeInterval ??= v) with
        {
            Annotation = "app-health-probe-interval",
            ChartKey = "shared.daprd.appHealth.probeInterval",
            Unit = "s",
            Default = "5",
            Minimum = 1,
        },
        Number("app-health-probe-timeout", (o, v) => o.AppHealthProbeTimeout ??= v) with
        {
            Annotation = "app-health-probe-timeout",
            ChartKey = "shared.daprd.appHealth.probeTimeout",
            Unit = "ms",
            Default = "500",
            Minimum = 1,
        },
        Number("app-health-threshold", (o, v) => o.AppHealthThreshold ??= v) with
        {
            Annotation = "app-health-threshold",
            ChartKey = "shared.daprd.appHealth.threshold",
            Default = "3",
            Minimum = 1,
        },
        Span("app-binding-options-timeout", (o, v) => o.AppBindingOptionsTimeout ??= v) with
        {
            Annotation = "app-binding-options-timeout",
            Default = "3s",
            Since = V1_18,
        },
        Texts("disable-init-endpoints", (o, v) => o.DisableInitEndpoints ??= v) with
        {
            Annotation = "disable-init-endpoints",
            Since = V1_17,
            Allowed = ["config", "subscribe"],
        },
    ];

    private static DaprdOption[] Ports() =>
    [
        Port(DaprdPorts.Http, (o, v) => o.DaprHttpPort ??= v) with { ChartKey = "shared.daprd.httpPort" },
        Port(DaprdPorts.Grpc, (o, v) => o.DaprGrpcPort ??= v) with { Annotation = "grpc-port", ChartKey = "shared.daprd.grpcPort" },
        Port(DaprdPorts.Internal, (o, v) => o.DaprInternalGrpcPort ??= v) with
        {
            Annotation = "internal-grpc-port",
            ChartKey = "shared.daprd.internalGrpcPort",
        },
        Port(DaprdPorts.Public, (o, v) => o.DaprPublicPort ??= v) with { ChartKey = "shared.daprd.publicPort" },
        Text("dapr-listen-addresses", (o, v) => o.DaprListenAddresses ??= v) with
        {
            Annotation = "sidecar-listen-addresses",
            ChartKey = "shared.daprd.listenAddresses",
            // Empty is all addresses, IPv4 and IPv6; without the annotation the injector binds loopback.
            ReadInjected = d => d.Options.DaprListenAddresses ?? "",
        },
        Text("dapr-internal-grpc-listen-address", (o, v) => o.DaprInternalGrpcListenAddress ??= v) with { Since = V1_14 },
        Text("dapr-public-listen-address", (o, v) => o.DaprPublicListenAddress ??= v) with { Since = V1_14 },
    ];

    private static DaprdOption[] ControlPlane() =>
    [
        // Configuration and components: a file locally, an object's name in a cluster.
        Text("config", (o, v) => o.Config ??= v) with
        {
            Annotation = "config",
            ChartKey = "shared.daprd.config",
            Read = (d, mode) => mode == DaprdMode.Kubernetes ? NonEmpty(d.Options.Config)
                : d.HasLocalFiles ? DaprdCommandLine.ConfigurationFile
                : null,
        },
        Model("resources-path", "Resources", (d, mode) =>
            mode == DaprdMode.Standalone && d.HasLocalFiles ? DaprdCommandLine.ResourcesFolder : null),

        Model("control-plane-address", "ControlPlane.OperatorAddress", (d, _) => d.ControlPlane.OperatorAddress) with
        {
            ChartKey = "shared.controlPlane.operator.address",
            IsClusterOnly = true,
        },
        Model("sentry-address", "ControlPlane.SentryAddress", (d, _) => d.ControlPlane.SentryAddress) with
        {
            ChartKey = "shared.controlPlane.sentry.address",
            IsClusterOnly = true,
        },
        Switch("enable-mtls", (o, v) => o.EnableMtls ??= v) with
        {
            ChartKey = "shared.daprd.mtls.enabled",
            Default = "false",
            KubernetesDefault = "true",
            IsClusterOnly = true,
        },
        Text("placement-host-address", (o, v) => o.PlacementHostAddress ??= v) with
        {
            Annotation = "placement-host-address",
            ChartKey = "shared.controlPlane.placementServer.address",
            Read = (d, mode) => d.Options.PlacementHostAddress is { } own ? NonEmpty(own)
                : mode == DaprdMode.Standalone ? d.LocalPlacement
                : d.ControlPlane.Placement ? d.ControlPlane.PlacementAddress
                : null,
            // The injector knows its control plane; an empty annotation switches the service off.
            ReadInjected = d => d.Options.PlacementHostAddress ?? (d.ControlPlane.Placement ? d.ControlPlane.PlacementOverride : ""),
        },
        Text("scheduler-host-address", (o, v) => o.SchedulerHostAddress ??= v) with
        {
            Annotation = "scheduler-host-address",
            ChartKey = "shared.scheduler.address",
            Since = V1_14,
            // An older daprd would exit with "unknown flag".
            Read = (d, mode) => d.Options.SchedulerHostAddress is { } own ? NonEmpty(own)
                : (d.Image.Version ?? V1_14) < V1_14 ? null
                : mode == DaprdMode.Standalone ? d.LocalScheduler
                : d.ControlPlane.Scheduler ? d.ControlPlane.SchedulerAddress
                : null,
            ReadInjected = d => d.Options.SchedulerHostAddress ?? (d.ControlPlane.Scheduler ? d.ControlPlane.SchedulerOverride : ""),
        },
        Number("scheduler-job-streams", (o, v) => o.SchedulerJobStreams ??= v) with { Default = "3", Minimum = 1, Since = V1_16 },
        Texts("sentry-request-jwt-audiences", (o, v) => o.SentryRequestJwtAudiences ??= v) with
        {
            Annotation = "sentry-request-jwt-audiences",
            Since = V1_16,
        },
        Span("actors-disseminate-timeout", (o, v) => o.ActorsDisseminateTimeout ??= v) with
        {
            Annotation = "actors-disseminate-timeout",
            Default = "30s",
            Since = V1_18,
        },
        Span("hot-reload-reconcile-interval", (o, v) => o.HotReloadReconcileInterval ??= v) with { Default = "60s", Since = V1_18 },
    ];

    private static DaprdOption[] Api() =>
    [
        Text("allowed-origins", (o, v) => o.AllowedOrigins ??= v) with { Default = "*" },
        Text("max-body-size", (o, v) => o.DaprMaxBodySize ??= v) with
        {
            Type = DaprdOptionType.Quantity,
            Annotation = "max-body-size",
            Default = "4Mi",
            Since = V1_14,
        },
        Text("read-buffer-size", (o, v) => o.DaprReadBufferSize ??= v) with
        {
            Type = DaprdOptionType.Quantity,
            Annotation = "read-buffer-size",
            Default = "4Ki",
            Since = V1_14,
        },
        Number("dapr-graceful-shutdown-seconds", (o, v) => o.DaprGracefulShutdownSeconds ??= v) with
        {
            Annotation = "graceful-shutdown-seconds",
            ChartKey = "shared.daprd.gracefulShutdownSeconds",
            Unit = "s",
            Default = "5",
            Minimum = -1,
        },
        Span("dapr-block-shutdown-duration", (o, v) => o.DaprBlockShutdownDuration ??= v) with
        {
            Annotation = "block-shutdown-duration",
            // Until nobody sends new requests to a daprd that ends. Locally there is no second one that would take them.
            KubernetesDefault = GoDuration.Format(DefaultBlockShutdown),
        },
        Switch("enable-api-logging", (o, v) => o.EnableApiLogging ??= v) with
        {
            Annotation = "enable-api-logging",
            ChartKey = "shared.daprd.apiLogging.enabled",
        },
        Switch("disable-builtin-k8s-secret-store", (o, v) => o.DisableBuiltinK8sSecretStore ??= v) with
        {
            Annotation = "disable-builtin-k8s-secret-store",
            Default = "false",
            KubernetesDefault = "true",
            // On where daprd itself needs it, without anybody's saying so.
            Read = (d, mode) => d.Options.DisableBuiltinK8sSecretStore switch
            {
                true => "true",
                false => "false",
                null => mode == DaprdMode.Kubernetes && ClusterNeeds.Of(d).SecretStore ? "false" : null,
            },
        },
    ];

    private static DaprdOption[] Observability() =>
    [
        Switch("enable-metrics", (o, v) => o.EnableMetrics ??= v) with
        {
            Annotation = "enable-metrics",
            ChartKey = "shared.daprd.metrics.enabled",
            Default = "true",
            KubernetesDefault = "true",
            StandaloneDefault = "true",
        },
        Port(DaprdPorts.Metrics, (o, v) => o.MetricsPort ??= v) with
        {
            Annotation = "metrics-port",
            ChartKey = "shared.daprd.metrics.port",
        },
        Text("metrics-listen-address", (o, v) => o.MetricsListenAddress ??= v) with { Default = "0.0.0.0" },
        Switch("enable-profiling", (o, v) => o.EnableProfiling ??= v) with { Annotation = "enable-profiling", Default = "false" },
        Number("profile-port", (o, v) => o.ProfilePort ??= v) with { Type = DaprdOptionType.Port, Default = "7777" },
        Text("log-level", (o, v) => o.LogLevel ??= v) with
        {
            Annotation = "log-level",
            ChartKey = "shared.log.level",
            Default = "info",
            KubernetesDefault = "info",
            StandaloneDefault = "info",
            Allowed = ["debug", "info", "warn", "error", "fatal"],
        },
        Switch("log-as-json", (o, v) => o.LogAsJson ??= v) with
        {
            Annotation = "log-as-json",
            ChartKey = "shared.log.json",
            Default = "false",
            KubernetesDefault = "true",
            StandaloneDefault = "false",
        },
    ];

    /// <summary>Returns the row of a flag.</summary>
    /// <param name="flag">The flag, without dashes.</param>
    public static DaprdOption ByFlag(string flag) => All.First(option => option.Flag == flag);

    /// <summary>Returns the port that daprd listens on.</summary>
    internal static int PortOf(SharedDaprd daprd, string flag) =>
        int.Parse(ByFlag(flag).ValueFor(daprd, DaprdMode.Kubernetes)!.Text!, CultureInfo.InvariantCulture);
}
