using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What daprd answered, or 0 and the reason why it did not.</summary>
internal sealed record DaprdAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Gets the body as JSON, or <see langword="null"/> for what is none.</summary>
    public JsonNode? Json { get; } = Parse(Body);

    /// <summary>Returns what is wrong, for a message. An app that is called through daprd gives answers of its own.</summary>
    /// <remarks>daprd: <c>{"errorCode": "ERR_…", "message": "…"}</c> (dapr v1.18.3 pkg/messages/api_error.go).</remarks>
    public string Error(string url, string who = "daprd") =>
        Status == 0 ? $"daprd did not answer at {url}: {Body}"
        : Json is JsonObject error && error["errorCode"] is { } code ? $"daprd answered {Status} {code} to {url}: {error["message"]}"
        : $"{who} answered {Status} to {url}: {Body.Trim()}".TrimEnd(' ', ':');

    /// <summary>Reads JSON, or returns <see langword="null"/> for what is none.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Calls the HTTP API of a running daprd, with the token that it asks for.</summary>
internal static class DaprdClient
{
    public const string Metadata = "/v1.0/metadata", Health = "/v1.0/healthz";

    // Whoever an app's answer leads to does not get the token, and this machine is not behind a proxy.
    private static readonly HttpClient Client = new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Returns the URL of a path of daprd's API on this machine.</summary>
    public static string Url(DaprSharedResource daprd, string path) => daprd.HttpEndpoint.Url.TrimEnd('/') + path;

    /// <summary>Asks for something.</summary>
    public static Task<DaprdAnswer> GetAsync(DaprSharedResource daprd, string path, CancellationToken cancellation) =>
        SendAsync(daprd, HttpMethod.Get, path, content: null, cancellation);

    /// <summary>Sends a request; an answer that does not come within 30 s is one of status 0.</summary>
    public static async Task<DaprdAnswer> SendAsync(
        DaprSharedResource daprd, HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, Url(daprd, path)) { Content = content };
            if (daprd.ApiToken is { } token)
            {
                request.Headers.Add("dapr-api-token", await token.GetValueAsync(cancellation));
            }

            using var response = await Client.SendAsync(request, cancellation);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (
            e is HttpRequestException or OperationCanceledException or UriFormatException or InvalidOperationException
            && !cancellation.IsCancellationRequested)
        {
            return new(0, e.Message); // an unknown encoding is an InvalidOperationException
        }
    }
}
