using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>A page in a headless Chromium, which is told what to do over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly ClientWebSocket _page = new();
    private readonly Process _process;
    private int _id;

    private Browser(Process process) => _process = process;

    /// <summary>Starts one; <see langword="null"/> where there is none and none can be installed.</summary>
    public static async Task<Browser?> Start()
    {
        if (Shell.Find("chromium") is null && !await Debian.Install("chromium", "fonts-dejavu-core")) { return null; }

        var profile = Shell.Artifacts("browser");
        if (Directory.Exists(profile)) { Directory.Delete(profile, recursive: true); }

        string[] quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
        string[] sandbox = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
        var browser = new Browser(Process.Start(new ProcessStartInfo(
            Shell.Find("chromium")!,
            ["--headless", "--disable-gpu", .. sandbox, .. quiet, "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        using var limit = new CancellationTokenSource(s_limit);
        var file = Path.Combine(profile, "DevToolsActivePort");
        while (!File.Exists(file) || File.ReadAllLines(file).Length < 2) { await Task.Delay(100, limit.Token); }

        using var client = new HttpClient();
        var pages = await client.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{File.ReadLines(file).First()}/json", limit.Token);
        var page = pages!.First(each => (string?)each!["type"] == "page");
        await browser._page.ConnectAsync(new((string)page!["webSocketDebuggerUrl"]!), limit.Token);
        return browser;
    }

    public Task Go(string url) => Send("Page.navigate", new() { ["url"] = url });

    /// <summary>Waits until an expression of the page is true.</summary>
    public async Task Until(string expression)
    {
        for (var clock = Stopwatch.StartNew(); !await IsTrue(expression); await Task.Delay(200))
        {
            if (clock.Elapsed > s_limit)
            {
                await Save(Shell.Artifacts("page.png"));
                throw new Failure($"The page never came to: {expression}");
            }
        }
    }

    /// <summary>Clicks into the middle of what an expression of the page finds, as a mouse does.</summary>
    public async Task Click(string element)
    {
        await Until(element);
        foreach (var type in (string[])["mousePressed", "mouseReleased"])
        {
            JsonObject at = new() { ["type"] = type, ["button"] = "left", ["clickCount"] = 1 };
            foreach (var (axis, length) in ((string, string)[])[("x", "width"), ("y", "height")])
            {
                at[axis] = (await Value($"{element}.getBoundingClientRect().{axis} + {element}.getBoundingClientRect().{length} / 2"))
                    ?.DeepClone();
            }

            await Send("Input.dispatchMouseEvent", at);
        }
    }

    /// <summary>Takes a picture of what is in the window.</summary>
    public async Task Picture(string file, int width, int height)
    {
        await Send("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await Task.Delay(TimeSpan.FromSeconds(2)); // what moves comes to rest
        await Save(file);
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Save(string file)
    {
        var taken = await Send("Page.captureScreenshot", new() { ["format"] = "png" });
        await File.WriteAllBytesAsync(file, Convert.FromBase64String((string)taken["data"]!));
        Console.WriteLine($"Taken: {file}");
    }

    private async Task<bool> IsTrue(string expression) => (bool?)await Value($"!!({expression})") == true;

    private async Task<JsonNode?> Value(string expression) =>
        (await Send("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true }))["result"]?["value"];

    // One question at a time; what else the browser tells is passed over.
    private async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var question = new JsonObject { ["id"] = ++_id, ["method"] = method, ["params"] = parameters };
        await _page.SendAsync(System.Text.Encoding.UTF8.GetBytes(question.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            using var text = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (var isEnd = false; !isEnd;)
            {
                var part = await _page.ReceiveAsync(buffer, limit.Token);
                text.Write(buffer, 0, part.Count);
                isEnd = part.EndOfMessage;
            }

            var message = JsonNode.Parse(text.ToArray())!;
            if ((int?)message["id"] == _id)
            {
                return message["result"] ?? throw new Failure($"{method}: {message["error"]}");
            }
        }
    }
}
