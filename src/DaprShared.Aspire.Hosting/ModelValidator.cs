#pragma warning disable ASPIRECOMPUTE002 // Persistent volumes of an environment.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Kubernetes;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace DaprShared.Hosting;

/// <summary>Finds the mistakes in all shared daprds of an application: each one's own, and those between them and their apps.</summary>
internal static class ModelValidator
{
    /// <summary>Finds the mistakes in a published application, where each compute environment is a world of its own.</summary>
    public static IReadOnlyList<Diagnostic> ValidatePublished(IReadOnlyCollection<IResource> model)
    {
        var target = PublishTarget.In(model);
        var callers = (from resource in model
                       from relation in resource.Annotations.OfType<ResourceRelationshipAnnotation>()
                       where relation is { Type: "Reference", Resource: DaprSharedResource } && IsPublished(resource)
                       select (Daprd: relation.Resource, Caller: resource)).ToLookup(pair => pair.Daprd, pair => pair.Caller);
        return
        [
            .. (from environment in model.OfType<DaprSharedResource>().GroupBy(daprd => target(daprd))
                let daprds = environment.ToList()
                from diagnostic in environment.Key is DockerComposeEnvironmentResource
                    ? [.. Validate(daprds, DaprdMode.Standalone), .. ComposeValidator.Validate(daprds)]
                    : Validate(daprds, DaprdMode.Kubernetes)
                select diagnostic)
                .Concat(from daprd in model.OfType<DaprSharedResource>() from diagnostic in Elsewhere(daprd, callers[daprd], target) select diagnostic)
                .Concat(from daprd in model.OfType<DaprSharedResource>() from diagnostic in Volumes(daprd, target(daprd), model).Concat(Name(daprd, target(daprd))) select diagnostic)
                .Distinct(),
        ];
    }

    public static IReadOnlyList<Diagnostic> Validate(IReadOnlyList<DaprSharedResource> daprds, DaprdMode mode)
    {
        List<Diagnostic> mistakes = [];
        foreach (var daprd in daprds)
        {
            mistakes.AddRange(Validator.Validate(SharedDaprdFactory.Create(daprd, mistakes), mode));
            mistakes.AddRange(App(daprd));
            mistakes.AddRange(Port(daprd, mode));
            mistakes.AddRange(Tokens(daprd));
            mistakes.AddRange(Needs(daprd));
            mistakes.AddRange(daprd.Mistakes);
            mistakes.AddRange(mode == DaprdMode.Kubernetes ? Lost(daprd) : []);
        }

        foreach (var same in daprds.GroupBy(daprd => daprd.AppId, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            mistakes.Add(DiagnosticRules.DuplicateAppId.For(string.Join(", ", same.Select(daprd => daprd.Name)), $"they all have the app-id '{same.Key}'.",
                "Give each shared daprd an app-id of its own, or share one."));
        }

        mistakes.AddRange(ReferenceValidator.Validate(daprds, mode));
        return mistakes;
    }

    public static Diagnostic HasSidecar(string daprd, string app) =>
        DiagnosticRules.AppHasSidecar.For(daprd, $"app '{app}' also has a Dapr sidecar.", "Remove WithDaprSidecar from the app.");

    private static IEnumerable<Diagnostic> App(DaprSharedResource daprd)
    {
        if (daprd.App is ModelApp { App: var app } && app.Annotations.OfType<DaprSidecarAnnotation>().Any())
        {
            yield return HasSidecar(daprd.Name, app.Name);
        }
    }

    private static bool IsPublished(IResource resource) => (resource is ProjectResource || resource.IsContainer()) && !resource.IsExcludedFromPublish();

    // Addresses are known within one compute environment only; the publisher of Docker Compose fails at an address that it does not know.
    private static IEnumerable<Diagnostic> Elsewhere(DaprSharedResource daprd, IEnumerable<IResource> callers, Func<IResource, IComputeEnvironmentResource?> target)
    {
        if (target(daprd) is not { } environment)
        {
            yield break;
        }

        var addresses = daprd.Components.SelectMany(component => component.References).Append(SharedDaprdFactory.Create(daprd).App?.Host.Reference).OfType<object>();
        var called = BackEnds.Of(addresses).Where(resource => resource is IResourceWithEndpoints);
        foreach (var other in called.Concat(callers).Distinct())
        {
            if (IsPublished(other) ? target(other) != environment : environment is DockerComposeEnvironmentResource)
            {
                yield return DiagnosticRules.NotInEnvironment.For(daprd.Name,
                    $"it is published to '{environment.Name}', and '{other.Name}' {(IsPublished(other) ? "is not" : "is not published")}; neither has an address that the other knows.",
                    "Publish both to one environment (WithComputeEnvironment, PublishAsDockerFile), or name a URL (WithRemoteUrl for the app).");
            }
        }
    }

    private const int LongestResourceName = 55;

    private static readonly string[] ComparedPorts = ["dapr-http-port", "dapr-grpc-port"];

    // A container is called at its own port, and as a Service at the endpoint's. A process is called at a port that nobody knows yet.
    private static IEnumerable<Diagnostic> Port(DaprSharedResource resource, DaprdMode mode)
    {
        var daprd = SharedDaprdFactory.Create(resource);
        if (daprd.App?.Port.Reference is EndpointReferenceExpression { Endpoint: var called } && called.Resource.IsContainer())
        {
            var endpoint = called.EndpointAnnotation;
            var port = mode == DaprdMode.Kubernetes ? endpoint.Port ?? endpoint.TargetPort : endpoint.TargetPort;
            foreach (var flag in ComparedPorts.Where(flag => DaprdOptionTable.PortOf(daprd, flag) == port))
            {
                yield return DiagnosticRules.PortClash.For(resource.Name,
                    $"app '{called.Resource.Name}' is called at port {port} of its endpoint '{endpoint.Name}', which is also daprd's {flag}; daprd refuses that even for a remote app.",
                    "Let the app listen on another port.");
            }
        }
    }

    // Settings of the container that a cluster has no place for.
    private static readonly (Func<DaprSharedResource, IEnumerable<string>> Of, string Fix)[] LostSettings =
    [
        // The first callback and the check are our own.
        (daprd => daprd.Injection is not null && daprd.Annotations.OfType<CommandLineArgsCallbackAnnotation>().Count(callback => callback is not ArgumentsCheck) > 1 ? ["the sidecar injector takes no arguments of WithArgs."] : [],
            "Use WithOptions."),
        (daprd => daprd.Entrypoint is { } entrypoint && entrypoint != DaprdCommandLine.Executable ? [$"the entry point '{entrypoint}' is the container's; in a cluster the command is '{DaprdCommandLine.Executable}'."] : [],
            "Let it be the image's '/daprd' (WithDockerfile), or change the command with PublishAsKubernetesService."),
        (daprd => from endpoint in daprd.Annotations.OfType<EndpointAnnotation>() where !DaprSharedExtensions.IsOwn(endpoint) select $"the endpoint '{endpoint.Name}' has no port in the Services and the NetworkPolicy.",
            "Reach it with kubectl port-forward, or add its port with PublishAsKubernetesService."),
        (daprd => daprd.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal) ? ["WithExternalHttpEndpoints opens nothing in a cluster."] : [],
            "Set ApiServiceType with WithPodSettings, or route to it with AddIngress."),
    ];

