using System.Globalization;
using static DaprShared.DaprdOptionType;

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
public static class DaprdOptionTable
{
    private static readonly Version V1_14 = new(1, 14), V1_16 = new(1, 16), V1_17 = new(1, 17), V1_18 = new(1, 18);

    /// <summary>Gets all rows.</summary>
    public static IReadOnlyList<DaprdOption> All { get; } =
    [
        // What the model decides.
        Model("mode", "Mode", (_, mode) => mode == DaprdMode.Kubernetes ? "kubernetes" : "standalone") with { Default = "standalone" },
        Model("app-id", nameof(SharedDaprd.AppId), (d, _) => d.AppId) with { Annotation = "app-id", ChartKey = "shared.appId" },
        Model("app-channel-address", "App.Host", (d, _) => d.App?.Host) with { Annotation = "app-channel-address", ChartKey = "shared.remoteURL", Default = "127.0.0.1" },
        Model("app-port", "App.Port", (d, _) => d.App?.Port) with { Type = Port, Annotation = "app-port", ChartKey = "shared.remotePort" },
        Text("app-protocol", nameof(DaprdOptions.AppProtocol), o => o.AppProtocol, (o, v) => o.AppProtocol = v) with
        {
            Annotation = "app-protocol", ChartKey = "shared.daprd.app.protocol", Default = "http", Allowed = ["http", "https", "grpc", "grpcs", "h2c"],
            Read = (d, _) => d.App is null ? null : d.Options.AppProtocol ?? d.App.Protocol,
        },

        // The app channel.
        Number("app-max-concurrency", nameof(DaprdOptions.AppMaxConcurrency), o => o.AppMaxConcurrency, (o, v) => o.AppMaxConcurrency = v) with { Annotation = "app-max-concurrency", Default = "-1", Minimum = -1 },
        Switch("enable-app-health-check", nameof(DaprdOptions.EnableAppHealthCheck), o => o.EnableAppHealthCheck, (o, v) => o.EnableAppHealthCheck = v) with { Annotation = "enable-app-health-check", ChartKey = "shared.daprd.appHealth.enabled", Default = "false" },
        Text("app-health-check-path", nameof(DaprdOptions.AppHealthCheckPath), o => o.AppHealthCheckPath, (o, v) => o.AppHealthCheckPath = v) with { Annotation = "app-health-check-path", ChartKey = "shared.daprd.appHealth.path", Default = "/healthz" },
        Number("app-health-probe-interval", nameof(DaprdOptions.AppHealthProbeInterval), o => o.AppHealthProbeInterval, (o, v) => o.AppHealthProbeInterval = v) with { Annotation = "app-health-probe-interval", ChartKey = "shared.daprd.appHealth.probeInterval", Unit = "s", Default = "5", Minimum = 1 },
        Number("app-health-probe-timeout", nameof(DaprdOptions.AppHealthProbeTimeout), o => o.AppHealthProbeTimeout, (o, v) => o.AppHealthProbeTimeout = v) with { Annotation = "app-health-probe-timeout", ChartKey = "shared.daprd.appHealth.probeTimeout", Unit = "ms", Default = "500", Minimum = 1 },
        Number("app-health-threshold", nameof(DaprdOptions.AppHealthThreshold), o => o.AppHealthThreshold, (o, v) => o.AppHealthThreshold = v) with { Annotation = "app-health-threshold", ChartKey = "shared.daprd.appHealth.threshold", Default = "3", Minimum = 1 },
        Span("app-binding-options-timeout", nameof(DaprdOptions.AppBindingOptionsTimeout), o => o.AppBindingOptionsTimeout, (o, v) => o.AppBindingOptionsTimeout = v) with { Annotation = "app-binding-options-timeout", Default = "3s", Since = V1_18 },
        Texts("disable-init-endpoints", nameof(DaprdOptions.DisableInitEndpoints), o => o.DisableInitEndpoints, (o, v) => o.DisableInitEndpoints = v) with { Annotation = "disable-init-endpoints", Since = V1_17, Allowed = ["config", "subscribe"] },

        // Ports and addresses. daprd's own default for the two ports between daprds and of the public server is "off" or a hash.
        PortNumber("dapr-http-port", nameof(DaprdOptions.DaprHttpPort), o => o.DaprHttpPort, (o, v) => o.DaprHttpPort = v, "3500") with { ChartKey = "shared.daprd.httpPort", Default = "3500" },
        PortNumber("dapr-grpc-port", nameof(DaprdOptions.DaprGrpcPort), o => o.DaprGrpcPort, (o, v) => o.DaprGrpcPort = v, "50001") with { Annotation = "grpc-port", ChartKey = "shared.daprd.grpcPort", Default = "50001" },
        PortNumber("dapr-internal-grpc-port", nameof(DaprdOptions.DaprInternalGrpcPort), o => o.DaprInternalGrpcPort, (o, v) => o.DaprInternalGrpcPort = v, "50002") with { Annotation = "internal-grpc-port", ChartKey = "shared.daprd.internalGrpcPort" },
        PortNumber("dapr-public-port", nameof(DaprdOptions.DaprPublicPort), o => o.DaprPublicPort, (o, v) => o.DaprPublicPort = v, "3501") with { ChartKey = "shared.daprd.publicPort" },
        Text("dapr-listen-addresses", nameof(DaprdOptions.DaprListenAddresses), o => o.DaprListenAddresses, (o, v) => o.DaprListenAddresses = v) with
        {
            Annotation = "sidecar-listen-addresses", ChartKey = "shared.daprd.listenAddresses",
            // Empty is all addresses, IPv4 and IPv6; without the annotation the injector binds loopback.
            ReadInjected = d => d.Options.DaprListenAddresses ?? "",
        },
        Text("dapr-internal-grpc-listen-address", nameof(DaprdOptions.DaprInternalGrpcListenAddress), o => o.DaprInternalGrpcListenAddress, (o, v) => o.DaprInternalGrpcListenAddress = v) with { Since = V1_14 },
        Text("dapr-public-listen-address", nameof(DaprdOptions.DaprPublicListenAddress), o => o.DaprPublicListenAddress, (o, v) => o.DaprPublicListenAddress = v) with { Since = V1_14 },

        // Configuration and components.
        Text("config", nameof(DaprdOptions.Config), o => o.Config, (o, v) => o.Config = v) with
        {
            Annotation = "config", ChartKey = "shared.daprd.config",
            // A file locally, an object's name in a cluster.
            Read = (d, mode) => mode == DaprdMode.Kubernetes ? NonEmpty(d.Options.Config) : d.HasLocalFiles ? DaprdCommandLine.ConfigurationFile : null,
        },
        Model("resources-path", "Resources", (d, mode) => mode == DaprdMode.Standalone && d.HasLocalFiles ? DaprdCommandLine.ResourcesFolder : null),

        // The control plane.
        Model("control-plane-address", "ControlPlane.OperatorAddress", (d, _) => d.ControlPlane.OperatorAddress) with { ChartKey = "shared.controlPlane.operator.address", IsClusterOnly = true },
        Model("sentry-address", "ControlPlane.SentryAddress", (d, _) => d.ControlPlane.SentryAddress) with { ChartKey = "shared.controlPlane.sentry.address", IsClusterOnly = true },
        Switch("enable-mtls", nameof(DaprdOptions.EnableMtls), o => o.EnableMtls, (o, v) => o.EnableMtls = v) with { ChartKey = "shared.daprd.mtls.enabled", Default = "false", KubernetesDefault = "true", IsClusterOnly = true },
        Text("placement-host-address", nameof(DaprdOptions.PlacementHostAddress), o => o.PlacementHostAddress, (o, v) => o.PlacementHostAddress = v) with
        {
            Annotation = "placement-host-address", ChartKey = "shared.controlPlane.placementServer.address",
            Read = (d, mode) => d.Options.PlacementHostAddress is { } own ? NonEmpty(own)
                : mode == DaprdMode.Standalone ? d.LocalPlacement
                : d.ControlPlane.Placement ? d.ControlPlane.PlacementAddress : null,
            // The injector knows its control plane; an empty annotation switches the service off.
            ReadInjected = d => d.Options.PlacementHostAddress ?? (d.ControlPlane.Placement ? d.ControlPlane.PlacementOverride : ""),
        },
        Text("scheduler-host-address", nameof(DaprdOptions.SchedulerHostAddress), o => o.SchedulerHostAddress, (o, v) => o.SchedulerHostAddress = v) with
        {
            // An older daprd would exit with "unknown flag".
            Annotation = "scheduler-host-address", ChartKey = "shared.scheduler.address", Since = V1_14,
            Read = (d, mode) => d.Options.SchedulerHostAddress is { } own ? NonEmpty(own)
                : (d.Image.Version ?? V1_14) < V1_14 ? null
                : mode == DaprdMode.Standalone ? d.LocalScheduler
                : d.ControlPlane.Scheduler ? d.ControlPlane.SchedulerAddress : null,
            ReadInjected = d => d.Options.SchedulerHostAddress ?? (d.ControlPlane.Scheduler ? d.ControlPlane.SchedulerOverride : ""),
        },
        Number("scheduler-job-streams", nameof(DaprdOptions.SchedulerJobStreams), o => o.SchedulerJobStreams, (o, v) => o.SchedulerJobStreams = v) with { Default = "3", Minimum = 1, Since = V1_16 },
        Texts("sentry-request-jwt-audiences", nameof(DaprdOptions.SentryRequestJwtAudiences), o => o.SentryRequestJwtAudiences, (o, v) => o.SentryRequestJwtAudiences = v) with { Annotation = "sentry-request-jwt-audiences", Since = V1_16 },
        Span("actors-disseminate-timeout", nameof(DaprdOptions.ActorsDisseminateTimeout), o => o.ActorsDisseminateTimeout, (o, v) => o.ActorsDisseminateTimeout = v) with { Annotation = "actors-disseminate-timeout", Default = "30s", Since = V1_18 },
        Span("hot-reload-reconcile-interval", nameof(DaprdOptions.HotReloadReconcileInterval), o => o.HotReloadReconcileInterval, (o, v) => o.HotReloadReconcileInterval = v) with { Default = "60s", Since = V1_18 },

        // The API.
        Text("allowed-origins", nameof(DaprdOptions.AllowedOrigins), o => o.AllowedOrigins, (o, v) => o.AllowedOrigins = v) with { Default = "*" },
        Text("max-body-size", nameof(DaprdOptions.DaprMaxBodySize), o => o.DaprMaxBodySize, (o, v) => o.DaprMaxBodySize = v) with { Type = Quantity, Annotation = "max-body-size", Default = "4Mi", Since = V1_14 },
        Text("read-buffer-size", nameof(DaprdOptions.DaprReadBufferSize), o => o.DaprReadBufferSize, (o, v) => o.DaprReadBufferSize = v) with { Type = Quantity, Annotation = "read-buffer-size", Default = "4Ki", Since = V1_14 },
        Number("dapr-graceful-shutdown-seconds", nameof(DaprdOptions.DaprGracefulShutdownSeconds), o => o.DaprGracefulShutdownSeconds, (o, v) => o.DaprGracefulShutdownSeconds = v) with { Annotation = "graceful-shutdown-seconds", ChartKey = "shared.daprd.gracefulShutdownSeconds", Unit = "s", Default = "5", Minimum = -1 },
        Span("dapr-block-shutdown-duration", nameof(DaprdOptions.DaprBlockShutdownDuration), o => o.DaprBlockShutdownDuration, (o, v) => o.DaprBlockShutdownDuration = v) with { Annotation = "block-shutdown-duration" },
        Switch("enable-api-logging", nameof(DaprdOptions.EnableApiLogging), o => o.EnableApiLogging, (o, v) => o.EnableApiLogging = v) with { Annotation = "enable-api-logging", ChartKey = "shared.daprd.apiLogging.enabled" },
        Switch("disable-builtin-k8s-secret-store", nameof(DaprdOptions.DisableBuiltinK8sSecretStore), o => o.DisableBuiltinK8sSecretStore, (o, v) => o.DisableBuiltinK8sSecretStore = v) with { Annotation = "disable-builtin-k8s-secret-store", Default = "false", KubernetesDefault = "true" },

        // Observability.
        Switch("enable-metrics", nameof(DaprdOptions.EnableMetrics), o => o.EnableMetrics, (o, v) => o.EnableMetrics = v) with { Annotation = "enable-metrics", ChartKey = "shared.daprd.metrics.enabled", Default = "true", KubernetesDefault = "true", StandaloneDefault = "true" },
        PortNumber("metrics-port", nameof(DaprdOptions.MetricsPort), o => o.MetricsPort, (o, v) => o.MetricsPort = v, "9090") with { Annotation = "metrics-port", ChartKey = "shared.daprd.metrics.port", Default = "9090" },
        Text("metrics-listen-address", nameof(DaprdOptions.MetricsListenAddress), o => o.MetricsListenAddress, (o, v) => o.MetricsListenAddress = v) with { Default = "0.0.0.0" },
        Switch("enable-profiling", nameof(DaprdOptions.EnableProfiling), o => o.EnableProfiling, (o, v) => o.EnableProfiling = v) with { Annotation = "enable-profiling", Default = "false" },
        PortNumber("profile-port", nameof(DaprdOptions.ProfilePort), o => o.ProfilePort, (o, v) => o.ProfilePort = v, null) with { Default = "7777" },
        Text("log-level", nameof(DaprdOptions.LogLevel), o => o.LogLevel, (o, v) => o.LogLevel = v) with { Annotation = "log-level", ChartKey = "shared.log.level", Default = "info", KubernetesDefault = "info", StandaloneDefault = "info", Allowed = ["debug", "info", "warn", "error", "fatal"] },
        Switch("log-as-json", nameof(DaprdOptions.LogAsJson), o => o.LogAsJson, (o, v) => o.LogAsJson = v) with { Annotation = "log-as-json", ChartKey = "shared.log.json", Default = "false", KubernetesDefault = "true", StandaloneDefault = "false" },
    ];

