namespace DaprShared.Hosting.Tests;

/// <summary>Mistakes of an AppHost that matter in Docker Compose.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void What_matters_in_a_cluster_only_is_not_said_and_what_matters_to_a_container_is()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisPassword", "hunter2");
        builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithoutApiToken()
            .WithVolume("certs", "/certs")
            .WithTrafficPolicy(TrafficPolicy.NodeLocal)
            .PublishAsDeployment()
            .WithTrustAnchors("no certificate").WithOptions(options => options.LogLevel = "loud").WithReference(store);

        Assert.Equal(["DAPRSHARED009", "DAPRSHARED035"], Codes(builder));
    }

    [Fact]
    public void What_a_cluster_has_no_place_for_a_container_has()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        builder.AddDaprShared("entry-dapr", "entry").WithEntrypoint("/custom");
        builder.AddDaprShared("port-dapr", "port").WithHttpEndpoint(targetPort: 7777, name: "profile");
        builder.AddDaprShared("open-dapr", "open").WithExternalHttpEndpoints();
        builder.AddDaprShared("image-dapr", "image").WithDockerfile(".");

        Assert.Empty(Codes(builder));
    }

    [Fact]
    public void A_PodMonitor_is_for_a_cluster()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        builder.AddDaprShared("orders-dapr", appId: "orders").WithPodMonitor();

        Assert.Equal(["DAPRSHARED137"], Codes(builder));
    }

    [Fact]
    public void Numbers_of_daprds_are_lost_once_and_said_once()
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        builder.AddDaprShared("orders-dapr", appId: "orders").PublishAsDeployment(2);
        builder.AddDaprShared("mails-dapr", appId: "mails").PublishAsDeployment().WithAutoscaling(1, 3);
        builder.AddDaprShared("carts-dapr", appId: "carts").PublishAsDaemonSet();

        Assert.Equal(
            "warning DAPRSHARED101: orders-dapr, mails-dapr: Docker Compose gets one daprd of each; the numbers are for a cluster. "
                + "Nothing, if one is enough there. Otherwise publish to Kubernetes.",
            Assert.Single(ModelValidator.Validate(Targets.Published([.. builder.Resources]))).ToString());
    }

    [Theory]
    [InlineData("dapr", true, "DAPRSHARED102")]
    [InlineData("orders-dapr", true)]
    [InlineData("dapr", false)]
    public void Others_find_a_daprd_under_its_resources_name(string name, bool others, params string[] codes)
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
        builder.AddDaprShared(name, appId: "orders");
        if (others)
        {
            builder.AddDaprShared("mails-dapr", appId: "mails");
        }

        Assert.Equal(codes, Codes(builder));
    }

    [Fact]
    public void The_package_needs_Aspires_Docker_and_neither_Kubernetes_nor_CommunityToolkit()
    {
        var references = typeof(DaprSharedDockerExtensions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Equal(
            ["Aspire.Hosting", "Aspire.Hosting.Docker", "DaprShared", "DaprShared.Aspire.Hosting"],
            references
                .Where(name => name!.Contains("Aspire", StringComparison.Ordinal) || name.Contains("Dapr", StringComparison.Ordinal))
                .Order());
    }

    private static IEnumerable<string> Codes(IDistributedApplicationBuilder builder) =>
        ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            .Select(diagnostic => diagnostic.Rule.Code)
            .Order(StringComparer.Ordinal);
}
