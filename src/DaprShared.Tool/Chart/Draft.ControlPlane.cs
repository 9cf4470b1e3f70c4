using System.Text.RegularExpressions;

namespace DaprShared.Tool.Chart;

/// <summary>
/// The control plane's addresses. The chart spells each of them out; here they follow from namespace, trust domain and cluster domain, so a
/// value counts only where it differs from the chart's literal default and from the derived address.
/// </summary>
internal sealed partial class Draft
{
    private static readonly ControlPlane _chartDefault = new();

    private ControlPlane JoinedControlPlane()
    {
        CheckName("shared.controlPlane.namespace", ControlPlane.Namespace);
        CheckName("shared.controlPlane.trustDomain", ControlPlane.TrustDomain);
        CheckName("shared.controlPlane.clusterDomain", ControlPlane.ClusterDomain);
        NoLegacyPort(Operator, "shared.controlPlane.operator.port", "80 is the operator's legacy port");
        NoLegacyPort(Sentry, "shared.controlPlane.sentry.port", "Sentry's port 80 is gone since Dapr 1.14");
        NotEmpty(Operator, "shared.controlPlane.operator.address", "the operator", ControlPlane.OperatorAddress);
        NotEmpty(Sentry, "shared.controlPlane.sentry.address", "Sentry", ControlPlane.SentryAddress);
        return ControlPlane with
        {
            OperatorOverride =
                Override(Operator, "shared.controlPlane.operator", _chartDefault.OperatorAddress, ControlPlane.OperatorAddress),
            SentryOverride = Override(Sentry, "shared.controlPlane.sentry", _chartDefault.SentryAddress, ControlPlane.SentryAddress),
            Placement = Placement.Host != "",
            PlacementOverride = Placement.Host == "" ? null
                : Override(Placement, "shared.controlPlane.placementServer", _chartDefault.PlacementAddress, ControlPlane.PlacementAddress),
            Scheduler = Scheduler != "",
            SchedulerOverride = SchedulerOverride(),
            SentryAudienceOverride =
                string.IsNullOrEmpty(Audience) || Audience == _chartDefault.SentryAudience || Audience == ControlPlane.SentryAudience
                    ? null
                    : Audience,
        };
    }

    private string? Override(HostAndPort given, string key, string chartDefault, string derived)
    {
        var (chartHost, derivedHost, derivedPort) = (chartDefault.Split(':')[0], derived.Split(':')[0], derived.Split(':')[1]);
        if (given.Host is not null && !Hosts().IsMatch(given.Host))
        {
            Report(DiagnosticRules.IllegalOption, $"{key}.address", $"'{UserInfo.Redact(given.Host)}' is not a host.",
                $"Write the host alone, and its port in {key}.port.");
        }

        if (given.Port is < 1 or > 65535)
        {
            Report(DiagnosticRules.IllegalOption, $"{key}.port", $"'{given.Port}' must be a port from 1 to 65535.",
                $"Correct it, or remove it for {derivedPort}.");
        }

        var address =
            $"{(given.Host is null || given.Host == chartHost ? derivedHost : given.Host)}:{given.Port?.ToString() ?? derivedPort}";
        return address == derived ? null : address;
    }

    private string? SchedulerOverride()
    {
        if (Scheduler is null or "" || Scheduler == ControlPlane.SchedulerAddress || Scheduler == _chartDefault.SchedulerAddress)
        {
            return null;
        }

        if (SchedulerPod().IsMatch(Scheduler))
        {
            Report(DiagnosticRules.ReplacedValue, "shared.scheduler.address",
                $"names one scheduler pod, in a variable that daprd 1.17 and later do not read; "
                + $"--scheduler-host-address={ControlPlane.SchedulerAddress} is used instead.", "Remove it.");
            return null;
        }

        if (!SchedulerHosts().IsMatch(Scheduler))
        {
            Report(DiagnosticRules.IllegalOption, "shared.scheduler.address", $"'{UserInfo.Redact(Scheduler)}' is not a host and port.",
                $"Write host:port, or remove it for {ControlPlane.SchedulerAddress}, or leave it empty for no scheduler.");
        }

        return Scheduler;
    }

    private void NoLegacyPort(HostAndPort given, string key, string why)
    {
        if (given.Port == 80)
        {
            Report(DiagnosticRules.ReplacedValue, key, $"{why}; 443 is used instead.", "Remove it.");
            given.Port = 443;
        }
    }

    private void NotEmpty(HostAndPort given, string key, string who, string derived)
    {
        if (given.Host == "")
        {
            Report(DiagnosticRules.ReplacedValue, key, $"is empty, but daprd cannot run without {who}; {derived} is used instead.",
                "Remove it.");
            given.Host = null;
        }
    }

    private void CheckName(string key, string? name)
    {
        if (!string.IsNullOrEmpty(name) && !Validator.IsName(name))
        {
            Report(DiagnosticRules.IllegalOption, key, $"'{name}' is not a DNS name.",
                "Use lower-case letters, digits, inner hyphens and dots.");
        }
    }

    // The last host takes the port of the key beside it; those before it, of a list, have their own.
    [GeneratedRegex(@"^([A-Za-z0-9._-]+:\d+,)*[A-Za-z0-9._-]+\z")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+(:\d+)?(,[A-Za-z0-9._-]+(:\d+)?)*\z")]
    private static partial Regex SchedulerHosts();

    [GeneratedRegex(@"(^|,)dapr-scheduler-server-\d+\.")]
    private static partial Regex SchedulerPod();
}
