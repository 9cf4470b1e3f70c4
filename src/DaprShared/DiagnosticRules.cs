using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>Every kind of mistake. A code keeps its meaning for good; <c>docs/diagnostics.md</c> has a row for each.</summary>
public static partial class DiagnosticRules
{
    // Filled by the rules themselves, so it must not have an initial value: that could come behind some of them.
    private static SortedDictionary<string, DiagnosticRule>? _all;

    /// <summary>Gets all rules, in the order of their codes.</summary>
    public static IReadOnlyList<DiagnosticRule> All => [.. _all!.Values];

    /// <summary>The app-id is no DNS label.</summary>
    public static DiagnosticRule IllegalAppId { get; } = New("DAPRSHARED001", Error, "The app-id is not a lower-case DNS label");

    /// <summary>The app-id has more than 54 characters.</summary>
    public static DiagnosticRule AppIdTooLong { get; } = New("DAPRSHARED002", Error, "The app-id is longer than 54 characters");

    /// <summary>Two shared daprds have one app-id.</summary>
    public static DiagnosticRule DuplicateAppId { get; } = New("DAPRSHARED003", Error, "Two shared daprds have the same app-id");

    /// <summary>The app has a sidecar too.</summary>
    public static DiagnosticRule AppHasSidecar { get; } = New("DAPRSHARED004", Error, "The app has a sidecar as well as a shared daprd");

    /// <summary>The app has no endpoint of the given name, or none that daprd can call.</summary>
    public static DiagnosticRule EndpointMissing { get; } = New("DAPRSHARED005", Error, "The app has no such endpoint");

    /// <summary>The app has https endpoints only.</summary>
    public static DiagnosticRule HttpsOnly { get; } = New("DAPRSHARED006", Warning, "The app has an https endpoint only");

    /// <summary>The app has several endpoints and none is the obvious one.</summary>
    public static DiagnosticRule EndpointAmbiguous { get; } =
        New("DAPRSHARED007", Error, "The app has several endpoints and none is named");

    /// <summary>Two ports of daprd, or one of them and the app's, are the same.</summary>
    public static DiagnosticRule PortClash { get; } = New("DAPRSHARED008", Error, "Two ports are the same");

    /// <summary>An option has a value that daprd refuses.</summary>
    public static DiagnosticRule IllegalOption { get; } = New("DAPRSHARED009", Error, "An option has a value that daprd refuses");

    /// <summary>The daprd version does not know an option.</summary>
    public static DiagnosticRule OptionTooNew { get; } = New("DAPRSHARED010", Error, "The daprd version does not know the option");

    /// <summary>The app's address is no bare host.</summary>
    public static DiagnosticRule HostIsNoHost { get; } = New("DAPRSHARED011", Error, "The app's address is not a bare host");

    /// <summary>The app's host or port is missing or out of range.</summary>
    public static DiagnosticRule RemoteIncomplete { get; } = New("DAPRSHARED012", Error, "The app's host and port are not a valid pair");

    /// <summary>A DaemonSet has replicas.</summary>
    public static DiagnosticRule DaemonSetReplicas { get; } = New("DAPRSHARED013", Error, "A DaemonSet has no replicas");

    /// <summary>The number of replicas is negative.</summary>
    public static DiagnosticRule NegativeReplicas { get; } = New("DAPRSHARED014", Error, "The number of replicas is negative");

    /// <summary>The daprd version is outside the supported window.</summary>
    public static DiagnosticRule UnsupportedVersion { get; } =
        New("DAPRSHARED015", Warning, "The daprd version is outside the supported window");

    /// <summary>The port between daprds is not 50002.</summary>
    public static DiagnosticRule InternalPortChanged { get; } = New("DAPRSHARED016", Warning, "The port between daprds is not 50002");

    /// <summary>The Dapr API needs no token.</summary>
    public static DiagnosticRule TokenOff { get; } = New("DAPRSHARED017", Warning, "The Dapr API asks for no token");

    /// <summary>The Dapr API listens on loopback only.</summary>
    public static DiagnosticRule LoopbackOnly { get; } = New("DAPRSHARED018", Error, "The Dapr API listens on loopback only");

    /// <summary>The ServiceAccount is neither created nor named.</summary>
    public static DiagnosticRule NoServiceAccount { get; } = New("DAPRSHARED019", Error, "The ServiceAccount is neither created nor named");

    private static DiagnosticRule New(string code, DiagnosticSeverity severity, string title)
    {
        DiagnosticRule rule = new(code, severity, title);
        (_all ??= new(StringComparer.Ordinal)).Add(code, rule);
        return rule;
    }
}
