namespace DaprdStandIn.CommandLine;

internal enum FlagKind
{
    Text,
    List,
    Switch,
    Int,
    UInt,
    Duration,
}

/// <param name="Name">The name without dashes.</param>
/// <param name="Kind">How the value is read.</param>
/// <param name="Default">The value when the flag is absent.</param>
/// <param name="Deprecated">What daprd prints when the flag is used all the same.</param>
/// <param name="Ignored">daprd acts on this flag, the stand-in only accepts it and says so.</param>
internal sealed record Flag(
    string Name, FlagKind Kind, string Default = "", string? Deprecated = null, bool Ignored = false);

/// <summary>Every flag of daprd 1.18.3. A flag that is not here is refused, as daprd does.</summary>
internal static class FlagTable
{
    public static readonly IReadOnlyDictionary<string, Flag> Flags = new Flag[]
    {
        new("mode", FlagKind.Text, "standalone"),
        new("app-id", FlagKind.Text),
        new("app-port", FlagKind.Text),
        new("app-protocol", FlagKind.Text, "http"),
        new("app-channel-address", FlagKind.Text, "127.0.0.1"),
        new("app-max-concurrency", FlagKind.Int, "-1"),
        new("app-ssl", FlagKind.Switch, "false", "use '--app-protocol https|grpcs'"),
        new("enable-app-health-check", FlagKind.Switch, "false"),
        new("app-health-check-path", FlagKind.Text, "/healthz"),
        new("app-health-probe-interval", FlagKind.Int, "5"),
        new("app-health-probe-timeout", FlagKind.Int, "500"),
        new("app-health-threshold", FlagKind.Int, "3"),
        new("app-binding-options-timeout", FlagKind.Duration, "3s", Ignored: true),
        new("disable-init-endpoints", FlagKind.List),
        new("dapr-http-port", FlagKind.Text, "3500"),
        new("dapr-grpc-port", FlagKind.Text, "50001"),
        new("dapr-internal-grpc-port", FlagKind.Text),
        new("dapr-internal-grpc-listen-address", FlagKind.Text),
        new("dapr-listen-addresses", FlagKind.Text),
        new("dapr-public-port", FlagKind.Text),
        new("dapr-public-listen-address", FlagKind.Text),
        new("profile-port", FlagKind.Text, "7777"),
        new("enable-profiling", FlagKind.Switch, "false", Ignored: true),
        new("config", FlagKind.List),
        new("resources-path", FlagKind.List),
        new("components-path", FlagKind.Text, Deprecated: "use --resources-path"),
        new("control-plane-address", FlagKind.Text, Ignored: true),
        new("sentry-address", FlagKind.Text, Ignored: true),
        new("control-plane-namespace", FlagKind.Text, "default", Ignored: true),
        new("control-plane-trust-domain", FlagKind.Text, "localhost", Ignored: true),
        new("sentry-request-jwt-audiences", FlagKind.List, Ignored: true),
        new("enable-mtls", FlagKind.Switch, "false"),
        new("placement-host-address", FlagKind.Text),
        new("scheduler-host-address", FlagKind.List),
        new("scheduler-job-streams", FlagKind.UInt, "3", Ignored: true),
        new("actors-disseminate-timeout", FlagKind.Duration, "30s"),
        new("hot-reload-reconcile-interval", FlagKind.Duration, "0s", Ignored: true),
        new("actors-service", FlagKind.Text, Deprecated: "flag no longer has any effect"),
        new("reminders-service", FlagKind.Text, Deprecated: "flag no longer has any effect"),
        new("allowed-origins", FlagKind.Text, "*", Ignored: true),
        new("max-body-size", FlagKind.Text, "4Mi"),
        new("dapr-http-max-request-size", FlagKind.Int, "4", "use '--max-body-size 4Mi'"),
        new("read-buffer-size", FlagKind.Text, "4Ki"),
        new("dapr-http-read-buffer-size", FlagKind.Int, "4", "use '--read-buffer-size 4Ki'"),
        new("unix-domain-socket", FlagKind.Text),
        new("dapr-graceful-shutdown-seconds", FlagKind.Int, "5"),
        new("dapr-block-shutdown-duration", FlagKind.Duration, "0s", Ignored: true),
        new("enable-api-logging", FlagKind.Switch, "false", Ignored: true),
        new("disable-builtin-k8s-secret-store", FlagKind.Switch, "false"),
        new("enable-metrics", FlagKind.Switch, "true"),
        new("metrics-port", FlagKind.Text, "9090"),
        new("metrics-listen-address", FlagKind.Text, "0.0.0.0"),
        new("log-level", FlagKind.Text, "info"),
        new("log-as-json", FlagKind.Switch, "false"),
        new("log-file", FlagKind.Text, Ignored: true),
        new("wait", FlagKind.Switch, "false"),
        new("version", FlagKind.Switch, "false"),
        new("build-info", FlagKind.Switch, "false"),
    }.ToDictionary(flag => flag.Name, StringComparer.Ordinal);
}
