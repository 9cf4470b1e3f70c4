using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// Finds what is declared and reaches nobody. What routes an app has is not in the model, so of subscriptions it says only what cannot work
/// whatever the app does.
/// </summary>
internal static partial class WiringValidator
{
    // What daprd itself asks the app for (dapr v1.18.3 pkg/channel/http, pkg/runtime/pubsub/subscriptions.go).
    private static readonly string[] _ownPaths = ["/dapr/config", "/dapr/subscribe"];

    public static IReadOnlyList<Diagnostic> Validate(Targets targets)
    {
        List<DaprSharedResource> daprds = [.. targets.Model.OfType<DaprSharedResource>()];
        return
        [
            .. daprds.SelectMany(AppNotTold),
            .. Unused(targets.Model, daprds),
            .. daprds.SelectMany(NotInScope),
            .. DocumentsForNobody(daprds, targets),
            .. from daprd in daprds
               where targets.Of(daprd) is not null
               from mistake in Subscriptions(ResolvedDaprd.Of(daprd))
               select mistake,
        ];
    }

    // An app that has an endpoint of daprd's by another call knows it as well.
    private static IEnumerable<Diagnostic> AppNotTold(DaprSharedResource daprd)
    {
        if (daprd.App is ModelApp { App: IResourceWithEnvironment app }
            && !app.Annotations.OfType<ResourceRelationshipAnnotation>()
                .Any(relation => relation.Type == "Reference" && relation.Resource == daprd))
        {
            yield return DiagnosticRules.AppNotTold.For(
                daprd.Name,
                $"it calls app '{app.Name}', but the app has no variables that lead to it (DAPR_HTTP_ENDPOINT and the others).",
                $"Add {Variable(app)}.WithReference({Variable(daprd)}), unless the app never calls Dapr.");
        }
    }

    // What comes with another unused object is told with that one.
    private static IEnumerable<Diagnostic> Unused(IReadOnlyCollection<IResource> model, List<DaprSharedResource> daprds)
    {
        var used = daprds.SelectMany(daprd => daprd.Objects.Concat<IResource>(daprd.Configurations)).ToHashSet();
        var unused = model.Where(item => item is DaprSharedObjectResource or DaprSharedConfigurationResource).Except(used).ToList();
        var implied = unused.OfType<DaprSharedObjectResource>().SelectMany(item => item.Requires)
            .Concat(unused.OfType<DaprSharedConfigurationResource>().SelectMany(item => item.HttpPipeline.Concat(item.AppHttpPipeline)))
            .ToHashSet<IResource>();
        var dapr = daprds is [{ } first, ..] ? Variable(first) : "dapr";
        return from item in unused
               where !implied.Contains(item)
               select DiagnosticRules.Unused.For(
                   item.Name,
                   "no shared daprd refers to it, so it is neither loaded nor published.",
                   $"Add {dapr}.WithReference({Variable(item)}), or remove it.");
    }

    private static IEnumerable<Diagnostic> NotInScope(DaprSharedResource daprd) =>
        from item in daprd.Objects
        where item.Scopes.Count > 0 && !item.Scopes.Contains(daprd.AppId)
        select DiagnosticRules.NotInScope.For(
            item.Name,
            $"it is scoped to {List(item.Scopes)}, so '{daprd.Name}' of app-id '{daprd.AppId}', which refers to it, does not load it.",
            $"Add {Variable(item)}.WithScopes(\"{daprd.AppId}\"), or remove the reference.");

    // In a cluster others than those of the application may be meant.
    private static IEnumerable<Diagnostic> DocumentsForNobody(List<DaprSharedResource> daprds, Targets targets)
    {
        var appIds = daprds.Select(daprd => daprd.AppId).ToHashSet();
        return (from daprd in daprds
                where targets.Of(daprd) is { Mode: DaprdMode.Standalone }
                from document in Documents(daprd)
                where document.Scopes.Count > 0 && !document.Scopes.Any(appIds.Contains)
                select DiagnosticRules.NotInScope.For(
                    document.Subject,
                    $"it is scoped to {List(document.Scopes)}, and no shared daprd has such an app-id.",
                    $"Correct the scopes; there is {List(appIds.Order(StringComparer.Ordinal))}.")).Distinct();
    }

