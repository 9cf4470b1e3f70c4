[assembly: AssemblyFixture(typeof(DaprShared.EndToEnd.Shop))]

namespace DaprShared.EndToEnd;

/// <summary>The playground.</summary>
public sealed class Shop() : RunningAppHost("playground/Shop.AppHost", [], "storefront")
{
    public HttpClient Storefront { get; private set; } = null!;

    protected override async Task StartedAsync()
    {
        Storefront = new() { BaseAddress = new(await UrlAsync("storefront", "http")), Timeout = TimeSpan.FromMinutes(1) };

        // Nothing waits for the app "orders": its daprd subscribes when it comes up.
        using var dapr = await DaprAsync("orders-dapr");
        await Eventually(
            async () =>
            {
                using var response = await dapr.GetAsync("/v1.0/healthz", TestContext.Current.CancellationToken);
                return response.IsSuccessStatusCode;
            },
            Start, "the daprd of orders has met its app");
    }

    public override async ValueTask DisposeAsync()
    {
        Storefront?.Dispose();
        await base.DisposeAsync();
    }
}