    /// <summary>Returns the row of a flag.</summary>
    /// <param name="flag">The flag, without dashes.</param>
    public static DaprdOption ByFlag(string flag) => All.First(option => option.Flag == flag);

    /// <summary>Returns the port that daprd listens on.</summary>
    internal static int PortOf(SharedDaprd daprd, string flag) =>
        int.Parse(ByFlag(flag).ValueFor(daprd, DaprdMode.Kubernetes)!.Text!, CultureInfo.InvariantCulture);

    private static TextOrReference? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DaprdOption Model(string flag, string name, Func<SharedDaprd, DaprdMode, TextOrReference?> read) =>
        new() { Flag = flag, Name = name, Type = DaprdOptionType.Text, Read = read };

    private static DaprdOption Text(string flag, string name, Func<DaprdOptions, string?> get, Action<DaprdOptions, string> set) =>
        new() { Flag = flag, Name = name, Type = DaprdOptionType.Text, Read = (d, _) => NonEmpty(get(d.Options)), Write = set };

    private static DaprdOption Number(string flag, string name, Func<DaprdOptions, int?> get, Action<DaprdOptions, int> set) => new()
    {
        Flag = flag,
        Name = name,
        Type = DaprdOptionType.Number,
        Read = (d, _) => get(d.Options)?.ToString(CultureInfo.InvariantCulture),
        Write = (o, v) => set(o, int.Parse(v, CultureInfo.InvariantCulture)),
    };

