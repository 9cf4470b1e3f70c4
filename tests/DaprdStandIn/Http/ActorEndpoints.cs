using System.Diagnostics;
using DaprdStandIn.Actors;

namespace DaprdStandIn.Http;

internal static class ActorEndpoints
{
    private const string Actor = "/v1.0/actors/{type}/{id}";
    private static readonly string[] PostOrPut = ["POST", "PUT"];
    private static readonly string[] Invocation = ["GET", "POST", "PUT", "DELETE"];

    public static void MapActors(this IEndpointRouteBuilder routes, ActorRuntime actors)
    {
        routes.MapMethods(Actor + "/method/{method}", Invocation, async (HttpContext context) =>
        {
            var (actor, method) = (Id(context), context.Route("method"));
            Activity.Current?.SetTag("dapr.actor", $"{actor.Type}.{actor.Id}").SetTag("rpc.service", "ServiceInvocation");
            Activity.Current?.DisplayName = $"CallActor/{actor.Type}/{method}";
            var request = await context.AppRequestAsync(method);
            await context.AppResponseAsync(await actors.InvokeAsync(actor, method, request, context.RequestAborted));
        });

        routes.MapMethods(Actor + "/state", PostOrPut, async (HttpContext context) =>
        {
            await actors.ChangeStateAsync(Id(context), await context.ReadAsync(JsonContext.Default.JsonArray), context.RequestAborted);
            context.Empty();
        });

        routes.MapGet(Actor + "/state/{key}", async (HttpContext context) =>
        {
            if (await actors.GetStateAsync(Id(context), context.Route("key"), context.RequestAborted) is not { } value)
            {
                context.Empty();
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(value.Data, context.RequestAborted);
        });

        routes.MapMethods(Actor + "/timers/{name}", PostOrPut, async (HttpContext context) =>
        {
            var timer = await context.ReadAsync(JsonContext.Default.AlarmDocument);
            await actors.SetTimerAsync(Id(context), context.Route("name"), timer, context.RequestAborted);
            context.Empty();
        });

        routes.MapDelete(Actor + "/timers/{name}", async (HttpContext context) =>
        {
            await actors.RemoveTimerAsync(Id(context), context.Route("name"), context.RequestAborted);
            context.Empty();
        });

        routes.MapMethods(Actor + "/reminders/{name}", PostOrPut, async (HttpContext context) =>
        {
            var reminder = await context.ReadAsync(JsonContext.Default.AlarmDocument);
            await actors.SetReminderAsync(Id(context), context.Route("name"), reminder, context.RequestAborted);
            context.Empty();
        });

        routes.MapGet(Actor + "/reminders/{name}", async (HttpContext context) =>
        {
            var actor = Id(context);
            var reminder = await actors.GetReminderAsync(actor, context.Route("name"), context.RequestAborted);
            var answer = new ReminderDocument(actor.Id, actor.Type, reminder.Data, reminder.DueTime, reminder.Period);
            await context.JsonAsync(answer, JsonContext.Default.ReminderDocument);
        });

        routes.MapDelete(Actor + "/reminders/{name}", async (HttpContext context) =>
        {
            await actors.RemoveReminderAsync(Id(context), context.Route("name"), context.RequestAborted);
            context.Empty();
        });
    }

    private static ActorId Id(HttpContext context) => new(context.Route("type"), context.Route("id"));
}
