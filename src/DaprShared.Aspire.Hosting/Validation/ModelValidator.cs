using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Finds the mistakes in all shared daprds of an application: each one's own, and those between them and their apps.</summary>
internal static class ModelValidator
{
    /// <summary>Finds the mistakes of an application, where each compute environment is a world of its own.</summary>
    public static IReadOnlyList<Diagnostic> Validate(Targets targets)
    {
        var served = targets.Model.OfType<DaprSharedResource>().ToLookup(daprd => targets.Of(daprd) is not null);
        return
        [
            .. served[false].Select(targets.Unserved),
            .. Validate([.. served[true].Select(daprd => ResolvedDaprd.For(daprd, targets.Of(daprd)!))], targets),
        ];
    }

    /// <summary>Finds the mistakes of daprds that are resolved.</summary>
    public static IReadOnlyList<Diagnostic> Validate(IReadOnlyCollection<ResolvedDaprd> daprds, Targets targets)
    {
        var pairs = from resource in targets.Model
                    from relation in resource.Annotations.OfType<ResourceRelationshipAnnotation>()
                    where relation is { Type: "Reference", Resource: DaprSharedResource } && IsPublished(resource)
                    select (Daprd: relation.Resource, Caller: resource);
        var callers = pairs.ToLookup(pair => pair.Daprd, pair => pair.Caller);
        var inOnePlace = from place in daprds.GroupBy(daprd => (targets.EnvironmentOf(daprd.Resource), daprd.Target))
                         from mistake in InOnePlace([.. place], place.Key.Target, targets)
                         select mistake;
        var elsewhere = from daprd in daprds
                        from mistake in Elsewhere(daprd, callers[daprd.Resource], targets)
                        select mistake;
        return [.. inOnePlace.Concat(elsewhere).Distinct()];
    }

    private static List<Diagnostic> InOnePlace(IReadOnlyList<ResolvedDaprd> daprds, Target target, Targets targets)
    {
        List<Diagnostic> mistakes = [];
        foreach (var daprd in daprds)
        {
            mistakes.AddRange(daprd.Mistakes);
            mistakes.AddRange(Validator.Validate(daprd.Daprd, target.Mode).Select(mistake => OfConfiguration(daprd.Daprd, mistake)));
            mistakes.AddRange(App(daprd.Resource));
            mistakes.AddRange(Port(daprd));
            mistakes.AddRange(Tokens(daprd.Resource));
            mistakes.AddRange(Needs(daprd.Resource));
            mistakes.AddRange(CollectorValidator.Validate(daprd));
            mistakes.AddRange(daprd.Resource.Mistakes);
            mistakes.AddRange(target.Mode == DaprdMode.Kubernetes ? ContainerValidator.Validate(daprd.Resource) : []);
        }

        var byAppId = daprds.GroupBy(daprd => daprd.Daprd.AppId, StringComparer.OrdinalIgnoreCase);
        foreach (var same in byAppId.Where(group => group.Count() > 1))
        {
            mistakes.Add(DiagnosticRules.DuplicateAppId.For(
                string.Join(", ", same.Select(daprd => daprd.Resource.Name)),
                $"they all have the app-id '{same.Key}'.",
                "Give each shared daprd an app-id of its own, or share one."));
        }

        mistakes.AddRange(ReferenceValidator.Validate([.. daprds.Select(daprd => daprd.Resource)], target.Mode));
        mistakes.AddRange(target.Validate(daprds, targets));
        return mistakes;
    }

    // Several daprds may read it, and its name is one mistake.
    private static Diagnostic OfConfiguration(SharedDaprd daprd, Diagnostic mistake) =>
        mistake.Rule == DiagnosticRules.IllegalName && mistake.Member == nameof(DaprdOptions.Config)
            ? mistake with { Subject = daprd.Options.Config! }
            : mistake;

    // By name: these types are of packages that nobody has to have.
    private static bool HasSidecar(IResource app) =>
        app.Annotations.Any(annotation => annotation.GetType().Name == "DaprSidecarAnnotation");

    /// <summary>Returns the mistake of an app that has a sidecar as well, or nothing.</summary>
    public static Diagnostic? Sidecar(string daprd, IResource app) =>
        HasSidecar(app)
            ? DiagnosticRules.AppHasSidecar.For(
                daprd,
                $"app '{app.Name}' also has a Dapr sidecar.",
                "Remove WithDaprSidecar from the app.")
            : null;

    /// <summary>Returns the mistake of an app whose daprd would have the name of something else.</summary>
    public static Diagnostic NameTaken(IResource app, IResource other) =>
        DiagnosticRules.ResourceClash.For(
            app.Name,
            $"WithDaprShared() adds a shared daprd '{other.Name}', and there is a resource of this name that is not the app's.",
            other is DaprSharedResource
                ? $"Make it the app's, before this call, with WithApp({app.Name}), or name it otherwise."
                : $"Name that one otherwise, or use AddDaprShared with another name and WithApp({app.Name}).");

