using Microsoft.Extensions.Configuration;

namespace DaprShared.Hosting.Tests;

/// <summary>An app that waits for its daprd, and has an address for containers only when it runs.</summary>
public sealed class TunnelWaitTests
{
    private const string Mistake = "error DAPRSHARED118: orders-dapr: its app 'orders' waits for it, and endpoint 'http' of 'orders' "
        + "has no proxy (isProxied: false): it has no address for containers until 'orders' runs, so neither would start. "
        + "Let Aspire proxy the endpoint, or let the app start first: AddDaprShared, WithApp(orders) and WithReference without WaitFor.";

    [Fact]
    public async Task An_app_without_a_proxy_that_waits_for_its_daprd_is_a_mistake()
    {
        var builder = AppHost.Create();
        builder.AddExecutable("orders", "app", ".").WithHttpEndpoint(port: 5000, isProxied: false).WithDaprShared();

        Assert.Equal(Mistake, await builder.MistakesAsync());
    }

    [Fact]
    public async Task An_endpoint_that_daprd_does_not_call_counts_too_and_a_wait_through_others()
    {
        var builder = AppHost.Create();
        var orders = builder.AddExecutable("orders", "app", ".").WithHttpEndpoint()
            .WithEndpoint(name: "admin", isProxied: false);
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders, "http");
        var migration = builder.AddExecutable("migration", "app", ".").WaitFor(dapr);
        orders.WithReference(dapr).WaitForCompletion(migration);

        Assert.Equal(Mistake.Replace("'http'", "'admin'", StringComparison.Ordinal), await builder.MistakesAsync());
    }

    [Fact]
    public async Task Neither_an_app_that_does_not_wait_nor_a_container_nor_a_machine_without_the_tunnel_is_one()
    {
        var builder = AppHost.Create();
        var orders = builder.AddExecutable("orders", "app", ".").WithHttpEndpoint(port: 5000, isProxied: false);
        orders.WithReference(builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders));
        builder.AddContainer("stock", "stock").WithHttpEndpoint(port: 5001, targetPort: 80, isProxied: false).WithDaprShared();
        Assert.Null(await builder.MistakesAsync());

        var without = AppHost.Create();
        without.AddExecutable("orders", "app", ".").WithHttpEndpoint(port: 5000, isProxied: false).WithDaprShared();
        without.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ASPIRE_ENABLE_CONTAINER_TUNNEL"] = "false" });
        Assert.Null(await without.MistakesAsync());
    }
}
