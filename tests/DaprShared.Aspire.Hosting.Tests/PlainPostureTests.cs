namespace DaprShared.Hosting.Tests;

/// <summary>What plain manifests give a daprd.</summary>
public sealed class PlainPostureTests : PostureTests
{
    protected override Task<SortedDictionary<string, string>> PublishAsync() => AppHost.PublishAsync(WholeModel.Add);
}
