namespace DaprShared.Hosting.Tests;

/// <summary>Secrets in plain manifests: keys of Secrets that the operator creates.</summary>
public sealed class PlainSecretsTests : SecretsTests
{
    protected override string Reference => "secretKeyRef";

    protected override void AddEnvironment(IDistributedApplicationBuilder builder)
    {
    }
}
