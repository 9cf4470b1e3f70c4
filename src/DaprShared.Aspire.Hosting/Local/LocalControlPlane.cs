using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Placement and scheduler where no cluster has them: one container each, and only where something asks for it.</summary>
internal static class LocalControlPlane
{
    private const string GrpcEndpoint = "grpc";

    private static readonly ControlPlaneService Placement = new(
        "dapr-placement",
        "/placement",
        50005,
        options => options.Placement,
        _ => []);

    // daprd connects to the address that the scheduler broadcasts, not to the one that it was given. The folder of its data is the one that
    // every user may write in the image, where Dapr's own CLI puts them too.
    private static readonly ControlPlaneService Scheduler = new(
        "dapr-scheduler",
        "/scheduler",
        50006,
        options => options.Scheduler,
        name => ["--etcd-data-dir=/var/lock/dapr/scheduler", $"--override-broadcast-host-port={name}:50006"],
        DataFolder: "/var/lock");

    /// <summary>Brings up what is needed, in run mode; the data of the scheduler are lost with the container.</summary>
    public static void Provide(IResourceBuilder<DaprSharedResource> dapr, DaprNeeds needs)
    {
        dapr.Resource.Needs |= needs;
        if (dapr.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            Provide(dapr.ApplicationBuilder, dapr.Resource, "", (container, _) => container
                .WithHttpHealthCheck("/healthz", endpointName: "health")
                .ExcludeFromManifest()
                .WithHidden());
        }
    }

    /// <summary>
    /// Gives all daprds of a place what one of them has brought up, as each has it in a cluster: who calls an actor of another app needs
    /// the placement service too, and would get ERR_ACTOR_NO_PLACEMENT here alone.
    /// </summary>
    public static void Share(IReadOnlyList<DaprSharedResource> daprds)
    {
        var placement = daprds.Select(daprd => daprd.Placement).FirstOrDefault(endpoint => endpoint is not null);
        var scheduler = daprds.Select(daprd => daprd.Scheduler).FirstOrDefault(endpoint => endpoint is not null);
        foreach (var daprd in daprds)
        {
            daprd.Placement ??= placement;
            daprd.Scheduler ??= scheduler;
        }
    }

    /// <summary>Brings up what a daprd needs, under names with a prefix.</summary>
    public static void Provide(
        IDistributedApplicationBuilder builder,
        DaprSharedResource dapr,
        string prefix,
        Action<IResourceBuilder<ContainerResource>, ControlPlaneService> complete)
    {
        dapr.Scheduler ??= Add(Scheduler);
        dapr.Placement ??= (dapr.Needs & ~DaprNeeds.Jobs) == 0 ? null : Add(Placement);

        EndpointReference Add(ControlPlaneService service)
        {
            var name = prefix + service.Name;
            bool IsIt(ContainerResource resource) => resource.Name == name && resource.Entrypoint == service.Binary;
            if (builder.Resources.OfType<ContainerResource>().FirstOrDefault(IsIt) is { } existing)
            {
                return new(existing, GrpcEndpoint);
            }

            var container = builder.AddResource(new ContainerResource(name, service.Binary))
                .WithCommonImage(service.Image)
                .WithArgs([$"--port={service.Port}", "--healthz-port=8080", .. service.Arguments(name)])
                .WithEndpoint(targetPort: service.Port, scheme: "http", name: GrpcEndpoint)
                .WithEndpoint(GrpcEndpoint, endpoint => endpoint.Transport = "http2")
                .WithHttpEndpoint(targetPort: 8080, name: "health");
            complete(container, service);
            return container.GetEndpoint(GrpcEndpoint);
        }
    }
}

/// <summary>A service of the control plane.</summary>
internal sealed record ControlPlaneService(
    string Name,
    string Binary,
    int Port,
    Func<DaprSharedOptions, ContainerImage> Image,
    Func<string, string[]> Arguments,
    string? DataFolder = null);
