using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;

namespace DaprShared.Hosting;

/// <summary>Placement and scheduler where no cluster has them: one container each, and only where something asks for it.</summary>
internal static class LocalControlPlane
{
    private const string GrpcEndpoint = "grpc";

    private static readonly Service Placement = new("dapr-placement", "/placement", 50005, options => options.Placement, _ => []);

    // daprd connects to the address that the scheduler broadcasts, not to the one that it was given. The folder of its data is the one that every
    // user may write in the image, where Dapr's own CLI puts them too.
    private static readonly Service Scheduler = new("dapr-scheduler", "/scheduler", 50006, options => options.Scheduler,
        name => ["--etcd-data-dir=/var/lock/dapr/scheduler", $"--override-broadcast-host-port={name}:50006"], DataFolder: "/var/lock");

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
    /// Publishes what is needed beside the shared daprds of Docker Compose, called when their environment is known. Elsewhere the cluster's control
    /// plane is used.
    /// </summary>
    public static void Publish(IDistributedApplicationBuilder builder)
    {
        foreach (var dapr in builder.Resources.OfType<DaprSharedResource>().Where(dapr => dapr.Needs != 0).ToList())
        {
            if (PublishTarget.Of(dapr, builder.Resources) is DockerComposeEnvironmentResource compose)
            {
                Provide(builder, dapr, $"{compose.Name.ToLowerInvariant()}-", (container, service) =>
                {
                    container
                        .WithComputeEnvironment(builder.CreateResourceBuilder(compose))
                        .WithAnnotation(new DockerComposeServiceCustomizationAnnotation((_, published) => published.Restart = ComposeCustomization.Restart));
                    if (service.DataFolder is { } folder)
                    {
                        container.WithVolume($"{container.Resource.Name}-data", folder);
                    }
                });
            }
        }
    }

    private static void Provide(IDistributedApplicationBuilder builder, DaprSharedResource dapr, string prefix, Action<IResourceBuilder<ContainerResource>, Service> complete)
    {
        dapr.Scheduler ??= Add(Scheduler);
        dapr.Placement ??= (dapr.Needs & ~DaprNeeds.Jobs) == 0 ? null : Add(Placement);

        EndpointReference Add(Service service)
        {
            var name = prefix + service.Name;
            if (builder.Resources.OfType<ContainerResource>().FirstOrDefault(resource => resource.Name == name && resource.Entrypoint == service.Binary) is { } existing)
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

    private sealed record Service(
        string Name, string Binary, int Port, Func<DaprSharedOptions, ContainerImage> Image, Func<string, string[]> Arguments, string? DataFolder = null);
}
