using System.Text;
using DaprdStandIn.Actors;

namespace DaprdStandIn.Http;

internal static class MetadataEndpoints
{
    public static void MapMetadata(this IEndpointRouteBuilder routes, RuntimeState state)
    {
        routes.MapGet("/v1.0/metadata", (HttpContext context) =>
            context.JsonAsync(Document(state), JsonContext.Default.MetadataDocument));

        routes.MapPut("/v1.0/metadata/{key}", async (HttpContext context) =>
        {
            state.Extend(context.Route("key"), Encoding.UTF8.GetString((await context.BodyAsync()).Span));
            context.Empty();
        });
    }

    private static MetadataDocument Document(RuntimeState state) => new(
        state.AppId,
        DaprdVersion.Text,
        DaprdVersion.Features,
        ActiveActors(state.Actors),
        NullIfEmpty(state.Components.Select(component => new ComponentDocument(
            component.Name, component.Type, NullIfBlank(component.Version), NullIfEmpty(RuntimeState.Capabilities(component.Type))))),
        state.Extended,
        NullIfEmpty(state.Subscriptions.Select(subscription => new MetadataSubscriptionDocument(
            subscription.PubSub,
            subscription.Topic,
            subscription.Metadata.Count > 0 ? subscription.Metadata : null,
            NullIfEmpty(subscription.Rules.Select(rule => new MetadataRuleDocument(NullIfBlank(rule.Match), rule.Path))),
            subscription.DeadLetterTopic,
            subscription.Type.ToString().ToUpperInvariant()))),
        state.AppConnection,
        Actors(state.Actors),
        state.ConnectedSchedulers.Count > 0 ? new(state.ConnectedSchedulers) : null);

    private static ActorRuntimeDocument Actors(ActorRuntime actors) => new(
        actors.IsEnabled ? "RUNNING" : "DISABLED",
        actors.IsHosting,
        ActiveActors(actors),
        actors.IsEnabled ? $"placement: {(actors.IsHosting ? "connected" : "disconnected")}" : null);

    private static List<ActiveActorsDocument>? ActiveActors(ActorRuntime actors) =>
        NullIfEmpty(actors.Active.Select(active => new ActiveActorsDocument(active.Key, active.Value > 0 ? active.Value : null)));

    // daprd leaves empty members out.
    private static List<T>? NullIfEmpty<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } list ? list : null;

    private static string? NullIfBlank(string text) => text.Length > 0 ? text : null;
}
