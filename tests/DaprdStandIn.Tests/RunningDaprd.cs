using System.Net;
using System.Net.Sockets;
using Dapr.Client;

namespace DaprdStandIn.Tests;

/// <summary>A stand-in inside the test's process, on loopback ports of its own.</summary>
internal sealed class RunningDaprd : IAsyncDisposable
{
    private static int s_lastPort = 20000 + (Environment.ProcessId % 100 * 100);

    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _output = new();
    private readonly TextWriter _log;
    private readonly TemporaryFolder _resources;
    private readonly string? _token;
    private Task<int> _run = Task.FromResult(0);

    private RunningDaprd(TemporaryFolder resources, string? token)
    {
        _resources = resources;
        _token = token;
        _log = TextWriter.Synchronized(_output);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{HttpPort}") };
        Client = new DaprClientBuilder()
            .UseHttpEndpoint($"http://127.0.0.1:{HttpPort}")
            .UseGrpcEndpoint($"http://127.0.0.1:{GrpcPort}")
            .UseDaprApiToken(token)
            .Build();
    }

    public int HttpPort { get; } = FreePort();

    public int GrpcPort { get; } = FreePort();

    public int PublicPort { get; } = FreePort();

    /// <summary>Without a token, which a call has to add if it needs one.</summary>
    public HttpClient Http { get; }

    public DaprClient Client { get; }

    public string Output
    {
        get
        {
            lock (_log) // as its writing does
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a daprd and waits until its APIs serve.</summary>
    public static async Task<RunningDaprd> StartAsync(
        string appId = "orders",
        int? appPort = null,
        int? internalPort = null,
        string? token = null,
        string? appToken = null,
        string[]? resources = null,
        string? configuration = null,
        Dictionary<string, string?>? variables = null,
        params string[] arguments)
    {
        var folder = new TemporaryFolder();
        foreach (var (resource, i) in (resources ?? []).Select((resource, i) => (resource, i)))
        {
            folder.Write($"resources/{i}.yaml", resource);
        }

        var daprd = new RunningDaprd(folder, token);
        string[] all =
        [
            "--app-id", appId,
            "--dapr-http-port", $"{daprd.HttpPort}",
            $"--dapr-grpc-port={daprd.GrpcPort}",
            "--dapr-internal-grpc-port", $"{internalPort ?? FreePort()}",
            "--dapr-public-port", $"{daprd.PublicPort}",
            "--dapr-listen-addresses", "127.0.0.1",
            "--dapr-internal-grpc-listen-address", "127.0.0.1",
            "--dapr-public-listen-address", "127.0.0.1",
            "--enable-metrics=false",
            .. appPort is null ? Array.Empty<string>() : ["--app-port", $"{appPort}"],
            .. resources is null ? Array.Empty<string>() : ["--resources-path", folder.PathOf("resources")],
            .. configuration is null ? Array.Empty<string>() : ["--config", folder.Write("config.yaml", configuration)],
            .. arguments,
        ];
        var environment = new Dictionary<string, string?>(variables ?? []) { ["DAPR_API_TOKEN"] = token, ["APP_API_TOKEN"] = appToken };
        daprd._run = Daprd.RunAsync(
            all, name => environment.GetValueOrDefault(name), daprd._log, TextWriter.Null, daprd._stop.Token);

        await Eventually.IsTrueAsync(
            async () => daprd._run.IsCompleted || (await daprd.TryGetAsync("/v1.0/healthz/outbound")) == HttpStatusCode.NoContent);
        return daprd._run.IsCompleted ? throw new InvalidOperationException(daprd.Output) : daprd;
    }

    /// <summary>Below the ports that outgoing connections take, and never the same one twice.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                var port = Interlocked.Increment(ref s_lastPort);
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }
    }

    /// <summary>For apps that are reached by invocation.</summary>
    public HttpClient Invoke(string appId) => Client.CreateInvokableHttpClient(appId);

    public async Task<HttpStatusCode?> TryGetAsync(string path)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("dapr-api-token", _token ?? "none");
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Writes a file of its resources, which are numbered from 0.</summary>
    public void Write(string file, string text) => _resources.Write($"resources/{file}", text);

    public Task WaitUntilReadyAsync() => Eventually.IsTrueAsync(async () => await TryGetAsync("/v1.0/healthz") == HttpStatusCode.NoContent);

    /// <summary>The exit code, once the daprd has ended by itself.</summary>
    public Task<int> ExitAsync() => _run.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        Http.Dispose();
        Client.Dispose();
        _resources.Dispose();
        await _output.DisposeAsync();
    }
}
