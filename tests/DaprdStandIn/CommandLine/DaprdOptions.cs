using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DaprdStandIn.CommandLine;

internal sealed record AppHealthOptions(string Path, TimeSpan Interval, TimeSpan Timeout, int Threshold);

/// <summary>The command line and the environment, checked and normalised as daprd does in standalone mode.</summary>
internal sealed record DaprdOptions
{
    private static readonly string[] Protocols = ["http", "https", "h2c", "grpc", "grpcs"];
    private static readonly string[] InitEndpoints = ["config", "subscribe"];

    public required string AppId { get; init; }
    public required string Namespace { get; init; }
    public string? PodName { get; init; }

    public required int HttpPort { get; init; }
    public required int GrpcPort { get; init; }
    public required int InternalGrpcPort { get; init; }
    public int? PublicPort { get; init; }
    public int? MetricsPort { get; init; }
    public required IReadOnlyList<string> ApiAddresses { get; init; }
    public required string InternalAddress { get; init; }
    public required string PublicAddress { get; init; }
    public required string MetricsAddress { get; init; }

    public required int AppPort { get; init; }
    public required string AppProtocol { get; init; }
    public required string AppAddress { get; init; }
    public required int AppMaxConcurrency { get; init; }
    public AppHealthOptions? AppHealth { get; init; }
    public required IReadOnlySet<string> DisabledInitEndpoints { get; init; }

    public required IReadOnlyList<string> ResourcesPaths { get; init; }
    public required IReadOnlyList<string> ConfigPaths { get; init; }
    public required IReadOnlyList<string> PlacementAddresses { get; init; }
    public required IReadOnlyList<string> SchedulerAddresses { get; init; }
    public required long MaxBodySize { get; init; }
    public required int ReadBufferSize { get; init; }

    public required TimeSpan ShutdownGrace { get; init; }

    public string? ApiToken { get; init; }
    public string? AppApiToken { get; init; }

    public static DaprdOptions From(FlagValues flags, Func<string, string?> environment)
    {
        RefuseWhatTheStandInCannot(flags);

        var appId = flags.Text("app-id");
        if (appId.Length == 0)
        {
            throw new FatalException("parameter app-id cannot be empty");
        }

        if (appId.Contains('.', StringComparison.Ordinal))
        {
            throw new FatalException("parameter app-id cannot contain dots");
        }

        var httpPort = Number(flags.Text("dapr-http-port"), "error parsing dapr-http-port flag");
        var grpcPort = Number(flags.Text("dapr-grpc-port"), "error parsing dapr-grpc-port flag");
        Number(flags.Text("profile-port"), "error parsing profile-port flag");
        var appPort = flags.Text("app-port") is { Length: > 0 } port ? Number(port, "error parsing app-port") : 0;

        // Also when the app runs on another host: daprd compares the numbers only.
        if (appPort == httpPort)
        {
            throw new FatalException($"the 'dapr-http-port' argument value {httpPort} conflicts with 'app-port'");
        }

        if (appPort == grpcPort)
        {
            throw new FatalException($"the 'dapr-grpc-port' argument value {grpcPort} conflicts with 'app-port'");
        }

        var metricsPort = Number(flags.Text("metrics-port"), "error parsing metrics-port");
        return new DaprdOptions
        {
            AppId = appId,
            Namespace = environment("NAMESPACE") is { Length: > 0 } ns ? ns : "default",
            PodName = environment("POD_NAME"),
            HttpPort = httpPort,
            GrpcPort = grpcPort,
            InternalGrpcPort = InternalPort(flags.Text("dapr-internal-grpc-port"), appId),
            PublicPort = flags.Text("dapr-public-port") is { Length: > 0 } publicPort
                ? Number(publicPort, "error parsing dapr-public-port")
                : null,
            MetricsPort = flags.Switch("enable-metrics") ? metricsPort : null,
            ApiAddresses = flags.Text("dapr-listen-addresses").Split(','),
            InternalAddress = flags.Text("dapr-internal-grpc-listen-address"),
            PublicAddress = flags.Text("dapr-public-listen-address"),
            MetricsAddress = flags.Text("metrics-listen-address"),
            AppPort = appPort,
            AppProtocol = Protocol(flags, appPort),
            AppAddress = flags.Text("app-channel-address"),
            AppMaxConcurrency = Math.Max(0, flags.Int("app-max-concurrency")),
            AppHealth = Health(flags),
            DisabledInitEndpoints = DisabledEndpoints(flags),
            ResourcesPaths = flags.List("resources-path") is { Count: > 0 } paths ? paths
                : flags.Text("components-path") is { Length: > 0 } path ? [path] : [],
            ConfigPaths = flags.List("config"),
            PlacementAddresses = flags.Text("placement-host-address").Split(',', StringSplitOptions.RemoveEmptyEntries),
            SchedulerAddresses = flags.List("scheduler-host-address"),
            MaxBodySize = Size(flags, "max-body-size", "dapr-http-max-request-size", 1 << 20),
            ReadBufferSize = (int)Size(flags, "read-buffer-size", "dapr-http-read-buffer-size", 1 << 10),
            ShutdownGrace = TimeSpan.FromSeconds(
                flags.Int("dapr-graceful-shutdown-seconds") is >= 0 and var seconds ? seconds : 5),
            ApiToken = environment("DAPR_API_TOKEN") is { Length: > 0 } apiToken ? apiToken : null,
            AppApiToken = environment("APP_API_TOKEN") is { Length: > 0 } appToken ? appToken : null,
        };
    }

