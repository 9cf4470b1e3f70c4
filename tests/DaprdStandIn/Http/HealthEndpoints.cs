namespace DaprdStandIn.Http;

internal static class HealthEndpoints
{
    public const string Healthz = "/v1.0/healthz";
    public const string Outbound = "/v1.0/healthz/outbound";

    public static void MapHealth(this IEndpointRouteBuilder routes, RuntimeState state)
    {
        routes.MapGet(Healthz, (HttpContext context) =>
        {
            if (state.UnreadyTargets.Any())
            {
                return context.ErrorAsync(ApiError.HealthNotReady(state.UnreadyTargets));
            }

            if (context.Request.Query.TryGetValue("appid", out var appId) && appId != state.AppId)
            {
                return context.ErrorAsync(ApiError.HealthAppIdNotMatch());
            }

            context.Empty();
            return Task.CompletedTask;
        });

        routes.MapGet(Outbound, (HttpContext context) =>
        {
            if (!state.OutboundReady)
            {
                return context.ErrorAsync(ApiError.OutboundHealthNotReady());
            }

            context.Empty();
            return Task.CompletedTask;
        });
    }
}
