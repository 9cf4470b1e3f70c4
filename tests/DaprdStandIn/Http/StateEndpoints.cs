using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DaprdStandIn.CommandLine;
using DaprdStandIn.State;

namespace DaprdStandIn.Http;

internal static class StateEndpoints
{
    private static readonly string[] PostOrPut = ["POST", "PUT"];

    public static void MapState(this IEndpointRouteBuilder routes, StateApi state)
    {
        routes.MapGet("/v1.0/state/{store}/{key}", async (HttpContext context) =>
        {
            var value = await state.GetAsync(context.Route("store"), Key(context), context.RequestAborted);
            if (value is null)
            {
                context.Empty();
                return;
            }

            context.Response.ContentType = "application/json";
            if (value.ETag is not null)
            {
                context.Response.Headers.ETag = value.ETag;
            }

            await context.Response.Body.WriteAsync(value.Data, context.RequestAborted);
        });

        routes.MapMethods("/v1.0/state/{store}", PostOrPut, async (HttpContext context) =>
        {
            var store = context.Route("store");
            state.Check(store);
            var items = await context.ReadAsync(JsonContext.Default.StateItemDocumentArray);
            var metadata = context.Metadata();
            var bytes = Bytes(state.Encrypts(store));
            await state.SaveAsync(store, [.. items.Select(item => Change(item, metadata, bytes))], context.RequestAborted);
            context.Empty();
        });

        routes.MapMethods("/v1.0/state/{store}/transaction", PostOrPut, async (HttpContext context) =>
        {
            var store = context.Route("store");
            state.Check(store);
            var (body, bytes) = (await context.ReadAsync(JsonContext.Default.JsonObject), Bytes(state.Encrypts(store)));
            var operations = (body["operations"] as JsonArray ?? []).Select(operation => StateOperation.Parse(operation, bytes));
            await state.TransactAsync(store, [.. operations], context.RequestAborted);
            context.Empty();
        });

        routes.MapDelete("/v1.0/state/{store}/{key}", async (HttpContext context) =>
        {
            var etag = context.Request.Headers.IfMatch.FirstOrDefault();
            await state.DeleteAsync(context.Route("store"), Key(context), etag, context.RequestAborted);
            context.Empty();
        });

        routes.MapMethods("/v1.0/state/{store}/bulk", PostOrPut, async (HttpContext context) =>
        {
            var store = context.Route("store");
            state.Check(store);
            var request = await context.ReadAsync(JsonContext.Default.BulkStateRequestDocument);
            var answer = new JsonArray();
            foreach (var key in request.Keys ?? [])
            {
                var value = await state.GetAsync(store, key, context.RequestAborted);
                var item = new JsonObject { ["key"] = key };
                if (value is not null)
                {
                    item["data"] = JsonNode.Parse(value.Data.Span);
                    item["etag"] = value.ETag;
                }

                answer.Add((JsonNode)item);
            }

            await context.JsonAsync(answer, JsonContext.Default.JsonArray);
        });
    }

    // Routing leaves an encoded slash alone; a key is meant as the caller meant it.
    private static string Key(HttpContext context) => Uri.UnescapeDataString(context.Route("key"));

    /// <summary>What daprd encrypts over HTTP is not JSON but what Go prints of the value: nothing useful, for an object.</summary>
    private static Func<JsonNode?, byte[]> Bytes(bool encrypted) => value =>
        Encoding.UTF8.GetBytes(encrypted ? GoText.Print(value) : value?.ToJsonString() ?? "null");

    private static StateChange Change(StateItemDocument item, Dictionary<string, string> metadata, Func<JsonNode?, byte[]> bytes)
    {
        if (string.IsNullOrEmpty(item.Key))
        {
            throw ApiError.MalformedRequest("\"key\" is a required field");
        }

        var ttl = metadata.GetValueOrDefault("ttlInSeconds") ?? item.Metadata?.GetValueOrDefault("ttlInSeconds");
        return new(
            item.Key,
            bytes(item.Value),
            item.Options?.Concurrency == "last-write" ? null : item.Etag,
            item.Options?.Concurrency == "first-write",
            ttl is null ? null : int.Parse(ttl, CultureInfo.InvariantCulture));
    }
}
