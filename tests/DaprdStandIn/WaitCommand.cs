namespace DaprdStandIn;

/// <summary>--wait: polls the daprd on this machine until its APIs serve, and ends well even if they never do.</summary>
internal static class WaitCommand
{
    public static async Task RunAsync(string httpPort, TextWriter error, CancellationToken stop)
    {
        var url = $"http://localhost:{httpPort}/v1.0/healthz/outbound";
        await error.WriteLineAsync($"Waiting for Dapr to be outbound ready (timeout: 60 seconds): url={url}");

        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(500) };
        for (var until = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < until; await Task.Delay(100, stop))
        {
            try
            {
                using var response = await client.GetAsync(new Uri(url), stop);
                if (response.IsSuccessStatusCode)
                {
                    await error.WriteLineAsync("Dapr is outbound ready!");
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
            {
                // Not yet.
            }
        }

        await error.WriteLineAsync("timeout waiting for Dapr to become outbound ready.");
    }
}
