namespace DaprShared.Build;

/// <summary>The pictures of the pages, taken from the running shop.</summary>
internal static class Pictures
{
    private const int Width = 1400;

    public static async Task Take()
    {
        await Shell.Check("dotnet", ["build", Demo.AppHost, .. Solution.Release]);
        if (await Stack.Prepare(cli: false) is { } missing) { throw new Failure($"The shop does not run, because {missing}"); }

        await using var browser = await Browser.Start() ?? throw new Failure("Chromium is not on PATH.");
        await Shop.Run(Demo.AppHost, once: true, dashboard => Take(browser, dashboard));
    }

    private static async Task Take(Browser browser, string dashboard)
    {
        await browser.Go(dashboard);
        await browser.Until("document.body.innerText.includes('worker-dapr') && !document.body.innerText.includes('Waiting')");
        await browser.Picture("docs/images/dashboard.png", Width, height: 640);

        const string Cells = "[...document.querySelectorAll('td, fluent-data-grid-cell')]";
        await browser.Click($"{Cells}.find(cell => cell.innerText.trim() === 'orders-dapr')");
        await browser.Until("document.body.innerText.includes('Readiness') && document.body.innerText.includes('StockActor')");
        await browser.Picture("docs/images/dashboard-daprd.png", Width, height: 1200);
    }
}
