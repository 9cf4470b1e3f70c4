using k8s.Models;

namespace DaprShared;

/// <summary>The workload and what watches over it.</summary>
/// <seealso href="https://kubernetes.io/docs/concepts/overview/working-with-objects/"/>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        // By default a new daprd is ready before the old one goes, on each node too: the app's API has no gap while daprd is upgraded.
        public V1DaemonSet DaemonSet() => new()
        {
            ApiVersion = "apps/v1",
            Kind = "DaemonSet",
            Metadata = Metadata(Name),
            Spec = new()
            {
                Selector = Selector(),
                UpdateStrategy = new()
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new() { MaxSurge = daprd.Workload.MaxSurge, MaxUnavailable = daprd.Workload.MaxUnavailable },
                },
                Template = PodTemplate(),
            },
        };

        public V1Deployment Deployment() => new()
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = Metadata(Name),
            Spec = new()
            {
                // An autoscaler owns the number: a manifest that names one would set it back on every release.
                Replicas = daprd.Workload.Autoscaling is null ? daprd.Replicas ?? 1 : null,
                Selector = Selector(),
                Strategy = new()
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new() { MaxSurge = daprd.Workload.MaxSurge, MaxUnavailable = daprd.Workload.MaxUnavailable },
                },
                Template = PodTemplate(),
            },
        };

        public V2HorizontalPodAutoscaler HorizontalPodAutoscaler(Autoscaling autoscaling) => new()
        {
            ApiVersion = "autoscaling/v2",
            Kind = "HorizontalPodAutoscaler",
            Metadata = Metadata(Name),
            Spec = new()
            {
                ScaleTargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = Name },
                MinReplicas = autoscaling.MinReplicas,
                MaxReplicas = autoscaling.MaxReplicas,
                Metrics =
                [
                    new()
                    {
                        Type = "Resource",
                        Resource = new()
                        {
                            Name = "cpu",
                            Target = new() { Type = "Utilization", AverageUtilization = autoscaling.CpuUtilization },
                        },
                    },
                ],
            },
        };

        // A node is drained one daprd at a time. Not a minimum: with one daprd left that would block the drain for good.
        public V1PodDisruptionBudget PodDisruptionBudget() => new()
        {
            ApiVersion = "policy/v1",
            Kind = "PodDisruptionBudget",
            Metadata = Metadata(Name),
            Spec = new() { MaxUnavailable = 1, Selector = Selector() },
        };

        private List<V1TopologySpreadConstraint>? Spread() =>
            daprd is { Strategy: SharedStrategy.Deployment, Workload.TopologySpread: true, MaxReplicas: > 1 }
                ? [Spread("kubernetes.io/hostname")]
                : null;

        private V1TopologySpreadConstraint Spread(string over) =>
            new() { MaxSkew = 1, TopologyKey = over, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = Selector() };
    }
}