    private static IEnumerable<Diagnostic> Subscriptions(ResolvedDaprd resolved)
    {
        var (daprd, app) = (resolved.Resource, resolved.Daprd.App);
        List<Delivery> all =
        [
            .. from item in daprd.Objects.OfType<DaprSharedSubscriptionResource>()
               where item.Scopes.Count == 0 || item.Scopes.Contains(daprd.AppId)
               let subscription = item.Subscription
               select new Delivery(item.Name, true, subscription.PubSub, subscription.Topic,
                   [subscription.Route, .. subscription.Rules.Select(rule => rule.Path)]),
            .. from document in Documents(daprd)
               where document.Kind == "Subscription" && document.IsFor(daprd.AppId)
               select new Delivery(document.Subject, document.Scopes.Count > 0,
                   document.TextAt("spec", "pubsubname"), document.TextAt("spec", "topic"),
                   [
                       document.TextAt("spec", "route"), document.TextAt("spec", "routes", "default"),
                       .. document.Items("spec", "routes", "rules").Select(rule => rule.TextAt("path")),
                   ]),
        ];
        return [.. WithoutApp(resolved, all), .. SameTopics(daprd, all), .. TakenRoutes(resolved.Daprd, app, all)];
    }

    // A document without scopes may be meant for another daprd of the same folder. With an error about the app everything is said.
    private static IEnumerable<Diagnostic> WithoutApp(ResolvedDaprd resolved, List<Delivery> all)
    {
        var daprd = resolved.Resource;
        return from subscription in all
               where subscription.IsMeant && resolved.Daprd.App is null && !resolved.Mistakes.Any(mistake => mistake.IsError)
               select DiagnosticRules.SubscriptionWithoutApp.For(
                   subscription.Name,
                   daprd.App is ModelApp { App: var app }
                       ? $"'{daprd.Name}' delivers to app '{app.Name}', which has no endpoint, so it does not subscribe."
                       : $"'{daprd.Name}' has no app to deliver to, so it does not subscribe.",
                   daprd.App is ModelApp { App: var without }
                       ? $"Add {Variable(without)}.WithHttpEndpoint(), or remove the subscription."
                       : $"Add {Variable(daprd)}.WithApp(app), or WithRemoteUrl for an app elsewhere.");
    }

    // dapr v1.18.3 pkg/runtime/compstore/subscriptions.go: the first of a topic is taken, and in a cluster nobody knows which that is.
    private static IEnumerable<Diagnostic> SameTopics(DaprSharedResource daprd, List<Delivery> all) =>
        from same in all.GroupBy(subscription => (subscription.PubSub, subscription.Topic))
        where same.Count() > 1
        select DiagnosticRules.SameTopic.For(
            daprd.Name,
            $"{List(same.Select(subscription => subscription.Name))} are to topic '{same.Key.Topic}' of '{same.Key.PubSub}', "
                + "and daprd takes one of them.",
            "Keep one, with a rule for each of the other routes (WithRule).");

    // They answer 200 to a message as well, and it is gone.
    private static IEnumerable<Diagnostic> TakenRoutes(SharedDaprd daprd, RemoteApp? app, List<Delivery> all)
    {
        string[] health = daprd.Options.EnableAppHealthCheck == true ? [daprd.Options.AppHealthCheckPath ?? "/healthz"] : [];
        return from subscription in app is { Protocol: "http" or "https" or "h2c" } ? all : []
               from route in subscription.Routes.Distinct()
               let path = $"/{route.TrimStart('/')}"
               where _ownPaths.Contains(path) || health.Contains(path)
               select DiagnosticRules.RouteTaken.For(
                   subscription.Name,
                   $"the route '{route}' is the path where daprd asks the app for its "
                       + $"{(health.Contains(path) ? "health, which answers 200 to any message" : "settings")}.",
                   "Give the messages a path of their own.");
    }

    private static IEnumerable<DaprDocument> Documents(DaprSharedResource daprd) =>
        from file in daprd.ReadFiles()
        from document in file.Documents
        where document.IsDapr
        select document;

    private static string List(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"'{name}'"));

    // What it may be called in the AppHost: ordersDapr for orders-dapr.
    internal static string Variable(IResource resource) =>
        NextWord().Replace(resource.Name, match => match.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("[^A-Za-z0-9]+(.?)")]
    private static partial Regex NextWord();

    private sealed record Delivery(string Name, bool IsMeant, string PubSub, string Topic, IReadOnlyList<string> Routes);
}