    // The same for plain manifests: what only Aspire's publisher does.
    private static IEnumerable<Diagnostic> LostInManifests(DaprSharedResource daprd) =>
    [
        .. from mount in daprd.Annotations.OfType<ContainerMountAnnotation>() where IsLost(daprd, mount) select NotPublished(daprd, mount),
        .. daprd.HasImageBuild ? [DiagnosticRules.NotPublished.For(daprd.Name, $"nobody builds the image of WithDockerfile for plain manifests; they have '{SharedDaprdFactory.Create(daprd).Image}'.", "Push the image, and name it with WithImage in place of WithDockerfile.")] : Array.Empty<Diagnostic>(),
    ];

    /// <summary>Finds what matters to plain manifests, all in one namespace, and was not told of the environments that an application is published to.</summary>
    public static IReadOnlyList<Diagnostic> ValidateManifests(IReadOnlyCollection<IResource> model)
    {
        var daprds = model.OfType<DaprSharedResource>().ToList();
        return [.. Validate(daprds, DaprdMode.Kubernetes).Concat(daprds.SelectMany(LostInManifests)).Except(ValidatePublished(model))];
    }

    // What a published daprd is without.
    private static IEnumerable<Diagnostic> Lost(DaprSharedResource daprd)
    {
        foreach (var (settings, fix) in LostSettings)
        {
            foreach (var lost in settings(daprd))
            {
                yield return DiagnosticRules.NotPublished.For(daprd.Name, lost, fix);
            }
        }

        if (daprd.App is ModelApp { App: var app } && (app.IsExcludedFromPublish() || (app is not ProjectResource && !app.Annotations.OfType<ContainerImageAnnotation>().Any())))
        {
            yield return DiagnosticRules.AppNotPublished.For(daprd.Name, $"app '{app.Name}' gets no workload, so nothing answers at its address.",
                "Publish it (PublishAsDockerFile, for example), or name where it runs with WithRemoteUrl.");
        }
    }

