namespace DaprShared.Hosting.Tests;

/// <summary>What Aspire's chart gives a daprd.</summary>
public sealed class ChartPostureTests : PostureTests
{
    protected override Task<SortedDictionary<string, string>> PublishAsync() => Chart.PublishAsync(WholeModel.Add);
}
