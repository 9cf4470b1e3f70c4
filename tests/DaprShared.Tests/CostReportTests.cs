using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public sealed class CostReportTests
{
    [Fact]
    public void A_line_says_what_each_way_of_running_the_daprds_requests()
    {
        CostRow[] rows =
        [
            new(new() { AppId = "storefront", Strategy = SharedStrategy.Deployment, Replicas = 2 }, AppReplicas: 6),
            new(new() { AppId = "orders" }, AppReplicas: 1),
        ];

        AssertLine(
            "5 (500m, 1250Mi); as sidecars 7 (700m, 1750Mi), as DaemonSets on 3 nodes 6 (600m, 1500Mi), "
            + "as Deployments 3 (300m, 750Mi)",
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

        AssertLine(
            "3+ (300m, 750Mi); as sidecars 2 (200m, 500Mi), as DaemonSets on 1 node 2 (200m, 500Mi), "
            + "as Deployments 3+ (300m, 750Mi)",
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

        AssertLine(
            "4 (402m, 636Mi); as sidecars 2 (200m, 314Mi), as DaemonSets on 2 nodes 4 (402m, 636Mi), "
            + "as Deployments 2 (201m, 318Mi)",
            rows, nodes: 2);
    }

    private static V1ResourceRequirements Limited(string memory)
    {
        var resources = new PodSettings().Resources;
        resources.Limits["memory"] = new(memory);
        return resources;
    }

    private static void AssertLine(string expected, CostRow[] rows, int nodes) =>
        Assert.Equal(expected, CostReport.Write(rows, nodes));
}
