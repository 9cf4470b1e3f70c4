using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DaprdStandIn.Logging;
using DaprdStandIn.Telemetry;
using Microsoft.AspNetCore.WebUtilities;

namespace DaprdStandIn.Http;

/// <summary>What happens around every call of the HTTP API, from the outside in.</summary>
internal static partial class Middleware
{
    private const string TokenHeader = "dapr-api-token";

    /// <summary>A span for every call but the health checks. Its name is the path, until the API knows a better one.</summary>
    public static void UseTracing(this IApplicationBuilder app, Tracing tracing) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path.Value ?? "";
        if (path.Contains(HealthEndpoints.Healthz["/v1.0".Length..], StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        using var span = tracing.Start(path, ActivityKind.Client, context.Request.Headers.TraceParent, context.Request.Headers.TraceState);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.TryAdd("traceparent", span.Id);
            return Task.CompletedTask;
        });
        await next(context);

        var status = context.Response.StatusCode;
        span.SetTag("dapr.protocol", "http")
            .SetTag("dapr.api", $"{context.Request.Method} {path}")
            .SetTag("dapr.status_code", status.ToString(CultureInfo.InvariantCulture))
            .SetTag("http.request.method", context.Request.Method)
            .SetTag("url.full", path + context.Request.QueryString);
        if (status >= 400)
        {
            span.SetStatus(ActivityStatusCode.Error, $"Code({status}): {ReasonPhrases.GetReasonPhrase(status)}");
        }
    });

    public static void UseApiErrors(this IApplicationBuilder app, Log log) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (ApiError e) when (!context.Response.HasStarted)
        {
            log.Debug(e.Message);
            await context.ErrorAsync(e);
        }
        catch (FormatException e) when (!context.Response.HasStarted)
        {
            await context.ErrorAsync(ApiError.MalformedRequest(e.Message));
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await context.JsonAsync(
                new ErrorDocument("ERR_BODY_READ", $"failed to read request body: {e.Message}"),
                JsonContext.Default.ErrorDocument,
                e.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            log.Error($"{context.Request.Method} {context.Request.Path}: {e}");
            await context.JsonAsync(new ErrorDocument("ERROR", e.Message), JsonContext.Default.ErrorDocument, 500);
        }
    });

    /// <summary>
    /// The .NET SDK writes two slashes before the path of an actor's call; for the routes daprd takes several slashes for one.
    /// </summary>
    public static void UseCleanPaths(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Request.Path = SeveralSlashes().Replace(path, "/");
        }

        return next(context);
    });

    /// <summary>With a token every call must carry it, except the two health checks.</summary>
    public static void UseApiToken(this IApplicationBuilder app, string token) => app.Use((context, next) =>
    {
        var path = context.Request.Path.Value?.TrimEnd('/');
        var exempt = HttpMethods.IsGet(context.Request.Method) && path is HealthEndpoints.Healthz or HealthEndpoints.Outbound;
        if (!exempt && context.Request.Headers[TokenHeader].FirstOrDefault() != token)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("invalid api token\n");
        }

        // The token is between the app and its daprd; it goes no further.
        context.Request.Headers.Remove(TokenHeader);
        return next(context);
    });

    [GeneratedRegex("/{2,}")]
    private static partial Regex SeveralSlashes();
}
