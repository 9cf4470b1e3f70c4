using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Placement and scheduler on a developer's machine: one container each per application, hidden, and only where something asks for it.</summary>
internal static class LocalControlPlane
{
    private const string GrpcEndpoint = "grpc";

    private static readonly Service Placement = new("dapr-placement", "/placement", 50005, options => options.Placement, []);

    // daprd connects to the address that the scheduler broadcasts, not to the one that it was given. The data are lost with the container; the
    // folder is the one that every user may write in the image, where Dapr's own CLI puts them too.
    private static readonly Service Scheduler = new("dapr-scheduler", "/scheduler", 50006, options => options.Scheduler,
        ["--etcd-data-dir=/var/lock/dapr/scheduler", "--override-broadcast-host-port=dapr-scheduler:50006"]);

    /// <summary>Brings up what is needed, in run mode; when published the cluster's own control plane is used.</summary>
    public static void Provide(IResourceBuilder<DaprSharedResource> dapr, DaprNeeds needs)
    {
        dapr.Resource.Needs |= needs;
        if (dapr.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            dapr.Resource.Scheduler ??= Add(dapr.ApplicationBuilder, Scheduler);
            dapr.Resource.Placement ??= (needs & ~DaprNeeds.Jobs) == 0 ? null : Add(dapr.ApplicationBuilder, Placement);
        }
    }

    private static EndpointReference Add(IDistributedApplicationBuilder builder, Service service)
    {
        if (builder.Resources.OfType<ContainerResource>().FirstOrDefault(resource => resource.Name == service.Name && resource.Entrypoint == service.Binary) is { } existing)
        {
            return new(existing, GrpcEndpoint);
        }

        return builder.AddResource(new ContainerResource(service.Name, service.Binary))
            .WithCommonImage(service.Image)
            .WithArgs([$"--port={service.Port}", "--healthz-port=8080", .. service.Arguments])
            .WithEndpoint(targetPort: service.Port, scheme: "http", name: GrpcEndpoint)
            .WithEndpoint(GrpcEndpoint, endpoint => endpoint.Transport = "http2")
            .WithHttpEndpoint(targetPort: 8080, name: "health")
            .WithHttpHealthCheck("/healthz", endpointName: "health")
            .ExcludeFromManifest()
            .WithHidden()
            .GetEndpoint(GrpcEndpoint);
    }

    private sealed record Service(string Name, string Binary, int Port, Func<DaprSharedOptions, ContainerImage> Image, string[] Arguments);
}
