using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>Finds every mistake in a shared daprd at once.</summary>
public static partial class Validator
{
    // "<app-id>-dapr-api" is the longest name of a Service: at most 63 characters, and a letter first (RFC 1035; only a feature gate of
    // Kubernetes 1.35 and later admits a digit).
    private const int LongestAppId = 54;

    private static readonly Version OldestSupported = new(1, 17), NewestSupported = new(1, 19);

    /// <summary>The minor versions of daprd and control plane that the manifests are right for.</summary>
    internal static string SupportedWindow { get; } = $"{OldestSupported} to {NewestSupported}";

    internal static bool IsSupported(Version version) => version >= OldestSupported && version <= NewestSupported;

    /// <summary>Returns the mistakes in one shared daprd.</summary>
    /// <param name="daprd">The shared daprd.</param>
    /// <param name="mode">Where it will run; some mistakes only matter in a cluster.</param>
    public static IReadOnlyList<Diagnostic> Validate(SharedDaprd daprd, DaprdMode mode)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        return
        [
            .. AppId(daprd),
            .. App(daprd),
            .. Options(daprd, mode),
            .. Ports(daprd),
            .. Version(daprd),
            .. AppHealth(daprd),
            .. InboundRetries.Check(daprd),
            .. mode == DaprdMode.Kubernetes
                ? [
                    .. AppOnLoopback(daprd), .. Cluster(daprd), .. Workload(daprd), .. Monitoring(daprd), .. Pod(daprd),
                    .. Variables(daprd),
                    .. Anchors(daprd), .. Injection(daprd), .. ClusterNeeds.Check(daprd),
                ]
                : Array.Empty<Diagnostic>(),
        ];
    }

    private static IEnumerable<Diagnostic> AppId(SharedDaprd daprd)
    {
        if (!ServiceName().IsMatch(daprd.AppId))
        {
            var suggestion = NotInDnsLabel().Replace(daprd.AppId.ToLowerInvariant(), "-").Trim('-');
            suggestion = suggestion.Length > 0 && char.IsAsciiDigit(suggestion[0]) ? $"app-{suggestion}" : suggestion;
            yield return DiagnosticRules.IllegalAppId.For(daprd.DisplayName,
                $"app-id '{daprd.AppId}' has to begin with a letter, and may only hold lower-case letters, digits and inner hyphens.",
                suggestion.Length > 0 ? $"Use app-id '{suggestion}'." : "Choose another app-id.",
                nameof(SharedDaprd.AppId));
        }

        if (daprd.AppId.Length > LongestAppId)
        {
            yield return DiagnosticRules.AppIdTooLong.For(daprd.DisplayName,
                $"app-id '{daprd.AppId}' has {daprd.AppId.Length} characters, but '<app-id>-dapr-api' is a Service name of at most 63.",
                $"Shorten it to {LongestAppId} characters.",
                nameof(SharedDaprd.AppId));
        }
    }

    private static IEnumerable<Diagnostic> App(SharedDaprd daprd)
    {
        if (daprd.App is not { } app)
        {
            yield break;
        }

        if (app.Host.Text is { } host)
        {
            if (host.Length == 0)
            {
                yield return DiagnosticRules.RemoteIncomplete.For(daprd.DisplayName, "the app has a port but no host.",
                    "Name the host, or leave both out for an app without an inbound port.",
                    nameof(RemoteApp.Host));
            }
            else if (!BareHost().IsMatch(host))
            {
                yield return DiagnosticRules.HostIsNoHost.For(daprd.DisplayName,
                    $"the app's address '{UserInfo.Redact(host)}' is not a bare host; daprd adds protocol and port itself, and sends no "
                        + "user name or password.",
                    HostIn(host) is var bare && Uri.CheckHostName(bare) == UriHostNameType.IPv6
                        ? "Use a DNS name: daprd takes no IPv6 address here."
                        : $"Use '{bare}', the port as the port and the scheme as the protocol.",
                    nameof(RemoteApp.Host));
            }
        }

        if (app.Port.Text is { } port && DaprdOptionTable.ByFlag("app-port").Check(port) is { } wrong)
        {
            yield return DiagnosticRules.RemoteIncomplete.For(daprd.DisplayName, $"the app's port '{port}' {wrong}.",
                "Name the port, or leave host and port out for an app without an inbound port.",
                nameof(RemoteApp.Port));
        }

        if (DaprdOptionTable.ByFlag("app-protocol").Check(app.Protocol) is { } illegal)
        {
            yield return DiagnosticRules.IllegalOption.For(daprd.DisplayName,
                $"the app's protocol '{app.Protocol}' {illegal}.",
                "Choose one of them.",
                nameof(RemoteApp.Protocol));
        }
    }

    private static IEnumerable<Diagnostic> Options(SharedDaprd daprd, DaprdMode mode)
    {
        foreach (var option in DaprdOptionTable.All.Where(option => option.IsUserOption))
        {
            if (option.Read(daprd with { App = null, ControlPlane = NoAddresses }, mode)?.Text is not { } value)
            {
                continue;
            }

            if (option.Check(value) is { } wrong)
            {
                yield return DiagnosticRules.IllegalOption.For(daprd.DisplayName, $"option {option.Name} = '{value}' {wrong}.",
                    option.Default is null ? "Correct or remove it." : $"Correct it, or remove it for the default {option.Default}.",
                    option.Name);
            }

            if (daprd.Image.Version is { } version && option.Since > DaprdOption.Oldest && version < option.Since)
            {
                yield return DiagnosticRules.OptionTooNew.For(daprd.DisplayName,
                    $"option {option.Name} (--{option.Flag}) needs daprd {option.Since}, but the image is {daprd.Image}; that daprd would "
                        + "exit with 'unknown flag'.",
                    $"Use daprd {option.Since} or later, or remove the option.",
                    option.Name);
            }
        }

        if ((daprd.Options.AppHealthProbeTimeout ?? 500) > (daprd.Options.AppHealthProbeInterval ?? 5) * 1000L)
        {
            yield return DiagnosticRules.IllegalOption.For(daprd.DisplayName,
                $"option AppHealthProbeTimeout = {daprd.Options.AppHealthProbeTimeout ?? 500} ms is longer than AppHealthProbeInterval = "
                    + $"{daprd.Options.AppHealthProbeInterval ?? 5} s; daprd refuses that.",
                "Shorten the timeout or lengthen the interval.",
                nameof(DaprdOptions.AppHealthProbeTimeout));
        }

        if (daprd.Options.DaprListenAddresses is { Length: > 0 } addresses
            && addresses.Split(',').All(address => Loopback.Contains(address.Trim())))
        {
            yield return DiagnosticRules.LoopbackOnly.For(daprd.DisplayName,
                $"option DaprListenAddresses = '{addresses}' binds the Dapr API to loopback, but the app of a shared daprd is never on "
                    + "its loopback.",
                "Remove it to listen on all addresses.",
                nameof(DaprdOptions.DaprListenAddresses));
        }
    }

    private static IEnumerable<Diagnostic> Ports(SharedDaprd daprd)
    {
        (string Name, string? Port)[] ports =
        [
            .. from option in DaprdOptionTable.All
               where option.Type == DaprdOptionType.Port && option.IsUserOption
                  && (option.Flag != "profile-port" || daprd.Options.EnableProfiling == true)
                  && (option.Flag != "metrics-port" || daprd.Options.HasMetrics)
               select (option.Name, option.ValueFor(daprd, DaprdMode.Kubernetes)?.Text ?? option.Default),
        ];
        foreach (var clash in ports.Where(port => port.Port is not null).GroupBy(port => port.Port).Where(group => group.Count() > 1))
        {
            yield return DiagnosticRules.PortClash.For(daprd.DisplayName,
                $"{string.Join(" and ", clash.Select(port => port.Name))} are all {clash.Key}.",
                "Give each port of daprd a number of its own.",
                clash.First().Name);
        }

        // daprd compares numbers only, although the app is on another host (dapr v1.18.3 pkg/runtime/config.go).
        foreach (var (name, port) in ports.Take(2).Where(port => port.Port is not null && port.Port == daprd.App?.Port.Text))
        {
            yield return DiagnosticRules.PortClash.For(daprd.DisplayName,
                $"the app's port {port} is also {name}; daprd refuses that even for a remote app.",
                $"Set {name} to another port.",
                name);
        }

        if (daprd.Options.DaprInternalGrpcPort is { } changed && changed != DaprdPorts.Internal.Number)
        {
            yield return DiagnosticRules.InternalPortChanged.For(daprd.DisplayName,
                $"option DaprInternalGrpcPort = {changed}, but other daprds dial the number that they use themselves, "
                    + $"{DaprdPorts.Internal.Number}.",
                "Remove it, or set the same number on every daprd, injected sidecars included.",
                nameof(DaprdOptions.DaprInternalGrpcPort));
        }
    }

    private static IEnumerable<Diagnostic> Version(SharedDaprd daprd)
    {
        if (daprd.Image.Version is { } version && !IsSupported(version))
        {
            yield return DiagnosticRules.UnsupportedVersion.For(daprd.DisplayName, $"daprd {daprd.Image.Tag} is outside {SupportedWindow}.",
                $"Use {ContainerImage.DefaultVersion}, or test this version yourself.",
                nameof(ContainerImage.Tag));
        }
    }

    // daprd gives a job three tries of a second, and a reminder none, unless it knows that the app is away and waits.
    private static IEnumerable<Diagnostic> AppHealth(SharedDaprd daprd)
    {
        if (daprd is { App: not null, Needs: not DaprNeeds.None, Options.EnableAppHealthCheck: not true })
        {
            yield return DiagnosticRules.LostWhileAway.For(daprd.DisplayName,
                "app health checks are off, so daprd does not know when the app is away: one-shot jobs and one-shot reminders that "
                    + "fall due while it is stopped, restarted or scaled to zero are lost.",
                "Give the app a path that answers while it is well, and say so: WithAppHealthCheck, or option "
                    + $"{nameof(DaprdOptions.EnableAppHealthCheck)}.",
                nameof(DaprdOptions.EnableAppHealthCheck));
        }
    }

    /// <summary>Finds an app at an address that is daprd's own, wherever it is published to.</summary>
    internal static IEnumerable<Diagnostic> AppOnLoopback(SharedDaprd daprd) => daprd.App?.Host.Text is { } host && BareHost().IsMatch(host)
        ? ObjectValidator.Loopback(daprd.DisplayName, "the app's address", host, nameof(RemoteApp.Host), "orders.shop.svc.cluster.local")
        : [];

    private static IEnumerable<Diagnostic> Cluster(SharedDaprd daprd)
    {
        if (daprd is { Strategy: SharedStrategy.DaemonSet, Replicas: not null })
        {
            yield return DiagnosticRules.DaemonSetReplicas.For(daprd.DisplayName,
                $"replicas = {daprd.Replicas}, but a DaemonSet has one pod per node.",
                "Publish as a Deployment, or remove the replicas.",
                nameof(SharedDaprd.Replicas));
        }

        if (daprd is { Strategy: SharedStrategy.Deployment, Replicas: < 0 })
        {
            yield return DiagnosticRules.NegativeReplicas.For(daprd.DisplayName,
                $"replicas = {daprd.Replicas}.",
                "Use 0 or more.",
                nameof(SharedDaprd.Replicas));
        }

        if (daprd.ApiToken is null)
        {
            yield return DiagnosticRules.TokenOff.For(daprd.DisplayName, "every pod that reaches the API Service may use the Dapr API.",
                "Leave the API token on, or admit only the app's pods with a NetworkPolicy.",
                nameof(SharedDaprd.ApiToken));
        }

        if (daprd.Options.EnableMtls == false)
        {
            yield return DiagnosticRules.MtlsOff.For(daprd.DisplayName,
                $"option {nameof(DaprdOptions.EnableMtls)} = false, so calls to and from daprds with mTLS, the default, fail.",
                "Remove it, unless mTLS is off in the control plane too.",
                nameof(DaprdOptions.EnableMtls));
        }

        if (daprd.RequiredFeatures.Count > 0 && DaprdFeature.SharedWorkflows.IsIn(daprd) == false)
        {
            yield return DiagnosticRules.WorkflowsNotShared.For(daprd.DisplayName,
                $"workflows run in several daprds, but {daprd.Image} does not know the feature "
                    + $"{SharedDaprd.WorkflowsClusteredDeployment}; work would be lost between them.",
                $"Use daprd {DaprdFeature.SharedWorkflows.Since} or later, or one replica of a Deployment.",
                nameof(SharedDaprd.Needs));
        }

        if (daprd.Pod is { CreateServiceAccount: false, ServiceAccountName: null or "" })
        {
            yield return DiagnosticRules.NoServiceAccount.For(daprd.DisplayName, "the ServiceAccount is not created and has no name.",
                "Name an existing ServiceAccount.",
                nameof(PodSettings.ServiceAccountName));
        }
    }

    // With these, what an option reads is the user's own value and nothing that the model adds.
    private static ControlPlane NoAddresses { get; } = new() { Placement = false, Scheduler = false };

    private static readonly string[] Loopback = ["127.0.0.1", "::1", "[::1]", "localhost"];

    private static string HostIn(string text) => Uri.CheckHostName(text) == UriHostNameType.IPv6 ? text
        : Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri)
            && uri.Host.Length > 0
            ? uri.Host
            : "orders.default.svc.cluster.local";

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServiceName();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInDnsLabel();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex ObjectName();

    // A key of a Secret or ConfigMap.
    [GeneratedRegex(@"^(?!\.\z|\.\.)[-._a-zA-Z0-9]{1,253}\z")]
    private static partial Regex DataKey();

    // A Helm expression stands for a host that the chart fills in.
    [GeneratedRegex(@"^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\.?|.*\{\{.*\}\}.*)\z")]
    private static partial Regex BareHost();
}
