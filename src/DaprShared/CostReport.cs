using System.Globalization;
using System.Text;

namespace DaprShared;

/// <summary>How many daprds an app-id costs in each way of running them.</summary>
/// <param name="Daprd">The shared daprd.</param>
/// <param name="AppReplicas">The replicas of its app, each of which would carry a sidecar.</param>
public sealed record CostRow(SharedDaprd Daprd, int AppReplicas)
{
    /// <summary>Gets the number of daprds as sidecars.</summary>
    public int Sidecars => AppReplicas;

    /// <summary>Gets the number of daprds as a Deployment: what was asked for, the least of an autoscaler, or 1.</summary>
    public int Deployment => Daprd.Workload.Autoscaling?.MinReplicas ?? Daprd.Replicas ?? 1;

    /// <summary>Returns the number of daprds that the chosen strategy runs.</summary>
    /// <param name="nodes">The number of nodes.</param>
    public int Chosen(int nodes) => Daprd.Strategy == SharedStrategy.DaemonSet ? nodes : Deployment;
}

/// <summary>
/// Compares sidecars, DaemonSet and Deployment by the number of daprds and what they request. A DaemonSet is dearer than sidecars as soon as there
/// are more nodes than replicas of the app.
/// </summary>
public static class CostReport
{
    /// <summary>Returns the table as text, a line per app-id and a total.</summary>
    /// <param name="rows">The shared daprds.</param>
    /// <param name="nodes">The number of nodes that the DaemonSets would run on.</param>
    public static string Write(IReadOnlyCollection<CostRow> rows, int nodes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodes);

        (string AppId, int Sidecars, int DaemonSet, int Deployment, string Chosen)[] lines =
        [
            .. rows.OrderBy(row => row.Daprd.AppId, StringComparer.Ordinal)
                .Select(row => (row.Daprd.AppId, row.Sidecars, nodes, row.Deployment, $"{row.Daprd.Strategy}, requests {Requests([row], nodes)}")),
            ("total", rows.Sum(row => row.Sidecars), rows.Count * nodes, rows.Sum(row => row.Deployment),
                $"{rows.Sum(row => row.Chosen(nodes))} daprds, request {Requests(rows, nodes)}"),
        ];
        var width = lines.Max(line => line.AppId.Length);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"daprds".PadRight(width)}  sidecars  DaemonSet ({nodes} {(nodes == 1 ? "node" : "nodes")})  Deployment  chosen\n");
        foreach (var (appId, sidecars, daemonSet, deployment, chosen) in lines)
        {
            var nodesWidth = "DaemonSet ( nodes)".Length + (nodes == 1 ? -1 : 0) + nodes.ToString(CultureInfo.InvariantCulture).Length;
            text.Append(CultureInfo.InvariantCulture,
                $"{appId.PadRight(width)}  {sidecars,8}  {daemonSet.ToString(CultureInfo.InvariantCulture).PadLeft(nodesWidth)}  {deployment,10}  {chosen}\n");
        }

        return text.ToString();
    }

    private static string Requests(IEnumerable<CostRow> rows, int nodes)
    {
        var list = rows.ToList();
        var cpu = list.Sum(row => row.Chosen(nodes) * Request(row, "cpu"));
        var memory = list.Sum(row => row.Chosen(nodes) * Request(row, "memory"));
        return string.Create(CultureInfo.InvariantCulture, $"{cpu * 1000:0}m CPU and {memory / (1024 * 1024):0}Mi");
    }

    private static decimal Request(CostRow row, string resource) =>
        row.Daprd.Pod.Resources.Requests?.TryGetValue(resource, out var quantity) == true ? quantity.ToDecimal() : 0;
}
