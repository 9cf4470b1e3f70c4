#pragma warning disable ASPIRECOMPUTE002 // Persistent volumes of an environment.

namespace DaprShared.Hosting.Tests;

/// <summary>Mistakes of an AppHost that matter in a chart.</summary>
public sealed class ValidationTests
{
    [Theory]
    [InlineData("volume", "emptyDir", false, null)]
    [InlineData("volume", "pvc", false, "DAPRSHARED069: a: several of its pods mount")]
    [InlineData("volume", "PVC", true, null)]
    [InlineData("claim", "emptyDir", false, "DAPRSHARED069: a: several of its pods mount")]
    [InlineData("claim", "emptyDir", true, null)]
    [InlineData("bind", "emptyDir", true, "DAPRSHARED080: a: the mount of")]
    [InlineData("anonymous", "emptyDir", true, "DAPRSHARED080: a: the mount of")]
    public void A_claim_for_several_pods_and_what_the_publisher_cannot_mount_are_said(
        string kind,
        string storage,
        bool isOnePod,
        string? mistake)
    {
        var builder = AppHost.Create("--operation", "publish");
        var k8s = builder.AddKubernetesEnvironment("k8s")
            .WithSharedDaprds()
            .WithDashboard(false)
            .WithProperties(environment => environment.DefaultStorageType = storage);
        var dapr = builder.AddDaprShared("a").PublishAsDeployment();
        dapr = isOnePod ? dapr.WithWorkloadSettings(workload => workload with { MaxSurge = 0, MaxUnavailable = 1 }) : dapr;
        _ = kind switch
        {
            "claim" => dapr.WithPersistentVolume(k8s.AddPersistentVolume("data"), "/data"),
            "bind" => dapr.WithBindMount("data", "/data"),
            "anonymous" => dapr.WithVolume("/data"),
            _ => dapr.WithVolume("data", "/data"),
        };

        Assert.Equal(
            mistake is null ? 0 : 1,
            Published(builder).Count(text => text.StartsWith($"warning {mistake}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(55, false)]
    [InlineData(56, true)]
    public void In_a_chart_the_name_of_a_daprd_becomes_that_of_a_Service(int length, bool isTooLong)
    {
        var builder = AppHost.Create("--operation", "publish");
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        builder.AddDaprShared(new string('d', length), appId: "orders");

        Assert.Equal(
            isTooLong ? [$"error DAPRSHARED070: {new string('d', length)}: the name has 56 characters"] : [],
            from mistake in ModelValidator.Validate(Targets.Published([.. builder.Resources]))
            where mistake.Rule == DiagnosticRules.NameTooLong
            select mistake.ToString().Split(',')[0]);
    }

    [Theory]
    [InlineData("compose", "DockerComposeEnvironmentResource")]
    [InlineData("cloud", "FakeEnvironment")]
    public async Task An_environment_that_is_not_Kubernetes_is_not_served(string name, string type)
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            _ = name == "compose"
                ? DaprSharedKubernetesExtensions.WithSharedDaprds(builder.AddDockerComposeEnvironment(name)).Resource
                : (IResource)builder.AddResource(new FakeEnvironment(name)).WithSharedDaprds().Resource;
            builder.AddDaprShared("orders");
        });

        Assert.StartsWith(
            $"error DAPRSHARED054: orders: it is published to '{name}' ({type}), which does not know shared daprds.",
            Assert.Single(errors), StringComparison.Ordinal);
        Assert.Empty(files);
    }

    [Fact]
    public async Task A_daprd_that_was_made_by_hand_is_an_error_without_any_other()
    {
        var builder = AppHost.Create();
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
        builder.AddResource(new DaprSharedResource("hand", "hand"));

        Assert.StartsWith("error DAPRSHARED055: hand: ", await builder.MistakesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_needs_Aspires_Kubernetes_and_neither_Compose_nor_CommunityToolkit()
    {
        var references = typeof(DaprSharedKubernetesExtensions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Equal(
            ["Aspire.Hosting", "Aspire.Hosting.Kubernetes", "DaprShared", "DaprShared.Aspire.Hosting"],
            references
                .Where(name => name!.Contains("Aspire", StringComparison.Ordinal) || name.Contains("Dapr", StringComparison.Ordinal))
                .Order());
    }

    // What is said of what is lost, and of volumes.
    private static IReadOnlyList<string> Published(IDistributedApplicationBuilder builder) =>
    [
        .. from diagnostic in ModelValidator.Validate(Targets.Published([.. builder.Resources]))
           where diagnostic.Rule.Code is "DAPRSHARED069" or "DAPRSHARED080" or "DAPRSHARED081"
           select diagnostic.ToString(),
    ];
}
