using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DaprShared.Testing;

/// <summary>
/// An HTTP server of this process that plays a Kubernetes API as far as reading, creating and replacing objects goes. It can also answer
/// badly, or not at all.
/// </summary>
internal sealed class ClusterStandIn : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new();
    private readonly CancellationTokenSource _stop = new(); // without a timer it needs no disposal

    public ClusterStandIn()
    {
        (_listener, Url) = Listen();
        Answer("/version", 200, """{"major":"1","minor":"34","gitVersion":"v1.34.0"}""");
        Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""");
        Serve("v1", "Namespace", "ConfigMap");
        Add("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system"}}""");
        _ = Task.Run(ListenAsync);
    }

    public string Url { get; }

    // A port that was free may have gone to somebody else before it is listened on.
    private static (HttpListener Listener, string Url) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            int port;
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                port = ((IPEndPoint)free.LocalEndpoint).Port;
            }

            var (listener, url) = (new HttpListener(), $"http://127.0.0.1:{port}/");
            listener.Prefixes.Add(url);
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Gets the requests, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Gets what the requests said of who asks.</summary>
    public ConcurrentQueue<string?> Authorizations { get; } = [];

    /// <summary>Returns a kubeconfig that leads here.</summary>
    public string KubeConfig(string @namespace = "default") => $$$"""
        {"apiVersion":"v1","kind":"Config","current-context":"c",
         "contexts":[{"name":"c","context":{"cluster":"c","user":"u","namespace":"{{{@namespace}}}"}}],
         "users":[{"name":"u","user":{"token":"t"}}],"clusters":[{"name":"c","cluster":{"server":"{{{Url}}}"}}]}
        """;

    /// <summary>Adds an object, as JSON.</summary>
    public ClusterStandIn Add(string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        _objects[PathOf(item)] = item;
        return this;
    }

    /// <summary>Adds a control plane: operator, trust bundle and kinds.</summary>
    public ClusterStandIn WithDapr(string version = "1.18.3", string certificates = "ROOT") => WithTrustBundle(certificates)
        .Add($$$"""
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"dapr-operator","namespace":"dapr-system",
                         "labels":{"app":"dapr-operator","app.kubernetes.io/version":"{{{version}}}"} },
             "spec":{"selector":{},"template":{} } }
            """)
        .Serve("dapr.io/v1alpha1", "Component", "Configuration", "Resiliency", "HTTPEndpoint", "Subscription")
        .Serve("dapr.io/v2alpha1", "Subscription");

    /// <summary>Adds the ConfigMap with the root certificates.</summary>
    public ClusterStandIn WithTrustBundle(string certificates, string @namespace = "dapr-system") => Add(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "dapr-trust-bundle", ["namespace"] = @namespace },
        ["data"] = new JsonObject { ["ca.crt"] = certificates, ["jwks.json"] = "{}" },
    }.ToJsonString());

    /// <summary>Answers a path in a way of its own.</summary>
    public ClusterStandIn Answer(string path, int status, string body = "{}")
    {
        _answers[path] = (status, body);
        return this;
    }

    /// <summary>Never answers a path.</summary>
    public ClusterStandIn Hang(string path) => Answer(path, 0);

    /// <summary>Says which kinds an API version has.</summary>
    public ClusterStandIn Serve(string apiVersion, params string[] kinds) => Answer(PrefixOf(apiVersion), 200, new JsonObject
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = apiVersion,
        ["resources"] = new JsonArray([.. kinds.Select(kind => new JsonObject
        {
            ["name"] = PluralOf(kind),
            ["singularName"] = "",
            ["namespaced"] = kind != "Namespace",
            ["kind"] = kind,
            ["verbs"] = new JsonArray("get"),
        })]),
    }.ToJsonString());

    /// <summary>Returns an object as it is now, or <see langword="null"/>.</summary>
    public JsonNode? Find(string path) => _objects.GetValueOrDefault(path);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
    }

    private static string PathOf(JsonNode item)
    {
        var metadata = item["metadata"]!;
        var folder = metadata["namespace"] is { } space ? $"/namespaces/{space}" : "";
        return $"{PrefixOf((string)item["apiVersion"]!)}{folder}/{PluralOf((string)item["kind"]!)}/{metadata["name"]}";
    }

    private static string PrefixOf(string apiVersion) =>
        apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";

    private static string PluralOf(string kind) => kind.ToLowerInvariant() + "s";

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test ends.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (method, path) = (context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
        Requests.Enqueue($"{method} {path}");
        Authorizations.Enqueue(context.Request.Headers["Authorization"]);
        var (status, body) = method == "GET"
            ? Get(path, context.Request.QueryString["labelSelector"])
            : await ChangeAsync(method, path, context.Request);
        if (status == 0)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

    private (int Status, string Body) Get(string path, string? labelSelector)
    {
        if (path == "/apis")
        {
            var groups =
                from known in _answers.Keys.Select(known => known.Split('/'))
                where known is ["", "apis", _, _]
                group new JsonObject { ["groupVersion"] = $"{known[2]}/{known[3]}", ["version"] = known[3] } by known[2] into versions
                select new JsonObject { ["name"] = versions.Key, ["versions"] = new JsonArray([.. versions]) };
            return (200, ListOf("APIGroupList", "groups", groups));
        }

        if (_answers.TryGetValue(path, out var answer))
        {
            return answer;
        }

        if (_objects.TryGetValue(path, out var item))
        {
            return (200, item.ToJsonString());
        }

        // A collection, of a namespace or of all of them.
        var plural = path[(path.LastIndexOf('/') + 1)..];
        var all = new Regex($"^{Regex.Escape(path[..^plural.Length])}(namespaces/[^/]+/)?{plural}/[^/]+$");
        var items = _objects.Where(pair => all.IsMatch(pair.Key) && Matches(pair.Value, labelSelector))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.DeepClone())
            .ToList();
        return items.Count > 0 || Regex.IsMatch(path, "^/api(s/(apps|batch))?/v1/(namespaces/[^/]+/)?[a-z]+s$")
            ? (200, ListOf("List", "items", items))
            : NotFound;
    }

    private async Task<(int Status, string Body)> ChangeAsync(string method, string path, HttpListenerRequest request)
    {
        if (_answers.TryGetValue($"{method} {path}", out var answer))
        {
            return answer;
        }

        using var reader = new StreamReader(request.InputStream);
        var item = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        item["apiVersion"] ??= "v1";
        item["kind"] ??= path.EndsWith("namespaces", StringComparison.Ordinal) ? "Namespace" : null;
        var key = PathOf(item);
        var (exists, version) = (_objects.TryGetValue(key, out var before), (string?)before?["metadata"]?["resourceVersion"]);
        if (method == "POST" ? exists : !exists || version != (string?)item["metadata"]!["resourceVersion"])
        {
            return (409, """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","code":409}""");
        }

        item["metadata"]!["resourceVersion"] = $"{Requests.Count}";
        _objects[key] = item;
        return (method == "POST" ? 201 : 200, item.ToJsonString());
    }

    private static bool Matches(JsonNode item, string? labelSelector) =>
        labelSelector?.Split('=') is not [var label, var value] || (string?)item["metadata"]?["labels"]?[label] == value;

    private static string ListOf(string kind, string name, IEnumerable<JsonNode> items) => new JsonObject
    {
        ["kind"] = kind,
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        [name] = new JsonArray([.. items]),
    }.ToJsonString();

    private static (int, string) NotFound =>
        (404, """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""");
}
