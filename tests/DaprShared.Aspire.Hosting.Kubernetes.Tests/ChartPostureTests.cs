namespace DaprShared.Hosting.Tests;

/// <summary>What Aspire's chart gives a daprd.</summary>
public sealed class ChartPostureTests : PostureTests
{
    protected override void AddEnvironment(IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
}