    private static void RefuseWhatTheStandInCannot(FlagValues flags)
    {
        switch (flags.Text("mode"))
        {
            case "standalone":
                break;
            case "kubernetes":
                throw new FatalException("the stand-in has standalone mode only");
            case var mode:
                throw new FatalException($"invalid mode: {mode}");
        }

        if (flags.Switch("enable-mtls"))
        {
            throw new FatalException("the stand-in has no mTLS");
        }

        if (flags.Switch("wait") || flags.Switch("build-info"))
        {
            throw new FatalException("the stand-in has neither --wait nor --build-info");
        }

        if (flags.Text("unix-domain-socket").Length > 0)
        {
            throw new FatalException("the stand-in has no Unix domain sockets");
        }

        if (flags.Duration("actors-disseminate-timeout") is var timeout && timeout <= TimeSpan.Zero)
        {
            throw new FatalException(
                "Failed to parse flags: invalid value for 'actors-disseminate-timeout' option: must be positive, got "
                + flags.Text("actors-disseminate-timeout"));
        }
    }

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FatalException($"{what}: strconv.Atoi: parsing \"{text}\": invalid syntax");

    /// <summary>Without the flag daprd takes a port that stays the same for an app-id, or any port if that one is taken.</summary>
    private static int InternalPort(string text, string appId)
    {
        if (text is not ("" or "0"))
        {
            return Number(text, "error parsing dapr-internal-grpc-port");
        }

        var stable = 47300 + (int)(appId.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619) % 2048);
        return FreePort(stable) ?? FreePort(0)!.Value;
    }

    private static int? FreePort(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static string Protocol(FlagValues flags, int appPort)
    {
        var given = flags.Text("app-protocol");
        var protocol = given.Length == 0 ? "http" : given.ToLowerInvariant();
        if (!Protocols.Contains(protocol))
        {
            throw new FatalException($"invalid value for 'app-protocol': {given}");
        }

        if (flags.Switch("app-ssl"))
        {
            protocol = protocol switch { "http" => "https", "grpc" => "grpcs", _ => protocol };
        }

        if (appPort > 0 && protocol is "grpc" or "grpcs")
        {
            throw new FatalException($"the stand-in reaches apps over http, https and h2c only, not {protocol}");
        }

        // TLS comes from OpenSSL, which a static executable cannot load.
        if (appPort > 0 && protocol == "https" && !RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new FatalException("the native stand-in has no TLS; it reaches apps over http and h2c only");
        }

        return protocol;
    }

    private static AppHealthOptions? Health(FlagValues flags)
    {
        var interval = TimeSpan.FromSeconds(flags.Int("app-health-probe-interval") is > 0 and var seconds ? seconds : 5);
        var timeout = TimeSpan.FromMilliseconds(flags.Int("app-health-probe-timeout") is > 0 and var ms ? ms : 500);
        if (timeout > interval)
        {
            throw new FatalException("value for 'health-probe-timeout' must be smaller than 'health-probe-interval'");
        }

        var threshold = flags.Int("app-health-threshold") is > 0 and var failures ? failures : 3;
        return flags.Switch("enable-app-health-check")
            ? new(flags.Text("app-health-check-path"), interval, timeout, threshold)
            : null;
    }

    private static HashSet<string> DisabledEndpoints(FlagValues flags)
    {
        var endpoints = flags.List("disable-init-endpoints").Select(e => e.Trim().ToLowerInvariant()).Where(e => e.Length > 0).ToHashSet();
        return endpoints.Except(InitEndpoints).FirstOrDefault() is { } unknown
            ? throw new FatalException($"invalid value for 'disable-init-endpoints': {unknown}")
            : endpoints;
    }

    private static long Size(FlagValues flags, string name, string legacyName, int legacyUnit)
    {
        if (!flags.Changed(name) && flags.Changed(legacyName))
        {
            return (long)flags.Int(legacyName) * legacyUnit;
        }

        return GoText.ParseQuantity(flags.Text(name))
            ?? throw new FatalException(
                $"Failed to parse flags: invalid value for '{name}' option: quantities must match the regular expression "
                + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
}
