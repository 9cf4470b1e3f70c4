namespace DaprdStandIn.CommandLine;

/// <param name="Name">What its file is called.</param>
/// <param name="Flags">All that it knows.</param>
internal sealed record ControlPlaneService(string Name, IReadOnlyDictionary<string, Flag> Flags);

/// <summary>
/// Every flag of placement and scheduler 1.18.3. A flag that is not here is refused, as they do; of the others only the ports, the
/// data folder and the logging flags are acted on.
/// </summary>
internal static class ControlPlaneFlags
{
    private static readonly Flag[] Common =
    [
        new("healthz-port", FlagKind.Int, "8080"),
        new("healthz-listen-address", FlagKind.Text, Ignored: true),
        new("listen-address", FlagKind.Text, Ignored: true),
        new("id", FlagKind.Text, Ignored: true),
        new("tls-enabled", FlagKind.Switch, "false"),
        new("trust-domain", FlagKind.Text, "localhost", Ignored: true),
        new("trust-anchors-file", FlagKind.Text, Ignored: true),
        new("sentry-address", FlagKind.Text, Ignored: true),
        new("mode", FlagKind.Text, "standalone"),
        new("enable-metrics", FlagKind.Switch, "true", Ignored: true),
        new("metrics-port", FlagKind.Text, "9090", Ignored: true),
        new("metrics-listen-address", FlagKind.Text, "0.0.0.0", Ignored: true),
        new("log-level", FlagKind.Text, "info"),
        new("log-as-json", FlagKind.Switch, "false"),
        new("log-file", FlagKind.Text, Ignored: true),
    ];

    private static readonly ControlPlaneService[] Services =
    [
        Service(
            "placement",
            new("port", FlagKind.Int, "50005"),
            new("initial-cluster", FlagKind.List, Ignored: true),
            new("inmem-store-enabled", FlagKind.Switch, "true", Ignored: true),
            new("raft-logstore-path", FlagKind.Text, Ignored: true),
            new("metadata-enabled", FlagKind.Switch, "false", Ignored: true),
            new("replicationFactor", FlagKind.Int, "100", Ignored: true),
            new("keepalive-time", FlagKind.Duration, "2s", Ignored: true),
            new("keepalive-timeout", FlagKind.Duration, "3s", Ignored: true),
            new("disseminate-timeout", FlagKind.Duration, "8s", Ignored: true),
            new("disseminate-coalesce-window", FlagKind.Duration, "0s", Ignored: true),
            new("max-api-level", FlagKind.Int, "10", "this flag will be removed in future releases", Ignored: true),
            new("min-api-level", FlagKind.Int, "0", "this flag will be removed in future releases", Ignored: true)),
        Service(
            "scheduler",
            new("port", FlagKind.Int, "50006"),
            new("override-broadcast-host-port", FlagKind.Text, Ignored: true),
            new("kubeconfig", FlagKind.Text, Ignored: true),
            new("etcd-embed", FlagKind.Switch, "true", Ignored: true),
            new("etcd-initial-cluster", FlagKind.List, Ignored: true),
            new("etcd-data-dir", FlagKind.Text, "./data"),
            new("etcd-client-port", FlagKind.UInt, "2379", Ignored: true),
            new("etcd-client-listen-address", FlagKind.Text, "localhost", Ignored: true),
            new("etcd-space-quota", FlagKind.Text, "9.2E", Ignored: true),
            new("etcd-compaction-mode", FlagKind.Text, "revision", Ignored: true),
            new("etcd-compaction-retention", FlagKind.Text, "1000000", Ignored: true),
            new("etcd-snapshot-count", FlagKind.UInt, "100000", Ignored: true),
            new("etcd-max-snapshots", FlagKind.UInt, "10", Ignored: true),
            new("etcd-max-wals", FlagKind.UInt, "10", Ignored: true),
            new("etcd-backend-batch-limit", FlagKind.Int, "10000", Ignored: true),
            new("etcd-backend-batch-interval", FlagKind.Text, "100ms", Ignored: true),
            new("etcd-max-txn-ops", FlagKind.UInt, "10000", Ignored: true),
            new("etcd-experimental-bootstrap-defrag-threshold-megabytes", FlagKind.UInt, "100", Ignored: true),
            new("etcd-initial-election-tick-advance", FlagKind.Switch, "false", Ignored: true),
            new("etcd-metrics", FlagKind.Text, "basic", Ignored: true),
            new("etcd-client-endpoints", FlagKind.List, Ignored: true),
            new("etcd-client-username", FlagKind.Text, Ignored: true),
            new("etcd-client-password", FlagKind.Text, Ignored: true),
            new("identity-directory-write", FlagKind.Text, Ignored: true),
            new("workers", FlagKind.UInt, "2048", Ignored: true)),
    ];

    /// <summary>Returns the service of that name, or null when it is neither.</summary>
    public static ControlPlaneService? For(string? name) => Services.FirstOrDefault(service => service.Name == name);

    private static ControlPlaneService Service(string name, params Flag[] own) =>
        new(name, own.Concat(Common).ToDictionary(flag => flag.Name, StringComparer.Ordinal));
}
