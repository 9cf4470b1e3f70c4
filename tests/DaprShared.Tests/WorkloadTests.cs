using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public class WorkloadTests
{
    private static readonly SharedDaprd Deployed = new() { AppId = "orders", Strategy = SharedStrategy.Deployment };

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    public void A_Deployment_has_its_replicas(int? replicas, int written) =>
        Assert.Equal(written, Single<V1Deployment>(Deployed with { Replicas = replicas }).Spec.Replicas);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void More_than_one_daprd_is_spread_and_drained_one_by_one(int replicas, bool guarded)
    {
        var daprd = Deployed with { Replicas = replicas };

        Assert.Equal(guarded, KubernetesObjects.Build(daprd).OfType<V1PodDisruptionBudget>().Any());
        Assert.Equal(guarded, Single<V1Deployment>(daprd).Spec.Template.Spec.TopologySpreadConstraints is not null);
    }

    [Fact]
    public void The_disruption_budget_reads_so() => Assert.Equal(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: orders-dapr
          labels:
            app.kubernetes.io/component: dapr-shared
            app.kubernetes.io/instance: orders-dapr
            app.kubernetes.io/managed-by: dapr-shared
            app.kubernetes.io/name: daprd
            dapr.io/app-id: orders
        spec:
          maxUnavailable: 1
          selector:
            matchLabels:
              app.kubernetes.io/instance: orders-dapr
              app.kubernetes.io/name: daprd

        """,
        ManifestYaml.Write(Single<V1PodDisruptionBudget>(Deployed with { Replicas = 2 })));

    [Fact]
    public void The_autoscaler_reads_so_and_owns_the_number_of_replicas()
    {
        var daprd = Deployed with { Replicas = 2, Workload = new() { Autoscaling = new(2, 6, CpuUtilization: 70) } };

        Assert.Null(Single<V1Deployment>(daprd).Spec.Replicas);
        Assert.Equal(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: orders-dapr
              labels:
                app.kubernetes.io/component: dapr-shared
                app.kubernetes.io/instance: orders-dapr
                app.kubernetes.io/managed-by: dapr-shared
                app.kubernetes.io/name: daprd
                dapr.io/app-id: orders
            spec:
              maxReplicas: 6
              metrics:
              - resource:
                  name: cpu
                  target:
                    averageUtilization: 70
                    type: Utilization
                type: Resource
              minReplicas: 2
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: orders-dapr

            """,
            ManifestYaml.Write(Single<V2HorizontalPodAutoscaler>(daprd)));
    }

    [Fact]
    public void Spread_and_budget_can_be_switched_off()
    {
        var daprd = Deployed with { Replicas = 2, Workload = new() { TopologySpread = false, PodDisruptionBudget = false } };

        Assert.Empty(KubernetesObjects.Build(daprd).OfType<V1PodDisruptionBudget>());
        Assert.Null(Single<V1Deployment>(daprd).Spec.Template.Spec.TopologySpreadConstraints);
    }

    [Theory]
    [InlineData(SharedStrategy.DaemonSet, null, "Local")]
    [InlineData(SharedStrategy.DaemonSet, TrafficPolicy.Cluster, null)]
    [InlineData(SharedStrategy.Deployment, null, null)]
    [InlineData(SharedStrategy.Deployment, TrafficPolicy.NodeLocal, "Local")]
    public void The_app_stays_on_its_node_or_goes_anywhere(SharedStrategy strategy, TrafficPolicy? policy, string? written)
    {
        var services = KubernetesObjects.Build(new()
        {
            AppId = "orders",
            Strategy = strategy,
            Workload = new() { TrafficPolicy = policy },
        }).OfType<V1Service>().ToList();

        Assert.Equal(written, services.Single(service => service.Metadata.Name == "orders-dapr-api").Spec.InternalTrafficPolicy);
        Assert.Null(
            services.Single(service => service.Metadata.Name == "orders-dapr").Spec.InternalTrafficPolicy); // peers come from every node
    }

    [Fact]
    public void A_scraper_finds_daprd_as_it_finds_a_sidecar() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["dapr.io/app-id"] = "orders",
            ["prometheus.io/path"] = "/",
            ["prometheus.io/port"] = "9191",
            ["prometheus.io/probe"] = "true",
            ["prometheus.io/scrape"] = "true"
        },
        Peers(Deployed with { Options = new() { MetricsPort = 9191 } }).Metadata.Annotations);

    [Fact]
    public void Without_metrics_there_is_nothing_to_scrape()
    {
        var off = Deployed with { Options = new() { EnableMetrics = false } };
        Assert.Equal(["dapr.io/app-id"], Peers(off).Metadata.Annotations.Keys);
        Assert.DoesNotContain(Peers(off).Spec.Ports, port => port.Name == "dapr-metrics");
        Assert.DoesNotContain(Single<V1Deployment>(off).Spec.Template.Spec.Containers[0].Ports, port => port.Name == "dapr-metrics");
        Assert.Equal(["dapr.io/app-id"],
            Peers(Deployed with { Workload = new() { PrometheusAnnotations = false } }).Metadata.Annotations.Keys);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_the_implicit_secret_store_gets_a_token_of_the_account(bool? disabled, bool mounted) =>
        Assert.Equal(mounted,
            Single<V1Deployment>(Deployed with
            {
                Options = new() { DisableBuiltinK8sSecretStore = disabled },
            }).Spec.Template.Spec.AutomountServiceAccountToken);

    [Theory]
    [InlineData("100m", null, true)]
    [InlineData(null, "1", true)] // Kubernetes takes the limit
    [InlineData("0", "1", false)]
    [InlineData(null, null, false)]
    public void An_autoscaler_needs_a_CPU_request_to_compare_with(string? request, string? limit, bool isThere)
    {
        static Dictionary<string, ResourceQuantity> Cpu(string? amount) => amount is null ? [] : new() { ["cpu"] = new(amount) };
        var daprd = Deployed with
        {
            Workload = new() { Autoscaling = new(1, 2) },
            Pod = new() { Resources = new() { Requests = Cpu(request), Limits = Cpu(limit) } },
        };

        Assert.Equal(isThere ? 0 : 1,
            Validator.Validate(daprd, DaprdMode.Kubernetes).Count(mistake => mistake.Rule.Code == "DAPRSHARED064"));
    }

    [Fact]
    public void What_daprd_reads_only_at_start_restarts_it()
    {
        static string? Checksum(params object[] inputs) => Single<V1Deployment>(Deployed, new() { StartupInputs = inputs })
            .Spec.Template.Metadata.Annotations.TryGetValue("checksum/config", out var checksum) ? checksum : null;

        Assert.Null(Checksum());
        Assert.Equal(
            Checksum(DaprObjects.LocalConfiguration(new() { AppId = "orders" })),
            Checksum(DaprObjects.LocalConfiguration(new() { AppId = "orders" })));
        Assert.NotEqual(
            Checksum(DaprObjects.LocalConfiguration(new() { AppId = "orders" })),
            Checksum(DaprObjects.LocalConfiguration(new() { AppId = "orders" }),
                DaprObjects.LocalConfiguration(new() { AppId = "orders" })));
    }

    [Fact]
    public void The_pod_lives_as_long_as_daprd_holds_its_shutdown_back()
    {
        Assert.Equal(35, Pod(Deployed).TerminationGracePeriodSeconds);
        Assert.Equal(90, GracePeriod(new() { DaprBlockShutdownDuration = TimeSpan.FromMinutes(1) }));
        Assert.Equal(70, GracePeriod(new() { DaprGracefulShutdownSeconds = 60 }));
        Assert.Null(GracePeriod(new() { DaprBlockShutdownDuration = TimeSpan.Zero }));

        static long? GracePeriod(DaprdOptions options) => Pod(Deployed with { Options = options }).TerminationGracePeriodSeconds;
    }

    [Fact]
    public void Volumes_priority_and_secret_variables_reach_the_pod()
    {
        var pod = Pod(Deployed with
        {
            Pod = new()
            {
                PriorityClassName = "platform",
                Volumes = [new() { Name = "certificates", Secret = new() { SecretName = "redis-ca" } }],
                VolumeMounts = [new() { Name = "certificates", MountPath = "/certificates", ReadOnlyProperty = true }],
                SecretEnvironment = new Dictionary<string, TokenReference> { ["REDIS"] = new("redis", "password") },
            },
        });

        Assert.Equal("platform", pod.PriorityClassName);
        Assert.Equal(["dapr-identity-token", "certificates"], pod.Volumes.Select(volume => volume.Name));
        Assert.Equal("/certificates", pod.Containers[0].VolumeMounts[1].MountPath);
        Assert.Equal("redis", pod.Containers[0].Env.Single(variable => variable.Name == "REDIS").ValueFrom.SecretKeyRef.Name);
    }

    public static TheoryData<SharedDaprd, string> Mistakes { get; } = new()
    {
        { new() { AppId = "orders", Workload = new() { Autoscaling = new(1, 2) } }, "DAPRSHARED064: orders: a DaemonSet" },
        { Deployed with { Workload = new() { Autoscaling = new(3, 2) } }, "DAPRSHARED064: orders: 3 to 2 replicas at 80 % CPU." },
        { Deployed with { Workload = new() { Autoscaling = new(0, 2) } }, "DAPRSHARED064" },
        {
            Deployed with { Workload = new() { Autoscaling = new(1, 2) }, Pod = new() { Resources = new() } },
            "DAPRSHARED064: orders: the CPU is measured"
        },
        { Deployed with { Workload = new() { MaxSurge = 0 } }, "DAPRSHARED065: orders: MaxSurge = 0 and MaxUnavailable = 0." },
        { new() { AppId = "orders", Workload = new() { MaxUnavailable = 1 } }, "DAPRSHARED065" },
        { Deployed with { Workload = new() { MaxSurge = -1, MaxUnavailable = 2 } }, "DAPRSHARED065: orders: MaxSurge = -1" },
        { Deployed with { Workload = new() { MaxSurge = 2, MaxUnavailable = -1 } }, "DAPRSHARED065: orders: MaxSurge = 2" },
        { Deployed with { Workload = new() { TrafficPolicy = TrafficPolicy.NodeLocal } }, "warning DAPRSHARED066" },
        { Deployed with { Pod = new() { VolumeMounts = [new() { Name = "x", MountPath = "/x" }] } }, "DAPRSHARED068: orders: volume 'x'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_named(SharedDaprd daprd, string diagnostic)
    {
        Assert.Contains(diagnostic, Assert.Single(Validator.Validate(daprd, DaprdMode.Kubernetes)).ToString(), StringComparison.Ordinal);
        Assert.Empty(Validator.Validate(daprd, DaprdMode.Standalone));
    }

    [Fact]
    public void An_autoscaler_may_have_one_number_and_any_percentage() => Assert.Empty(Validator.Validate(
        Deployed with { Workload = new() { Autoscaling = new(2, 2, CpuUtilization: 1) } }, DaprdMode.Kubernetes));

    private static T Single<T>(SharedDaprd daprd, ObjectSettings? settings = null) =>
        KubernetesObjects.Build(daprd, settings).OfType<T>().Single();

    private static V1PodSpec Pod(SharedDaprd daprd) => Single<V1Deployment>(daprd).Spec.Template.Spec;

    private static V1Service Peers(SharedDaprd daprd) =>
        KubernetesObjects.Build(daprd).OfType<V1Service>().Single(service => service.Metadata.Name == "orders-dapr");
}
