using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

// One AppHost beside the playground's is enough for a small machine, and the CLI finds a running one by its folder, which two classes
// share.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DaprShared.EndToEnd;

/// <summary>
/// An AppHost on the real orchestrator, seen from outside: a process that is started and stopped, and the Aspire CLI that asks it.
/// </summary>
/// <param name="project">The folder of its project in the repository.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="resources">The resources whose health tells that it has started.</param>
public abstract class RunningAppHost(string project, string[] arguments, params string[] resources) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Metadata("Repository"), project);
    private readonly StringBuilder _log = new();
    private Process _process = new();
    private bool _running;
    private string _states = "it has never answered";

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

    /// <summary>How long everything may take that happens once at the start.</summary>
    protected static TimeSpan Start { get; } = TimeSpan.FromMinutes(4);

    public async ValueTask InitializeAsync()
    {
        _process = new();
        var url = $"http://localhost:{FreePort()}";
        var program = Metadata("Programs").Replace("NAME", Path.GetFileName(project), StringComparison.Ordinal);
        _process.StartInfo = new("dotnet", [program, .. arguments])
        {
            WorkingDirectory = _folder,
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
        _running = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        try
        {
            await Eventually(AreHealthyAsync, Start, $"these are healthy: {string.Join(", ", resources)}");
            await StartedAsync();
        }
        catch (Exception e)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"The AppHost has not started: {_states}", e);
        }
    }

    private async Task<bool> AreHealthyAsync()
    {
        var all = await DescribeAllAsync();
        _states = string.Join(", ", all.Select(resource => $"{NameOf(resource)}: {resource["state"]} {resource["healthStatus"]}"));

        // Podman chooses host ports when it creates a container and binds them when it starts it: in between somebody else may have taken
        // one.
        static bool IsTaken(JsonNode resource) =>
            ((string?)resource["properties"]?["Last error"])?.Contains("address already in use", StringComparison.Ordinal) == true;
        foreach (var resource in all.Where(IsTaken))
        {
            await AspireAsync("resource", NameOf(resource), "start", "--non-interactive", "--nologo");
        }

        return all.Where(IsHealthy).Select(NameOf).ToHashSet().IsSupersetOf(resources);
    }

    /// <summary>What else belongs to the start.</summary>
    protected virtual Task StartedAsync() => Task.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        // A start that has failed has disposed of everything already, and is disposed of once more by whoever asked for it.
        var running = _running;
        _running = false;
        if (running && !_process.HasExited)
        {
            // The orchestrator takes its containers along. Not SIGINT: a program that a shell without a terminal starts in the background
            // ignores it.
            Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the AppHost as a crash would, without a word to anybody. It may be initialized again.</summary>
    /// <returns>Its process id.</returns>
    public async Task<int> KillAsync()
    {
        var id = _process.Id;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _running = false;
        return id;
    }

    /// <summary>Returns what <c>aspire describe</c> says of a resource, or <see langword="null"/> while there is none.</summary>
    public async Task<JsonNode?> DescribeAsync(string name, params string[] options) =>
        (await DescribeAllAsync(options)).FirstOrDefault(resource => NameOf(resource) == name);

    /// <summary>Returns what <c>aspire describe</c> says of all resources, which is nothing until the AppHost answers.</summary>
    public async Task<IReadOnlyList<JsonNode>> DescribeAllAsync(params string[] options)
    {
        // Until then the CLI writes no JSON, or nothing at all; on a busy machine it also gives up on an AppHost that is there.
        for (var attempts = _running ? 20 : 1; ; attempts--)
        {
            var (_, output) = await AspireAsync(["describe", "--format", "Json", "--non-interactive", "--nologo", .. options]);
            var start = output.IndexOf('{', StringComparison.Ordinal);
            IReadOnlyList<JsonNode> resources =
                start < 0 ? [] : [.. JsonNode.Parse(output[start..])!["resources"]!.AsArray().OfType<JsonNode>()];
            if (resources.Count > 0 || attempts == 1) { return resources; }

            await Task.Delay(500);
        }
    }

    /// <summary>Returns the spans that the dashboard has.</summary>
    public async Task<IReadOnlyList<JsonNode>> SpansAsync()
    {
        var (_, output) = await AspireAsync("otel", "spans", "--limit", "1000", "--format", "Json", "--non-interactive", "--nologo");
        var start = output.IndexOf('[', StringComparison.Ordinal);
        return start < 0 ? [] : [.. JsonNode.Parse(output[start..])!.AsArray().OfType<JsonNode>()];
    }

    public static string NameOf(JsonNode resource) => (string)resource["displayName"]!;

    public static bool IsHealthy(JsonNode resource) =>
        (string?)resource["state"] == "Running" && (string?)resource["healthStatus"] == "Healthy";

    public async Task<string> UrlAsync(string name, string endpoint) =>
        (string)(await DescribeAsync(name))!["urls"]!.AsArray().Single(url => (string?)url!["name"] == endpoint)!["url"]!;

    /// <summary>Returns a client of a shared daprd's HTTP API, with the token that its app has.</summary>
    public async Task<HttpClient> DaprAsync(string name)
    {
        var client = new HttpClient { BaseAddress = new(await UrlAsync(name, "http")), Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Add("dapr-api-token", await TokenAsync(name));
        return client;
    }

    /// <summary>Returns the token that a shared daprd asks for. The CLI does not show a secret, the container has it.</summary>
    public async Task<string> TokenAsync(string name)
    {
        var container = (string)(await DescribeAsync(name))!["properties"]!["container.id"]!;
        var variables = await ContainerRuntimeAsync("inspect", "--format", "{{range .Config.Env}}{{println .}}{{end}}", container);
        return variables.Split('\n').Single(line => line.StartsWith("DAPR_API_TOKEN=", StringComparison.Ordinal)).Split('=', 2)[1];
    }

    public async Task<string> DashboardUrlAsync()
    {
        var (_, output) = await AspireAsync("ps", "--format", "Json", "--non-interactive", "--nologo");
        return (string)JsonNode.Parse(output[output.IndexOf('[', StringComparison.Ordinal)..])!.AsArray()
            .Single(app => (int)app!["appHostPid"]! == _process.Id)!["dashboardUrl"]!;
    }

    /// <summary>Runs the Aspire CLI in the folder of the AppHost, by which it finds the running one.</summary>
    public async Task<(int Exit, string Output)> AspireAsync(params string[] arguments)
    {
        var (exit, output, _) = await CliAsync(arguments);
        return (exit, output);
    }

    /// <summary>Runs a command of a resource and returns everything that the CLI shows of it.</summary>
    public async Task<(int Exit, string Shown)> CommandAsync(string resource, string command, params string[] options)
    {
        var (exit, output, errors) = await CliAsync(["resource", resource, command, "--non-interactive", "--nologo", .. options]);
        return (exit, output + errors);
    }

    private Task<(int Exit, string Output, string Errors)> CliAsync(string[] arguments) =>
        RunAsync(Environment.GetEnvironmentVariable("ASPIRE_CLI") ?? "aspire", _folder, arguments);

    /// <summary>Runs Docker or Podman and returns what it has written.</summary>
    public static async Task<string> ContainerRuntimeAsync(params string[] arguments)
    {
        var (exit, output, _) = await RunContainerRuntimeAsync(arguments);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: exit code {exit}");
        return output;
    }

    public static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected static Task<(int Exit, string Output, string Errors)> RunContainerRuntimeAsync(params string[] arguments) =>
        RunAsync(Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") ?? "docker", "", arguments);

    /// <summary>Runs a program, one minute long if nothing else is said.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        string program,
        string folder,
        string[] arguments,
        TimeSpan? limited = null)
    {
        using var process = new Process();
        process.StartInfo = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process.Start();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(limited ?? TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true); // no answer is an answer too: whoever asks again has a limit
            return (-1, "", "");
        }

        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Asks again until the answer is yes; says what was awaited when it never is.</summary>
    public async Task Eventually(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.False(_process.HasExited, $"The AppHost ended while waiting until {what}:\n{Log}");
            if (clock.Elapsed > limit) { Assert.Fail($"Not after {limit.TotalSeconds:0} s: {what}.\n{await StatesAsync()}"); }

            await Task.Delay(500);
        }
    }

    /// <summary>Returns what there is to see when something does not end well: all states, and the end of each log.</summary>
    protected async Task<string> StatesAsync()
    {
        const int Lines = 10;
        List<string> all = [$"AppHost\n{string.Join('\n', Log.Split('\n').TakeLast(Lines))}"];
        foreach (var resource in await DescribeAllAsync("--include-hidden"))
        {
            var (_, log) = await AspireAsync("logs", NameOf(resource), "--tail", $"{Lines}", "--non-interactive", "--nologo");
            all.Add($"{NameOf(resource)}: {resource["state"]} {resource["healthStatus"]}\n{log}");
        }

        return string.Join('\n', all);
    }

    private void Append(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    protected internal static string Metadata(string key) =>
        typeof(RunningAppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
