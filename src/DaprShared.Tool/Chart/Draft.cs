using System.Text.RegularExpressions;
using k8s.Models;

namespace DaprShared.Tool.Chart;

/// <summary>
/// What the rows of <see cref="ChartKeyTable"/> have read: the model in the making, and values that only make sense together.
/// </summary>
internal sealed partial class Draft
{
    // In the chart the organisation is part of the registry: ghcr.io/dapr and daprd.
    private static readonly ContainerImage _defaultImage = new() { Registry = "docker.io/daprio", Name = "daprd" };

    private static readonly SidecarInjection _defaultInjection = new();

    /// <summary>The namespace that the objects are rendered for, for commands in messages.</summary>
    public string? Namespace { get; init; }

    public List<Diagnostic> Diagnostics { get; } = [];

    public string? AppId { get; set; }

    public string? RemoteHost { get; set; }

    public int? RemotePort { get; set; }

    public string? Strategy { get; set; }

    public int? Replicas { get; set; }

    public string? NameOverride { get; set; }

    public string? FullnameOverride { get; set; }

    public DaprdOptions Options { get; } = new();

    public PodSettings Pod { get; set; } = new();

    public WorkloadSettings Workload { get; set; } = new();

    public void Monitor(Func<PodMonitor, PodMonitor> change) =>
        Workload = Workload with { PodMonitor = change(Workload.PodMonitor ?? new()) };

    public DaprNeeds Needs { get; set; }

    public bool InboundRetries { get; set; } = true;

    public int? MinReplicas { get; set; }

    public int? MaxReplicas { get; set; }

    public int? CpuUtilization { get; set; }

    public IReadOnlyList<TextOrReference> ExtraArguments { get; set; } = [];

    public bool IsInjected { get; set; }

    public SidecarInjection Injection { get; set; } = _defaultInjection;

    /// <summary>The app's pods, which the NetworkPolicy admits.</summary>
    public V1LabelSelector? AppPods { get; set; }

    public string? TrustConfigMap { get; set; }

    public string? TrustKey { get; set; }

    public string? TrustPem { get; set; }

    public ContainerImage Image { get; set; } = _defaultImage;

    public ControlPlane ControlPlane { get; set; } = new();

    public HostAndPort Operator { get; } = new();

    public HostAndPort Sentry { get; } = new();

    public HostAndPort Placement { get; } = new();

    public string? Scheduler { get; set; }

    public string? Audience { get; set; }

    public string? HealthCheckPath { get; set; }

    public string? ApiTokenSecret { get; set; }

    public string? ApiTokenKey { get; set; }

    public string? AppTokenSecret { get; set; }

    public string? AppTokenKey { get; set; }

    /// <summary>Reports a mistake, unless the key has one already that this one would only follow from.</summary>
    public void Report(DiagnosticRule rule, string key, string message, string fix)
    {
        if (!Diagnostics.Any(diagnostic => diagnostic.IsError && diagnostic.Subject == key))
        {
            Diagnostics.Add(rule.For(key, message, fix));
        }
    }

    public void Option(DaprdOption option, string value)
    {
        // daprd takes these in any case.
        var text = option.Allowed.Contains(value.ToLowerInvariant()) ? value.ToLowerInvariant() : value;
        if (option.Check(text) is { } wrong)
        {
            Report(DiagnosticRules.IllegalOption, ChartKeyTable.KeyOf(option), $"'{value}' {wrong}.",
                option.Default is null ? "Correct or remove it." : $"Correct it, or remove it for the default {option.Default}.");
        }
        else
        {
            option.Write!(Options, text);
        }
    }

    /// <summary>Returns the digest, or reports that it is none.</summary>
    public string? Digest(string key, string digest)
    {
        if (Sha256().IsMatch(digest))
        {
            return digest;
        }

        Report(DiagnosticRules.IllegalOption, key, $"'{digest}' is not a digest.", "Write sha256: and 64 hexadecimal digits.");
        return null;
    }

    /// <summary>A host and a port that stand in two keys.</summary>
    internal sealed class HostAndPort
    {
        public string? Host { get; set; }

        public int? Port { get; set; }
    }

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
