namespace DaprShared.Hosting.Tests;

/// <summary>What users put into the container's settings, in Docker Compose.</summary>
public sealed class ComposeSettingsTests : ContainerSettingsTests
{
    protected override void AddEnvironment(IDistributedApplicationBuilder builder) =>
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);

    [Theory]
    [MemberData(nameof(OfTheCluster))]
    public async Task What_is_daprds_own_in_a_cluster_is_the_users_here(string variable, string fix)
    {
        Task<(IReadOnlyList<string> Errors, SortedDictionary<string, string> Files)> Step(string step) =>
            FailAsync(dapr => dapr.WithEnvironment(variable, "x"), step);

        var (errors, files) = await Step("publish");
        Assert.Empty(errors);
        Assert.Equal("x", files["docker-compose.yaml"].At($"services/orders/environment/{variable}"));
        Assert.Equal(
            $"error DAPRSHARED071: orders: variable '{variable}' is daprd's own. {fix}",
            Assert.Single((await Step(PlainManifests.StepName)).Errors));
    }

    [Fact]
    public async Task A_resource_may_have_capitals_and_its_app_id_has_none()
    {
        var folder = await ComposeFile.PublishAsync(builder =>
        {
            AddEnvironment(builder);
            builder.AddContainer("Front", "shop/front").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDaprShared("Jobs");
        });

        Assert.Equal(
            ["--app-id=front", "--app-id=jobs"],
            new[] { "front-dapr", "jobs" }.Select(name => folder["docker-compose.yaml"].Texts($"services/{name}/command")[1]));
    }
}
