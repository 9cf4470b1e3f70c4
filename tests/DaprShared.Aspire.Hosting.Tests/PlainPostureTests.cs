namespace DaprShared.Hosting.Tests;

/// <summary>What plain manifests give a daprd.</summary>
public sealed class PlainPostureTests : PostureTests
{
    protected override void AddEnvironment(IDistributedApplicationBuilder builder)
    {
    }
}
