using System.Diagnostics;

namespace DaprShared.Hosting.Tests;

/// <summary>A published chart, and what Helm makes of it. Where Helm is not installed the tests that need it say so.</summary>
internal sealed class Helm : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dapr-shared-chart-").FullName;

    public Helm(IEnumerable<KeyValuePair<string, string>> chart)
    {
        foreach (var (path, text) in chart)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    /// <summary>Returns the documents of <c>helm template</c>, without their comments.</summary>
    public IReadOnlyList<string> Template(params string[] arguments) => Documents(Run(["template", "shop", _folder, .. arguments]));

    /// <summary>The same against a cluster, as an installation does it.</summary>
    public IReadOnlyList<string> TemplateIn(ClusterStandIn cluster, params string[] arguments)
    {
        var kubeConfig = AddFile("kubeconfig", $$$"""
            {"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
             "users":[{"name":"u","user":{}}],"clusters":[{"name":"c","cluster":{"server":"{{{cluster.Url}}}"}}]}
            """);
        return Documents(Run(["template", "shop", _folder, "--dry-run=server", "--disable-openapi-validation", "--kubeconfig", kubeConfig, .. arguments]));
    }

    private static List<string> Documents(string output) =>
    [
        .. from document in ("\n" + output).Split("\n---\n")
           let text = string.Join('\n', document.Split('\n').Where(line => !line.StartsWith('#')))
           where text.Trim().Length > 0
           select text,
    ];

    /// <summary>Writes a file beside the chart and returns its path.</summary>
    public string AddFile(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Runs <c>helm lint</c> and returns what it says.</summary>
    public string Lint() => Run(["lint", "--strict", _folder]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Run(IEnumerable<string> arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("helm", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("helm is not installed.");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output + errors.Result);
            return output;
        }
    }
}

/// <summary>The few answers of a Kubernetes API that Helm asks for: its kinds, the namespace that every cluster has, and Dapr's trust bundle if there is one.</summary>
internal sealed class ClusterStandIn : IDisposable
{
    private readonly System.Net.HttpListener _listener = new();
    private readonly Dictionary<string, string> _answers = new()
    {
        ["/version"] = """{"major":"1","minor":"34","gitVersion":"v1.34.0"}""",
        ["/api"] = """{"kind":"APIVersions","versions":["v1"]}""",
        ["/apis"] = """{"kind":"APIGroupList","apiVersion":"v1","groups":[]}""",
        ["/api/v1"] = """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
              {"name":"namespaces","singularName":"","namespaced":false,"kind":"Namespace","verbs":["get"]},
              {"name":"configmaps","singularName":"","namespaced":true,"kind":"ConfigMap","verbs":["get"]}]}
            """,
        ["/api/v1/namespaces/kube-system"] = """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system"}}""",
    };

    public ClusterStandIn(string? bundle)
    {
        if (bundle is not null)
        {
            _answers["/api/v1/namespaces/dapr-system/configmaps/dapr-trust-bundle"] =
                $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"dapr-trust-bundle"},"data":{"ca.crt":{{{System.Text.Json.JsonSerializer.Serialize(bundle)}}}}}""";
        }

        using (var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((System.Net.IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(AnswerAsync);
    }

    public string Url { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            var context = await _listener.GetContextAsync();
            var path = context.Request.Url!.AbsolutePath;
            Requests.Enqueue(path);
            var found = _answers.TryGetValue(path, out var answer);
            context.Response.StatusCode = found ? 200 : 404;
            context.Response.ContentType = "application/json";
            context.Response.Close(System.Text.Encoding.UTF8.GetBytes(answer ?? """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}"""), willBlock: false);
        }
    }
}
