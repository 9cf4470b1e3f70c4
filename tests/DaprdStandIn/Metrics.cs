using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace DaprdStandIn;

/// <summary>A few of daprd's counters, under daprd's names, in the text format of Prometheus.</summary>
internal sealed class Metrics(string appId)
{
    private readonly ConcurrentDictionary<(string Name, string Labels), long> _counters = new();

    public void Count(string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder($"app_id=\"{appId}\"");
        foreach (var (label, value) in labels)
        {
            text.Append(CultureInfo.InvariantCulture, $",{label}=\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        _counters.AddOrUpdate((name, text.ToString()), 1, (_, count) => count + 1);
    }

    public string Render()
    {
        var text = new StringBuilder();
        foreach (var metric in _counters.GroupBy(counter => counter.Key.Name).OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Key} counter\n");
            foreach (var (key, count) in metric.OrderBy(counter => counter.Key.Labels, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{key.Name}{{{key.Labels}}} {count}\n");
            }
        }

        return text.ToString();
    }
}
