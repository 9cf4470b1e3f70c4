namespace DaprShared.Hosting.Tests;

/// <summary>What the code of the README becomes is what the README shows.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_manifests_are_what_the_code_becomes()
    {
        var chart = await Chart.PublishAsync(builder => Readme.Code(builder));

        var workload = chart["templates/orders-dapr/shared_daprd.yaml"];
        foreach (var line in Readme.Blocks("yaml").First().Split('\n'))
        {
            Assert.Contains(line.Trim(), workload, StringComparison.Ordinal);
        }

        Assert.Contains(Readme.Blocks("yaml").ElementAt(1).Trim(), chart["values.yaml"], StringComparison.Ordinal);
    }
}
