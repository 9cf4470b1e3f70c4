namespace DaprdStandIn.Http;

/// <summary>The building blocks of which the stand-in has no component. It says what daprd says where none is configured.</summary>
internal static class NotConfigured
{
    private static readonly (string Path, string Code, string Message)[] Answers =
    [
        ("/v1.0/bindings/{name}", "ERR_INVOKE_OUTPUT_BINDING", "error invoking output binding {0}: couldn't find output binding {0}"),
        ("/v1.0/configuration/{name}/{**rest}", "ERR_CONFIGURATION_STORE_NOT_CONFIGURED", "configuration stores not configured"),
        ("/v1.0-alpha1/configuration/{name}/{**rest}", "ERR_CONFIGURATION_STORE_NOT_CONFIGURED", "configuration stores not configured"),
        ("/v1.0-alpha1/lock/{name}", "ERR_LOCK_STORE_NOT_CONFIGURED", "lock store is not configured"),
        ("/v1.0-alpha1/unlock/{name}", "ERR_LOCK_STORE_NOT_CONFIGURED", "lock store is not configured"),
        ("/v1.0-alpha1/crypto/{name}/{**rest}", "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED", "crypto providers not configured"),
    ];

    public static void MapWhatIsNotConfigured(this IEndpointRouteBuilder routes)
    {
        foreach (var (path, code, message) in Answers)
        {
            routes.Map(path, (HttpContext context) =>
                context.ErrorAsync(ApiError.NotConfigured(code, message.Replace("{0}", context.Route("name"), StringComparison.Ordinal))));
        }
    }
}
