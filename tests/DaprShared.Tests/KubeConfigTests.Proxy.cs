using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DaprShared.Cluster;
using k8s;
using Xunit;

namespace DaprShared.Tests;

/// <summary>The proxy of a cluster.</summary>
public sealed partial class KubeConfigTests
{
    [Fact]
    public async Task The_proxy_of_the_cluster_is_used()
    {
        using var proxy = new ProxyStandIn();
        // The file that names the cluster first has its proxy too.
        var first = Write("first",
            $$$"""
            {"kind":"Config","clusters":[{"name":"c","cluster":{
              "server":"http://kubernetes.invalid","proxy-url":"http://me:p%40ss@127.0.0.1:{{{proxy.Port}}}"} }]}
            """);
        var second = Write("second", _cluster.KubeConfig());

        await WithVariableAsync("KUBECONFIG", $"{first}{Path.PathSeparator}{second}", async () =>
        {
            using var client = await ClusterClient.ConnectAsync(null, forHelm: true, TestContext.Current.CancellationToken);
            Assert.Equal("kube-system", (await ReadAsync(client)).Value!.Metadata.Name);
            Assert.Equal("GET http://kubernetes.invalid/api/v1/namespaces/kube-system HTTP/1.1", proxy.Requests.Distinct().Single());
            Assert.Equal("me:p@ss", proxy.Account);

            proxy.Dispose();
            using var later = await ClusterClient.ConnectAsync(null, forHelm: true, TestContext.Current.CancellationToken);
            var message = (await Assert.ThrowsAsync<ClusterException>(() => ReadAsync(later))).Message;
            Assert.StartsWith("http://kubernetes.invalid/ cannot be reached: ", message);
            Assert.DoesNotContain("ss@", message);
        });

        static Task<Answer<k8s.Models.V1Namespace>> ReadAsync(ClusterClient client) =>
            client.AskAsync(
                "it",
                (kubernetes, stop) => kubernetes.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: stop),
                TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_proxy_that_is_no_URL_is_told_without_its_text()
    {
        Write("config",
            """
            {"kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c"}}],
             "clusters":[{"name":"c","cluster":{"server":"http://c","proxy-url":"http://me:s3cret@:x"}}]}
            """);

        var message = await FailureAsync();

        Assert.StartsWith("The kubeconfig cannot be used: ", message);
        Assert.DoesNotContain("s3cret", message);
    }

    /// <summary>A proxy that asks for an account and then answers itself, for a cluster that only it knows.</summary>
    private sealed class ProxyStandIn : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public ProxyStandIn()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = Task.Run(ServeAsync);
        }

        public int Port { get; }

        public ConcurrentQueue<string> Requests { get; } = [];

        public string? Account { get; private set; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync();
                    using var reader = new StreamReader(connection.GetStream());
                    Requests.Enqueue(await reader.ReadLineAsync() ?? "");
                    string? account = null;
                    while (await reader.ReadLineAsync() is { Length: > 0 } header)
                    {
                        account = header.StartsWith("Proxy-Authorization: Basic ", StringComparison.Ordinal)
                            ? Encoding.UTF8.GetString(Convert.FromBase64String(header.Split(' ')[2]))
                            : account;
                    }

                    Account ??= account;
                    const string body = """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system"}}""";
                    await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(account is null
                        ? "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: "
                            + "0\r\nConnection: close\r\n\r\n"
                        : $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: "
                            + $"close\r\n\r\n{body}"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test ends.
            }
        }
    }
}
