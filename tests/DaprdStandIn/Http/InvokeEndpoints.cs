using System.Diagnostics;
using DaprdStandIn.App;
using DaprdStandIn.Invocation;
using DaprdStandIn.Telemetry;

namespace DaprdStandIn.Http;

/// <summary>Service invocation; as in daprd it is also what every path means that no other API has.</summary>
internal static class InvokeEndpoints
{
    private const string AppIdHeader = "dapr-app-id";
    private const string Prefix = "/v1.0/invoke/";

    public static RequestDelegate Invoke(DirectMessaging messaging) => async context =>
    {
        var (target, method) = TargetAndMethod(context.Request);
        if (target.Length == 0)
        {
            throw NotHere(context.Request.Path.Value ?? "") is { } what ? ApiError.NotHere(what) : ApiError.DirectInvokeNoAppId();
        }


        Activity.Current?.DescribeInvocation(target, method);
        context.Request.Headers.Remove(AppIdHeader);
        var request = await context.AppRequestAsync(method);
        await context.AppResponseAsync(await messaging.InvokeAsync(target, request, context.RequestAborted));
    };

    /// <summary>The API of daprd that the path belongs to and that the stand-in lacks; null when daprd has none either.</summary>
    private static string? NotHere(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [['v', '1', '.', '0', ..], "state", _, "query"] => "queries of state",
        [['v', '1', '.', '0', ..], "workflows" or "conversation" or "subtlecrypto", ..] => $"API for {path}",
        _ => null,
    };

    /// <summary>What the caller sent, for the app.</summary>
    public static async Task<AppRequest> AppRequestAsync(this HttpContext context, string path) => new(
        context.Request.Method.ToUpperInvariant(),
        path,
        context.Request.QueryString.Value?.TrimStart('?') ?? "",
        [.. context.Request.Headers.Where(HopByHop.MayPass)
            .Select(header => KeyValuePair.Create<string, IReadOnlyList<string>>(header.Key, [.. header.Value.OfType<string>()]))],
        context.Request.ContentType ?? "",
        await context.BodyAsync());

    /// <summary>What the app answered, for the caller.</summary>
    public static async Task AppResponseAsync(this HttpContext context, AppResponse response)
    {
        context.Response.StatusCode = response.Status;
        foreach (var (name, values) in response.Headers.Where(HopByHop.MayPass))
        {
            context.Response.Headers.Append(name, values.ToArray());
        }

        if (response.ContentType.Length > 0)
        {
            context.Response.ContentType = response.ContentType;
        }

        if (response.Status is not (204 or 304) && !HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
        }
    }

    /// <summary>
    /// Two ways to name the app: the header (the path is the method), and the path /v1.0/invoke/APP/method/METHOD. The third one of daprd,
    /// basic authentication, is not here.
    /// </summary>
    private static (string Target, string Method) TargetAndMethod(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (request.Headers[AppIdHeader].FirstOrDefault() is { Length: > 0 } header)
        {
            return (header, Clean(path));
        }

        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var rest = path[Prefix.Length..];
            var at = rest.IndexOf("/method/", StringComparison.Ordinal);
            if (at > 0)
            {
                // It may be a URL, whose two slashes have become one.
                return (rest[..at].Replace(":/", "://", StringComparison.Ordinal), Clean(rest[(at + "/method/".Length)..]));
            }
        }

        return ("", "");
    }

    /// <summary>No empty segments and no slash at either end.</summary>
    private static string Clean(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
}
