using System.Text.Json.Nodes;
using DaprdStandIn.Secrets;

namespace DaprdStandIn.Http;

internal static class SecretEndpoints
{
    public static void MapSecrets(this IEndpointRouteBuilder routes, SecretStores secrets)
    {
        routes.MapGet("/v1.0/secrets/{store}/bulk", (HttpContext context) => context.JsonAsync(
            new JsonObject(secrets.GetAll(context.Route("store")).Select(secret =>
                KeyValuePair.Create<string, JsonNode?>(secret.Key, Entry(secret.Key, secret.Value)))),
            JsonContext.Default.JsonObject));

        routes.MapGet("/v1.0/secrets/{store}/{name}", (HttpContext context) => context.JsonAsync(
            Entry(context.Route("name"), secrets.Get(context.Route("store"), context.Route("name"))), JsonContext.Default.JsonObject));
    }

    private static JsonObject Entry(string name, string value) => new() { [name] = value };
}
