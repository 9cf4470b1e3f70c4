using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DaprShared.Hosting.Tests;

/// <summary>What somebody has asked of a daprd.</summary>
internal sealed record Asked(string Request, string? Token, string? ContentType, string Body);

/// <summary>The HTTP API of a daprd: it answers as a test says, and remembers what it was asked.</summary>
internal sealed class FakeDaprd : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = [];
    private readonly Task _serving;
    private readonly int _port;

    public FakeDaprd()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://localhost:{_port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public ConcurrentQueue<Asked> Asked { get; } = [];

    public int Times(string request) => Asked.Count(asked => asked.Request == request);

    /// <summary>Sets the answer to a request, such as <c>GET /v1.0/healthz</c>; 404 is that to all others.</summary>
    public FakeDaprd Answer(string request, int status, string body = "")
    {
        _answers[request] = (status, body);
        return this;
    }

    /// <summary>Gives a daprd of the model the address of this one.</summary>
    public void Is(DaprSharedResource daprd)
    {
        foreach (var endpoint in daprd.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.AllocatedEndpoint = new(endpoint, "localhost", _port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var request = $"{context.Request.HttpMethod} {context.Request.RawUrl}";
                var (token, type) = (context.Request.Headers["dapr-api-token"], context.Request.ContentType);
                Asked.Enqueue(new(request, token, type, await reader.ReadToEndAsync()));
                var (status, body) = _answers.GetValueOrDefault(request, (404, ""));
                context.Response.StatusCode = status;
                context.Response.Headers["Location"] = status == 302 ? body : null;
                context.Response.Close(status == 204 ? [] : Encoding.UTF8.GetBytes(body), willBlock: true);
            }
        }
        catch (Exception) when (!_listener.IsListening)
        {
            // It ends.
        }
    }
}
