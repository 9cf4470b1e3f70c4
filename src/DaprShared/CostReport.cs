using System.Globalization;
using k8s.Models;

namespace DaprShared;

/// <summary>How many daprds an app-id costs in each way of running them.</summary>
/// <param name="Daprd">The shared daprd.</param>
/// <param name="AppReplicas">The number of replicas of its app, each of which would carry a sidecar.</param>
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
    /// Returns a line with the number of daprds, and the CPU and the memory that they request in brackets: as they are run, and as they
    /// would be. A sidecar is taken to request what the shared daprd does, without the placeholder of Injected mode. A <c>+</c> says that
    /// an autoscaler may run more.
    /// </summary>
    /// <param name="rows">The shared daprds.</param>
    /// <param name="nodes">The number of nodes that the DaemonSets would run on.</param>
    public static string Write(IReadOnlyCollection<CostRow> rows, int nodes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodes);

        List<Line> lines = [.. rows.Select(row => new Line(row, nodes))];
        Cost Sum(Func<Line, Cost> way) => lines.Select(way).Aggregate(default(Cost), (sum, cost) => sum + cost);
        return $"{Sum(line => line.Chosen)}; as sidecars {Sum(line => line.Sidecars)}, "
            + $"as DaemonSets on {nodes} {(nodes == 1 ? "node" : "nodes")} {Sum(line => line.DaemonSet)}, "
            + $"as Deployments {Sum(line => line.Deployment)}";
    }

    private sealed class Line(CostRow row, int nodes)
    {
        private readonly Cost _sidecar = Cost.Of(row.Daprd.Pod.EffectiveResources);

        public Cost Sidecars => _sidecar * row.Sidecars;

        public Cost DaemonSet => Pod * nodes;

        public Cost Deployment => (Pod * row.Deployment) with { IsLeast = row.Daprd.Workload.Autoscaling is not null };

        public Cost Chosen => row.Daprd.Strategy == SharedStrategy.DaemonSet ? DaemonSet : Deployment;

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
