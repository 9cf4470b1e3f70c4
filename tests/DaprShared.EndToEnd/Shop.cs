using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(DaprShared.EndToEnd.Shop))]

namespace DaprShared.EndToEnd;

/// <summary>
/// The playground on the real orchestrator, seen from outside: a process that is started and stopped, and the Aspire CLI that asks it.
/// </summary>
public sealed class Shop : IAsyncLifetime
{
    private readonly StringBuilder _log = new();
    private readonly Process _process = new();

    /// <summary>Everything that the AppHost has written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public HttpClient Storefront { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var url = $"http://localhost:{FreePort()}";
        _process.StartInfo = new("dotnet", [Metadata("AppHostProgram")])
        {
            WorkingDirectory = Metadata("AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = url,
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
                // Nothing may depend on the ports of the launch profiles being free.
                ["DcpPublisher__RandomizePorts"] = "true",
                // Of the test project itself, and not meant for the shop.
                ["TESTINGPLATFORM_UI_LANGUAGE"] = "en",
            },
        };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        try
        {
            await Eventually(async () => await DescribeAsync("storefront") is { } storefront && IsHealthy(storefront), TimeSpan.FromMinutes(4), "the storefront is healthy");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        Storefront = new() { BaseAddress = new(await UrlAsync("storefront", "http")), Timeout = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        Storefront?.Dispose();
        if (!_process.HasExited)
        {
            // As Ctrl+C does it: the orchestrator takes its containers along.
            Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
    }

    /// <summary>Returns what <c>aspire describe</c> says of a resource, or <see langword="null"/> while there is none.</summary>
    public static async Task<JsonNode?> DescribeAsync(string name)
    {
        // Until the AppHost answers, the CLI writes no JSON, or nothing at all.
        var (_, output) = await AspireAsync("describe", "--format", "Json", "--non-interactive", "--nologo");
        return output.IndexOf('{', StringComparison.Ordinal) is var start and >= 0
            ? JsonNode.Parse(output[start..])!["resources"]!.AsArray().FirstOrDefault(resource => (string?)resource!["displayName"] == name)
            : null;
    }

    public static bool IsHealthy(JsonNode resource) => (string?)resource["state"] == "Running" && (string?)resource["healthStatus"] == "Healthy";

    public static async Task<string> UrlAsync(string resource, string endpoint) =>
        (string)(await DescribeAsync(resource))!["urls"]!.AsArray().Single(url => (string?)url!["name"] == endpoint)!["url"]!;

    public async Task<string> DashboardUrlAsync()
    {
        var (_, output) = await AspireAsync("ps", "--format", "Json", "--non-interactive", "--nologo");
        return (string)JsonNode.Parse(output[output.IndexOf('[', StringComparison.Ordinal)..])!.AsArray()
            .Single(app => (int)app!["appHostPid"]! == _process.Id)!["dashboardUrl"]!;
    }

    /// <summary>Runs the Aspire CLI in the folder of the AppHost, by which it finds the running one.</summary>
    public static async Task<(int Exit, string Output)> AspireAsync(params string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new(Environment.GetEnvironmentVariable("ASPIRE_CLI") ?? "aspire", arguments)
        {
            WorkingDirectory = Metadata("AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process.Start();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, output);
    }

    /// <summary>Asks again until the answer is yes; says what was awaited when it never is.</summary>
    public async Task Eventually(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.False(_process.HasExited, $"The AppHost ended while waiting until {what}:\n{Log}");
            Assert.True(clock.Elapsed < limit, $"Not after {limit.TotalSeconds:0} s: {what}.\n{Log}");
            await Task.Delay(500);
        }
    }

    private void Append(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private static string Metadata(string key) =>
        typeof(Shop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