    private static IEnumerable<Diagnostic> App(DaprSharedResource daprd)
    {
        if (!daprd.Annotations.OfType<DaprdArguments>().Any())
        {
            yield return DiagnosticRules.AddedByHand.For(
                daprd.Name,
                "it was added with AddResource(new DaprSharedResource(...)), so it has no endpoint, no argument and no variable.",
                $"Use AddDaprShared(\"{daprd.Name}\", \"{daprd.AppId}\").");
        }

        if (daprd.App is ModelApp { App: var app } && Sidecar(daprd.Name, app) is { } sidecar)
        {
            yield return sidecar;
        }
    }

    private static bool IsPublished(IResource resource) =>
        (resource is ProjectResource || resource.IsContainer()) && !resource.IsExcludedFromPublish();

    // Addresses are known within one compute environment only.
    private static IEnumerable<Diagnostic> Elsewhere(ResolvedDaprd daprd, IEnumerable<IResource> callers, Targets targets)
    {
        if (targets.EnvironmentOf(daprd.Resource) is not { } environment)
        {
            yield break;
        }

        var addresses = daprd.Resource.Components
            .SelectMany(component => component.References)
            .Append(daprd.Daprd.App?.Host.Reference)
            .OfType<object>();
        // Most likely one that all have, and this one does not reach.
        var collectors = BackEnds.Of(daprd.Resource.Collector is { Address: var collector } ? [collector] : []).ToList();
        var called = BackEnds.Of(addresses).Where(resource => resource is IResourceWithEndpoints);
        foreach (var other in called.Concat(collectors.Where(one => one is IResourceWithEndpoints)).Concat(callers).Distinct())
        {
            if (IsPublished(other) ? targets.EnvironmentOf(other) != environment : daprd.Target.NeedsPublishedReferences)
            {
                var where = IsPublished(other) ? "is not" : "is not published";
                yield return DiagnosticRules.NotInEnvironment.For(
                    daprd.Resource.Name,
                    $"it is published to '{environment.Name}', and '{other.Name}' {where}; neither has an address that the other knows.",
                    collectors.Contains(other)
                        ? "Give this daprd a collector that it reaches there: "
                            + $"{WiringValidator.Variable(daprd.Resource)}.WithOtlpCollector(\"http://…:{CollectorAddress.GrpcPort}\")."
                        : "Publish both to one environment (WithComputeEnvironment, PublishAsDockerFile), "
                            + "or name a URL (WithRemoteUrl for the app).");
            }
        }
    }

    private static readonly DaprdPort[] ComparedPorts = [DaprdPorts.Http, DaprdPorts.Grpc];

    // A container is called at its own port, and as a Service at the endpoint's. A process is called at a port that nobody knows yet.
    private static IEnumerable<Diagnostic> Port(ResolvedDaprd resolved)
    {
        var daprd = resolved.Daprd;
        if (daprd.App?.Port.Reference is EndpointReferenceExpression { Endpoint: var called } && called.Resource.IsContainer())
        {
            var endpoint = called.EndpointAnnotation;
            var port = resolved.Target.Mode == DaprdMode.Kubernetes ? endpoint.Port ?? endpoint.TargetPort : endpoint.TargetPort;
            foreach (var own in ComparedPorts.Where(own => own.Of(daprd) == port))
            {
                yield return DiagnosticRules.PortClash.For(
                    resolved.Resource.Name,
                    $"app '{called.Resource.Name}' is called at port {port} of its endpoint '{endpoint.Name}', "
                    + $"which is also daprd's {own.Flag}; daprd refuses that even for a remote app.",
                    "Let the app listen on another port.");
            }
        }
    }

    private static IEnumerable<Diagnostic> Tokens(DaprSharedResource daprd) =>
        from token in new (string Call, ParameterResource? Parameter)[]
        {
            ("WithApiToken", daprd.ApiToken),
            ("WithAppToken", daprd.AppToken),
        }
        where token.Parameter is { Secret: false }
        select DiagnosticRules.TokenNotSecret.For(
            daprd.Name,
            $"the token '{token.Parameter!.Name}' of {token.Call} is shown in the dashboard and published as plain text.",
            $"Declare it with AddParameter(\"{token.Parameter.Name}\", secret: true).");

    private static IEnumerable<Diagnostic> Needs(DaprSharedResource daprd)
    {
        const DaprNeeds Stateful = DaprNeeds.Actors | DaprNeeds.Workflows;
        if ((daprd.Needs & Stateful) != 0 && !daprd.Components.Any(component => component.IsActorStateStore))
        {
            yield return DiagnosticRules.NoActorStateStore.For(
                daprd.Name,
                $"{daprd.Needs} keep their state in a component with actorStateStore = true, and none is referenced.",
                "Mark a state store with AsActorStateStore() and refer to it, unless it comes from elsewhere.");
        }

        if (daprd.Needs.HasFlag(DaprNeeds.Actors)
            && daprd.App is ModelApp { App: var app }
            && app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault() is { Replicas: > 1 and var replicas })
        {
            yield return DiagnosticRules.ActorsInReplicas.For(
                daprd.Name,
                $"app '{app.Name}' hosts actors and has {replicas} replicas; two turns of one actor may run in two of them.",
                "Give the app one replica, or a sidecar per replica.");
        }
    }
}
