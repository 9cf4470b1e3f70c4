using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public class NetworkPolicyTests
{
    private static readonly SharedDaprd Orders = new() { AppId = "orders" };

    [Fact]
    public void The_app_other_daprds_and_a_scraper_come_in_and_nobody_else() => Assert.Equal(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: orders-dapr
          labels:
            app.kubernetes.io/component: dapr-shared
            app.kubernetes.io/instance: orders-dapr
            app.kubernetes.io/managed-by: dapr-shared
            app.kubernetes.io/name: daprd
            dapr.io/app-id: orders
        spec:
          ingress:
          - from:
            - podSelector:
                matchLabels:
                  app: orders
            ports:
            - port: 3500
              protocol: TCP
            - port: 50001
              protocol: TCP
          - from:
            - namespaceSelector: {}
              podSelector:
                matchExpressions:
                - key: dapr.io/app-id
                  operator: Exists
            ports:
            - port: 50002
              protocol: TCP
          - ports:
            - port: 9090
              protocol: TCP
          podSelector:
            matchLabels:
              app.kubernetes.io/instance: orders-dapr
              app.kubernetes.io/name: daprd
          policyTypes:
          - Ingress

        """,
        ManifestYaml.Write(
            Policy(Orders, new() { AppPods = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "orders" } } })));

    [Fact]
    public void An_unknown_app_is_any_pod_of_the_namespace()
    {
        var peer = Assert.Single(Policy(Orders).Spec.Ingress[0].FromProperty);

        Assert.Null(peer.NamespaceSelector);
        Assert.Null(peer.PodSelector.MatchLabels);
    }

    [Fact]
    public void Further_clients_and_the_namespace_of_the_scraper_are_settings()
    {
        var policy = Policy(Orders with
        {
            Workload = new()
            {
                Clients =
                [
                    new()
                    {
                        NamespaceSelector = new()
                        {
                            MatchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "jobs" },
                        },
                    },
                ],
                MetricsNamespaces = new()
                {
                    MatchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "monitoring" },
                },
            },
        });

        Assert.Equal("jobs", policy.Spec.Ingress[0].FromProperty[1].NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.Equal("monitoring", policy.Spec.Ingress[2].FromProperty[0].NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
    }

    [Fact]
    public void Without_metrics_nobody_scrapes() =>
        Assert.Equal(2, Policy(Orders with { Options = new() { EnableMetrics = false } }).Spec.Ingress.Count);

    [Fact]
    public void A_Service_that_is_open_to_the_outside_stays_open() =>
        Assert.Null(Policy(Orders with { Pod = new() { ApiServiceType = "LoadBalancer" } }).Spec.Ingress[0].FromProperty);

    [Fact]
    public void It_can_be_switched_off() =>
        Assert.Empty(KubernetesObjects.Build(Orders with { Workload = new() { NetworkPolicy = false } }).OfType<V1NetworkPolicy>());

    private static V1NetworkPolicy Policy(SharedDaprd daprd, ObjectSettings? settings = null) =>
        KubernetesObjects.Build(daprd, settings).OfType<V1NetworkPolicy>().Single();
}
