using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>The application of docs/testing.md is what it says.</summary>
public sealed partial class TestingPageTests
{
    [Fact]
    public void The_application_is_the_code_that_is_compiled_here()
    {
        var here = File.ReadAllText(Path.Combine(AppHost.Repository, "tests/DaprShared.Aspire.Hosting.Tests/TestingPageTests.cs"));
        var compiled = Region().Match(here).Groups[1].Value;

        var page = File.ReadAllText(Path.Combine(AppHost.Repository, "docs/testing.md"));
        Assert.Contains($"\n\n{compiled}\n```", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_starts_with_components_in_memory_and_waits_for_no_back_end()
    {
        var builder = AppHost.Create();
        var dapr = builder.AddOrders();

        var daprd = await builder.StartAsync("orders-dapr");

        Assert.Empty(daprd.WaitsFor);
        Assert.Equal(["state.in-memory", "pubsub.in-memory"], dapr.Resource.Components.Select(component => component.Type));
        Assert.Equal(
            await dapr.Resource.ApiToken!.GetValueAsync(TestContext.Current.CancellationToken),
            daprd.Environment["DAPR_API_TOKEN"]);
    }

    [GeneratedRegex(@"#region Application\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}

#region Application
internal static class Orders
{
    public static IResourceBuilder<DaprSharedResource> AddOrders(this IDistributedApplicationBuilder builder)
    {
        var store = builder.AddDaprSharedComponent("statestore", "state.in-memory");
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.in-memory");

        var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithApp(orders)
            .WithReference(store)
            .WithReference(pubsub);
        orders.WithReference(dapr).WaitFor(dapr);
        return dapr;
    }
}
#endregion