    private static DaprdOption PortNumber(string flag, string name, Func<DaprdOptions, int?> get, Action<DaprdOptions, int> set, string? passed) =>
        Number(flag, name, get, set) with { Type = Port, KubernetesDefault = passed, StandaloneDefault = passed };

    private static DaprdOption Switch(string flag, string name, Func<DaprdOptions, bool?> get, Action<DaprdOptions, bool> set) => new()
    {
        Flag = flag,
        Name = name,
        Type = DaprdOptionType.Boolean,
        Read = (d, _) => get(d.Options) switch { true => "true", false => "false", null => null },
        Write = (o, v) => set(o, v == "true"),
    };

    private static DaprdOption Span(string flag, string name, Func<DaprdOptions, TimeSpan?> get, Action<DaprdOptions, TimeSpan> set) => new()
    {
        Flag = flag,
        Name = name,
        Type = Duration,
        Read = (d, _) => get(d.Options) is { } span ? GoDuration.Format(span) : null,
        Write = (o, v) => set(o, GoDuration.TryParse(v)!.Value),
    };

    private static DaprdOption Texts(string flag, string name, Func<DaprdOptions, IReadOnlyList<string>?> get, Action<DaprdOptions, IReadOnlyList<string>> set) => new()
    {
        Flag = flag,
        Name = name,
        Type = List,
        Read = (d, _) => get(d.Options) is { Count: > 0 } items ? string.Join(',', items) : null,
        Write = (o, v) => set(o, v.Split(',')),
    };
}
