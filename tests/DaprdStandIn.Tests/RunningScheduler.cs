using DaprdStandIn.CommandLine;

namespace DaprdStandIn.Tests;

/// <summary>A scheduler of the stand-in inside the test's process, in a data folder of its own, which may be started again.</summary>
internal sealed class RunningScheduler : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly int _port = RunningDaprd.FreePort();
    private readonly int _healthzPort = RunningDaprd.FreePort();
    private CancellationTokenSource _stop = new();
    private Task<int> _run = Task.FromResult(0);

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Gets the file of its jobs.</summary>
    public string File => Path.Combine(_data.PathOf("data"), "jobs");

    public static async Task<RunningScheduler> StartAsync()
    {
        var scheduler = new RunningScheduler();
        await scheduler.StartAgainAsync();
        return scheduler;
    }

    public async Task StartAgainAsync()
    {
        _stop = new();
        string[] arguments = [$"--port={_port}", $"--healthz-port={_healthzPort}", $"--etcd-data-dir={_data.PathOf("data")}"];
        _run = ControlPlane.RunAsync(ControlPlaneFlags.For("scheduler")!, arguments, TextWriter.Null, TextWriter.Null, _stop.Token);
        using var http = new HttpClient();
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                using var healthz = await http.GetAsync(new Uri($"http://127.0.0.1:{_healthzPort}/healthz"));
                return healthz.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return _run.IsCompleted ? throw new InvalidOperationException($"It ended with {await _run}.") : false;
            }
        });
    }

    /// <summary>Ends it; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await ExitAsync();
    }

    /// <summary>Returns its exit code, once it has ended by itself.</summary>
    public async Task<int> ExitAsync()
    {
        var code = await _run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _stop.Dispose();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_run.IsCompleted)
        {
            await StopAsync();
        }

        _data.Dispose();
    }
}
