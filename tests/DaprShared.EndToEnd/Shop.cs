[assembly: AssemblyFixture(typeof(DaprShared.EndToEnd.Shop))]

namespace DaprShared.EndToEnd;

/// <summary>The playground.</summary>
public sealed class Shop() : RunningAppHost("playground/Shop.AppHost", [], "storefront")
{
    public HttpClient Storefront { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Storefront = new() { BaseAddress = new(await UrlAsync("storefront", "http")), Timeout = TimeSpan.FromMinutes(1) };
    }

    public override async ValueTask DisposeAsync()
    {
        Storefront?.Dispose();
        await base.DisposeAsync();
    }
}
