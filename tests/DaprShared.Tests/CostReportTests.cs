using Xunit;

namespace DaprShared.Tests;

public sealed class CostReportTests
{
    [Fact]
    public void A_line_per_app_id_and_a_total_with_what_the_chosen_strategies_request()
    {
        CostRow[] rows =
        [
            new(new() { AppId = "storefront", Strategy = SharedStrategy.Deployment, Replicas = 2 }, AppReplicas: 6),
            new(new() { AppId = "orders" }, AppReplicas: 1),
        ];

        Assert.Equal(
            """
            daprds      sidecars  DaemonSet (3 nodes)  Deployment  chosen
            orders             1                    3           1  DaemonSet, requests 300m CPU and 750Mi
            storefront         6                    3           2  Deployment, requests 200m CPU and 500Mi
            total              7                    6           3  5 daprds, request 500m CPU and 1250Mi

            """,
            CostReport.Write(rows, nodes: 3), ignoreLineEndingDifferences: true);
    }
}
