namespace DaprShared.Hosting.Tests;

/// <summary>Secrets in Aspire's chart: values of the chart, which are empty there.</summary>
public sealed class ChartSecretsTests : SecretsTests
{
    protected override string Reference => "secretKeyRef";

    protected override void AddEnvironment(IDistributedApplicationBuilder builder) =>
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
}
