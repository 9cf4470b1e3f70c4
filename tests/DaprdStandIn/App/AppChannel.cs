using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using DaprdStandIn.CommandLine;

namespace DaprdStandIn.App;

/// <param name="Path">Decoded, with or without a leading slash.</param>
/// <param name="Query">Encoded, without the question mark.</param>
/// <param name="Host">Another one than the app.</param>
internal sealed record AppRequest(
    string Verb,
    string Path,
    string Query,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Headers,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    Uri? Host = null);

internal sealed record AppResponse(
    int Status,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Headers,
    string ContentType,
    ReadOnlyMemory<byte> Body);

/// <summary>The way from daprd to its app.</summary>
internal sealed class AppChannel : IDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _baseAddress;
    private readonly string? _token;
    private readonly SemaphoreSlim? _slots;

    private AppChannel(DaprdOptions options)
    {
        var tls = options.AppProtocol == "https";
        _baseAddress = new($"{(tls ? "https" : "http")}://{options.AppAddress}:{options.AppPort}");
        _token = options.AppApiToken;
        _slots = options.AppMaxConcurrency > 0 ? new(options.AppMaxConcurrency) : null;
        _client = new(new SocketsHttpHandler
        {
            // daprd hands a redirect of the app back instead of following it.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            // daprd encrypts, but does not ask who answers.
            SslOptions = new() { RemoteCertificateValidationCallback = AnyCertificate },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = options.AppProtocol == "h2c" ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>False while an app health check fails; daprd then keeps its own calls from the app.</summary>
    public bool Healthy { get; set; } = true;

    public static AppChannel? For(DaprdOptions options) => options.AppPort > 0 ? new(options) : null;

    public async Task<AppResponse> SendAsync(AppRequest request, CancellationToken cancellation)
    {
        if (!Healthy)
        {
            throw new HttpRequestException("app is not in a healthy state");
        }

        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellation);
        }

        try
        {
            using var message = Message(request);
            using var response = await SendAsync(message, cancellation);
            return new(
                (int)response.StatusCode,
                [.. response.Headers.Concat(response.Content.Headers).Where(HopByHop.MayPass)
                    .Select(header => KeyValuePair.Create<string, IReadOnlyList<string>>(header.Key, [.. header.Value]))],
                response.Content.Headers.TryGetValues("Content-Type", out var contentType) ? contentType.First() : "",
                await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        finally
        {
            _slots?.Release();
        }
    }

    public async Task<bool> ProbeAsync(AppHealthOptions health, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(health.Timeout);
        try
        {
            using var response = await _client.GetAsync(Target(_baseAddress, health.Path, ""), timeout.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _slots?.Dispose();
    }

    /// <summary>Says it in the words of Go when nobody listens.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(message, cancellation);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            var (verb, url) = (message.Method.Method, message.RequestUri!);
            throw new HttpRequestException(
                $"{verb[0]}{verb[1..].ToLowerInvariant()} \"{url}\": dial tcp {url.Authority}: connect: connection refused", e);
        }
    }

    private static Uri Target(Uri host, string path, string query) => new(
        host, new PathString("/" + path.TrimStart('/')).ToUriComponent() + (query.Length > 0 ? "?" + query : ""));

    private HttpRequestMessage Message(AppRequest request)
    {
        var message = new HttpRequestMessage(new(request.Verb), Target(request.Host ?? _baseAddress, request.Path, request.Query))
        {
            Version = _client.DefaultRequestVersion,
            VersionPolicy = _client.DefaultVersionPolicy,
        };
        if (!request.Body.IsEmpty || request.ContentType.Length > 0)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach (var (name, values) in request.Headers.Where(HopByHop.MayPass))
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        // The app's span is a child of daprd's.
        if (Activity.Current is { Id: { } traceParent } span)
        {
            message.Headers.Remove("traceparent");
            message.Headers.Remove("tracestate");
            message.Headers.TryAddWithoutValidation("traceparent", traceParent);
            if (span.TraceStateString is { Length: > 0 } traceState)
            {
                message.Headers.TryAddWithoutValidation("tracestate", traceState);
            }
        }

        if (message.Content is not null && request.ContentType.Length > 0)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        if (_token is not null)
        {
            message.Headers.Remove("dapr-api-token");
            message.Headers.TryAddWithoutValidation("dapr-api-token", _token);
        }

        return message;
    }

    private static bool AnyCertificate(object sender, object? certificate, object? chain, SslPolicyErrors errors) => true;
}
