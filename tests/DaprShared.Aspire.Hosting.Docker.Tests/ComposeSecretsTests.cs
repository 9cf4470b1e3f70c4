namespace DaprShared.Hosting.Tests;

/// <summary>Secrets in the folder of Docker Compose: variables of <c>.env</c>, which are empty there.</summary>
public sealed class ComposeSecretsTests : SecretsTests
{
    protected override string Reference => "${PASSWORD}";

    protected override void AddEnvironment(IDistributedApplicationBuilder builder) =>
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
}
