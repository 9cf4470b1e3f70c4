using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What daprd answered, or 0 and the reason why it did not.</summary>
internal sealed record DaprdAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Returns what is wrong, for a message.</summary>
    public string Error(string url) => Status == 0 ? $"daprd did not answer at {url}: {Body}" : $"daprd answered {Status} to {url}: {Body}";
}

/// <summary>Calls the HTTP API of a running daprd, with the token that it asks for.</summary>
internal static class DaprdClient
{
    public const string Metadata = "/v1.0/metadata", Health = "/v1.0/healthz";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Returns the URL of a path of daprd's API on this machine.</summary>
    public static string Url(DaprSharedResource daprd, string path) => daprd.HttpEndpoint.Url.TrimEnd('/') + path;

    /// <summary>Sends a request; an answer that does not come within 10 s is one of status 0.</summary>
    public static async Task<DaprdAnswer> SendAsync(
        DaprSharedResource daprd, HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient { Timeout = Limit };
            using var request = new HttpRequestMessage(method, Url(daprd, path)) { Content = content };
            if (daprd.ApiToken is { } token)
            {
                request.Headers.Add("dapr-api-token", await token.GetValueAsync(cancellation));
            }

            using var response = await client.SendAsync(request, cancellation);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (
            e is HttpRequestException or TaskCanceledException or UriFormatException
            && !cancellation.IsCancellationRequested)
        {
            return new(0, e.Message);
        }
    }

    /// <summary>Asks for something.</summary>
    public static Task<DaprdAnswer> GetAsync(DaprSharedResource daprd, string path, CancellationToken cancellation) =>
        SendAsync(daprd, HttpMethod.Get, path, content: null, cancellation);
}