    // The publisher's volumes are those of the pods in its chart. It has no other mounts, and takes a claim for one pod's.
    private static IEnumerable<Diagnostic> Volumes(DaprSharedResource daprd, IComputeEnvironmentResource? environment, IEnumerable<IResource> model)
    {
        if (environment is null || !PublishTarget.IsKubernetes(environment))
        {
            return environment is null ? LostInManifests(daprd) : [];
        }

        var claims = model.OfType<KubernetesPersistentVolumeResource>().Select(volume => volume.Name).ToHashSet();
        var isClaim = environment is KubernetesEnvironmentResource { DefaultStorageType: var type } && type.Equals("pvc", StringComparison.OrdinalIgnoreCase);
        var isOnePod = daprd is { Strategy: SharedStrategy.Deployment, Replicas: null or <= 1, Workload: { Autoscaling: null, MaxSurge: 0 } };
        return from mount in daprd.Annotations.OfType<ContainerMountAnnotation>()
               where IsLost(daprd, mount)
               let isVolume = mount is { Type: ContainerMountType.Volume, Source: not null }
               where !isVolume || (!isOnePod && (isClaim || claims.Contains(mount.Source!)))
               select !isVolume ? NotPublished(daprd, mount)
                   : DiagnosticRules.SharedClaim.For(daprd.Name, $"several of its pods mount the claim '{mount.Source}' at '{mount.Target}', if only while they are updated.",
                       "Let it have the access mode ReadWriteMany. For ReadWriteOnce publish as a Deployment of one replica, with MaxSurge = 0 and MaxUnavailable = 1 in WithWorkloadSettings.");
    }

    // "<resource>-service" is the name of a Service: at most 63 characters. Plain manifests go by the app-id.
    private static IEnumerable<Diagnostic> Name(DaprSharedResource daprd, IComputeEnvironmentResource? environment)
    {
        if (environment is not null && PublishTarget.IsKubernetes(environment) && daprd.Name.Length > LongestResourceName)
        {
            yield return DiagnosticRules.NameTooLong.For(daprd.Name, $"the name has {daprd.Name.Length} characters, but '<resource>-service' is a Service name of at most 63.",
                $"Shorten it to {LongestResourceName} characters; the app-id may stay as it is: AddDaprShared(name, appId: \"{daprd.AppId}\").");
        }
    }

    // A volume of WithPodSettings stands in its place.
    private static bool IsLost(DaprSharedResource daprd, ContainerMountAnnotation mount) => daprd.Pod.Volumes.All(own => own.Name != mount.Source);

    private static Diagnostic NotPublished(DaprSharedResource daprd, ContainerMountAnnotation mount) =>
        DiagnosticRules.NotPublished.For(daprd.Name, $"the mount of '{mount.Source ?? "a new volume"}' at '{mount.Target}' is there in run mode only.", "Declare the volume for the cluster with WithPodSettings.");

    private static IEnumerable<Diagnostic> Tokens(DaprSharedResource daprd) =>
        from token in new (string Call, ParameterResource? Parameter)[] { ("WithApiToken", daprd.ApiToken), ("WithAppToken", daprd.AppToken) }
        where token.Parameter is { Secret: false }
        select DiagnosticRules.TokenNotSecret.For(daprd.Name, $"the token '{token.Parameter!.Name}' of {token.Call} is shown in the dashboard and published as plain text.",
            $"Declare it with AddParameter(\"{token.Parameter.Name}\", secret: true).");

    private static IEnumerable<Diagnostic> Needs(DaprSharedResource daprd)
    {
        if ((daprd.Needs & (DaprNeeds.Actors | DaprNeeds.Workflows)) != 0 && !daprd.Components.Any(component => component.IsActorStateStore))
        {
            yield return DiagnosticRules.NoActorStateStore.For(daprd.Name, $"{daprd.Needs} keep their state in a component with actorStateStore = true, and none is referenced.",
                "Mark a state store with AsActorStateStore() and refer to it, unless it comes from elsewhere.");
        }

        if (daprd.Needs.HasFlag(DaprNeeds.Actors) && daprd.App is ModelApp { App: var app } && app.Annotations.OfType<ReplicaAnnotation>().LastOrDefault() is { Replicas: > 1 and var replicas })
        {
            yield return DiagnosticRules.ActorsInReplicas.For(daprd.Name, $"app '{app.Name}' hosts actors and has {replicas} replicas; two turns of one actor may run in two of them.",
                "Give the app one replica, or a sidecar per replica.");
        }
    }
}
