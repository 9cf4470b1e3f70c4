using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DaprdStandIn.Http;

internal static class Responses
{
    public static Task JsonAsync<T>(this HttpContext context, T document, JsonTypeInfo<T> type, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, type), context.RequestAborted).AsTask();
    }

    public static Task ErrorAsync(this HttpContext context, ApiError error) =>
        context.JsonAsync(new ErrorDocument(error.Code, error.Message, error.Details), JsonContext.Default.ErrorDocument, error.HttpStatus);

    public static void Empty(this HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;

    public static string Route(this HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    /// <summary>The query parameters "metadata.*".</summary>
    public static Dictionary<string, string> Metadata(this HttpContext context) =>
        context.Request.Query
            .Where(pair => pair.Key.StartsWith("metadata.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key["metadata.".Length..], pair => pair.Value[0] ?? "");

    /// <summary>Reads JSON, whatever the content type says: the .NET SDK sends a transaction as text.</summary>
    public static async Task<T> ReadAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize((await context.BodyAsync()).Span, type)
                ?? throw ApiError.MalformedRequest("unexpected end of JSON input");
        }
        catch (JsonException e)
        {
            throw ApiError.MalformedRequest(e.Message);
        }
    }

    public static async Task<ReadOnlyMemory<byte>> BodyAsync(this HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }
}
