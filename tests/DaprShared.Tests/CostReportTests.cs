using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public sealed class CostReportTests
{
    [Fact]
    public void A_line_per_app_id_and_a_total_with_what_each_way_requests()
    {
        CostRow[] rows =
        [
            new(new() { AppId = "storefront", Strategy = SharedStrategy.Deployment, Replicas = 2 }, AppReplicas: 6),
            new(new() { AppId = "orders" }, AppReplicas: 1),
        ];

        AssertTable(
            """
            daprds      sidecars          DaemonSet (3 nodes)  Deployment       chosen
            orders      1 (100m, 250Mi)   3 (300m, 750Mi)      1 (100m, 250Mi)  DaemonSet
            storefront  6 (600m, 1500Mi)  3 (300m, 750Mi)      2 (200m, 500Mi)  Deployment
            total       7 (700m, 1750Mi)  6 (600m, 1500Mi)     3 (300m, 750Mi)  5 (500m, 1250Mi)

            """,
            rows, nodes: 3);
    }

    [Fact]
    public void An_autoscaler_runs_at_least_its_minimum()
    {
        CostRow[] rows =
        [
            new(
                new()
                {
                    AppId = "orders",
                    Strategy = SharedStrategy.Deployment,
                    Workload = new() { Autoscaling = new(MinReplicas: 2, MaxReplicas: 9) },
                },
                AppReplicas: 1),
            new(new() { AppId = "worker" }, AppReplicas: 1),
        ];

        AssertTable(
            """
            daprds  sidecars         DaemonSet (1 node)  Deployment        chosen
            orders  1 (100m, 250Mi)  1 (100m, 250Mi)     2+ (200m, 500Mi)  Deployment
            worker  1 (100m, 250Mi)  1 (100m, 250Mi)     1 (100m, 250Mi)   DaemonSet
            total   2 (200m, 500Mi)  2 (200m, 500Mi)     3+ (300m, 750Mi)  3+ (300m, 750Mi)
            + at least: an autoscaler may run more

            """,
            rows, nodes: 1);
    }

    [Fact]
    public void A_placeholder_requests_too_and_a_default_request_gives_way_to_a_limit()
    {
        CostRow[] rows =
        [
            new(new() { AppId = "injected", Injection = new() }, AppReplicas: 1),
            new(new() { AppId = "small", Pod = new() { Resources = Limited("64Mi") } }, AppReplicas: 1),
        ];

        AssertTable(
            """
            daprds    sidecars         DaemonSet (2 nodes)  Deployment       chosen
            injected  1 (100m, 250Mi)  2 (202m, 508Mi)      1 (101m, 254Mi)  DaemonSet
            small     1 (100m, 64Mi)   2 (200m, 128Mi)      1 (100m, 64Mi)   DaemonSet
            total     2 (200m, 314Mi)  4 (402m, 636Mi)      2 (201m, 318Mi)  4 (402m, 636Mi)

            """,
            rows, nodes: 2);
    }

    private static V1ResourceRequirements Limited(string memory)
    {
        var resources = new PodSettings().Resources;
        resources.Limits["memory"] = new(memory);
        return resources;
    }

    private static void AssertTable(string expected, CostRow[] rows, int nodes) =>
        Assert.Equal(expected, CostReport.Write(rows, nodes), ignoreLineEndingDifferences: true);
}
