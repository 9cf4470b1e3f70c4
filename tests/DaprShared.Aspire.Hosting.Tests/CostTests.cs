namespace DaprShared.Hosting.Tests;

/// <summary>What the daprds of a cluster cost, in the log of a publish.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task Publishing_says_what_each_way_of_running_the_daprds_costs()
    {
        var (log, _) = await AppHost.LogAsync(builder =>
        {
            builder.ConfigureDaprShared(options => options.Nodes = 3);
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithAnnotation(new ReplicaAnnotation(4))
                .WithDaprShared();
        });

        Assert.Contains(log, line => line.EndsWith(
            """
            daprds  sidecars          DaemonSet (3 nodes)  Deployment       chosen
            orders  4 (400m, 1000Mi)  3 (300m, 750Mi)      1 (100m, 250Mi)  DaemonSet
            total   4 (400m, 1000Mi)  3 (300m, 750Mi)      1 (100m, 250Mi)  3 (300m, 750Mi)
            """.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outside_a_cluster_there_is_nothing_to_say()
    {
        var (log, _) = await AppHost.LogAsync(builder => builder.AddDaprShared("orders"), "publish-manifest");

        Assert.DoesNotContain(log, line => line.Contains("DaemonSet", StringComparison.Ordinal));
    }
}
