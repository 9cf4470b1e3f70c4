using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>What is wrong with who watches daprd.</summary>
public static partial class Validator
{
    private static IEnumerable<Diagnostic> Monitoring(SharedDaprd daprd)
    {
        if (daprd.Workload.PodMonitor is not { } monitor) { yield break; }

        if (!daprd.Options.HasMetrics)
        {
            yield return DiagnosticRules.MonitorWithoutMetrics.For(daprd.DisplayName,
                $"a PodMonitor scrapes daprd, and {nameof(DaprdOptions.EnableMetrics)} is false.",
                "Remove one of the two.",
                nameof(WorkloadSettings.PodMonitor));
        }

        if (monitor.Interval is { } interval && !PrometheusDuration().IsMatch(interval))
        {
            yield return DiagnosticRules.IllegalMonitor.For(daprd.DisplayName,
                $"the PodMonitor's interval is '{interval}'.",
                "Write numbers with the units y, w, d, h, m, s and ms in this order, for example '30s' or '1m30s'.",
                nameof(WorkloadSettings.PodMonitor));
        }

        // A Prometheus selects by the release; Kubernetes itself takes an empty one.
        var illegal = from label in monitor.Labels
                      let isKey = KubernetesLabel.IsKey(label.Key)
                      where !isKey || !KubernetesLabel.IsValue(label.Value) || label is { Key: "release", Value: "" }
                      select DiagnosticRules.IllegalMonitor.For(daprd.DisplayName,
                          isKey ? $"the PodMonitor's label {label.Key} is '{label.Value}'." : $"the PodMonitor has a label '{label.Key}'.",
                          isKey ? KubernetesLabel.ValueRule : KubernetesLabel.KeyRule,
                          nameof(WorkloadSettings.PodMonitor));
        foreach (var mistake in illegal)
        {
            yield return mistake;
        }
    }

    // The pattern of the operator's CRD (type Duration).
    [GeneratedRegex(@"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)\z(?<=.)")]
    private static partial Regex PrometheusDuration();
}
