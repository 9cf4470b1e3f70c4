namespace DaprShared.Hosting.Tests;

/// <summary>What users put into the container's settings, in plain manifests and in run mode.</summary>
public sealed class PlainSettingsTests : ClusterSettingsTests
{
    protected override void AddEnvironment(IDistributedApplicationBuilder builder)
    {
    }

    [Theory]
    [MemberData(nameof(OfTheCluster))]
    public void What_the_manifest_sets_is_no_variable_of_the_pod_settings(string variable, string fix)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders")
            .WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { [variable] = "x" } });

        Assert.Equal(
            $"error DAPRSHARED071: orders: variable '{variable}' is daprd's own. {fix}",
            Assert.Single(builder.Diagnostics(DaprdMode.Kubernetes)));
    }

    [Fact]
    public async Task A_token_has_a_call_of_its_own_in_run_mode_too()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithEnvironment("DAPR_API_TOKEN", "s3cret").WithEnvironment("NAMESPACE", "shop");

        var error = await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => builder.StartAsync("orders"));
        Assert.Equal("error DAPRSHARED071: orders: variable 'DAPR_API_TOKEN' is daprd's own. Use WithApiToken instead.", error.Message);
    }
}
