using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong with who watches daprd.</summary>
public static partial class DiagnosticRules
{
    /// <summary>A PodMonitor would find no metrics.</summary>
    public static DiagnosticRule MonitorWithoutMetrics { get; } = New("DAPRSHARED135", Error, "A PodMonitor finds no metrics");

    /// <summary>Kubernetes refuses the interval or a label of a PodMonitor.</summary>
    public static DiagnosticRule IllegalMonitor { get; } = New("DAPRSHARED136", Error, "Kubernetes refuses a PodMonitor");

    /// <summary>A PodMonitor is for a cluster.</summary>
    public static DiagnosticRule MonitorInCompose { get; } =
        New("DAPRSHARED137", Warning, "A PodMonitor has no effect in Docker Compose");

    /// <summary>The address or the protocol of a collector is one that daprd cannot use.</summary>
    public static DiagnosticRule IllegalCollector { get; } = New("DAPRSHARED138", Error, "daprd cannot reach the collector like this");

    /// <summary>A collector is named, and no traces arrive there.</summary>
    public static DiagnosticRule NoTraces { get; } = New("DAPRSHARED139", Warning, "The collector gets no traces");
}
