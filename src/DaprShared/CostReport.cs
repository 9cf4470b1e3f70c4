using System.Globalization;
using System.Text;
using k8s.Models;

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
}

/// <summary>
/// Compares sidecars, DaemonSet and Deployment by the number of daprds and what they request. A DaemonSet is dearer than sidecars as soon
/// as there are more nodes than replicas of the app.
/// </summary>
public static class CostReport
{
    /// <summary>
    /// Returns the table as text, a line per app-id and a total, with the CPU and the memory that is requested in brackets. A sidecar is
    /// taken to request what the shared daprd does, without the placeholder of Injected mode.
    /// </summary>
    /// <param name="rows">The shared daprds.</param>
    /// <param name="nodes">The number of nodes that the DaemonSets would run on.</param>
    public static string Write(IReadOnlyCollection<CostRow> rows, int nodes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodes);

        var lines = rows.OrderBy(row => row.Daprd.AppId, StringComparer.Ordinal).Select(row => new Line(row, nodes)).ToList();
        string[][] table =
        [
            ["daprds", "sidecars", $"DaemonSet ({nodes} {(nodes == 1 ? "node" : "nodes")})", "Deployment", "chosen"],
            .. from line in lines
               select (string[])[line.AppId, $"{line.Sidecars}", $"{line.DaemonSet}", $"{line.Deployment}", line.Strategy.ToString()],
            ["total", Sum(line => line.Sidecars), Sum(line => line.DaemonSet), Sum(line => line.Deployment), Sum(line => line.Chosen)],
        ];
        string Sum(Func<Line, Cost> column) => lines.Select(column).Aggregate(default(Cost), (sum, cost) => sum + cost).ToString();

        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(column => table.Max(line => line[column].Length))];
        var text = new StringBuilder();
        foreach (var line in table)
        {
            text.Append(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return lines.Exists(line => line.Deployment.IsLeast)
            ? text.Append("+ at least: an autoscaler may run more\n").ToString()
            : text.ToString();
    }

    private sealed class Line(CostRow row, int nodes)
    {
        private readonly Cost _sidecar = Cost.Of(row.Daprd.Pod.EffectiveResources);

        public string AppId => row.Daprd.AppId;

        public SharedStrategy Strategy => row.Daprd.Strategy;

        public Cost Sidecars => _sidecar * row.Sidecars;

        public Cost DaemonSet => Pod * nodes;

        public Cost Deployment => (Pod * row.Deployment) with { IsLeast = row.Daprd.Workload.Autoscaling is not null };

        public Cost Chosen => Strategy == SharedStrategy.DaemonSet ? DaemonSet : Deployment;

        private Cost Pod =>
            row.Daprd.Injection is { } injection ? (_sidecar + Cost.Of(injection.PlaceholderResources)) with { Daprds = 1 } : _sidecar;
    }

    private readonly record struct Cost(int Daprds, decimal Cpu, decimal Memory, bool IsLeast = false)
    {
        public static Cost Of(V1ResourceRequirements resources) =>
            new(1, PodSettings.Request(resources, "cpu"), PodSettings.Request(resources, "memory"));

        public static Cost operator +(Cost left, Cost right) =>
            new(left.Daprds + right.Daprds, left.Cpu + right.Cpu, left.Memory + right.Memory, left.IsLeast || right.IsLeast);

        public static Cost operator *(Cost one, int count) => new(one.Daprds * count, one.Cpu * count, one.Memory * count, one.IsLeast);

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Daprds}{(IsLeast ? "+" : "")} ({Cpu * 1000:0}m, {Memory / (1024 * 1024):0}Mi)");
    }
}
