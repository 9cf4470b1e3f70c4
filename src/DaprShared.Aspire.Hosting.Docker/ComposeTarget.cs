#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004 // The summary of a publish.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>Docker Compose: daprd is a service in standalone mode.</summary>
internal sealed class ComposeTarget(IResourceBuilder<DockerComposeEnvironmentResource> compose) : Target
{
    public override DaprdMode Mode => DaprdMode.Standalone;

    // The publisher fails at an address that it does not know.
    public override bool NeedsPublishedReferences => true;

    public override string Literal(string text) => ComposeText.Literal(text);

    public override void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services)
    {
        Telemetry.SayWhetherTlsNow(variables);
        if (compose.Resource.DashboardEnabled && !variables.ContainsKey(Telemetry.Endpoint))
        {
            // The publisher is going to name the dashboard, which speaks no TLS.
            variables.TryAdd(Telemetry.Insecure, "true");
        }
    }

    public override bool Owns(IResource resource) => resource is DockerComposeAspireDashboardResource;

    public override Task<Placement> PlacementAsync(PipelineStepContext context)
    {
        var output = context.Services.GetRequiredService<IPipelineOutputService>();
        var isOneOfSeveral = context.Model.Resources.OfType<IComputeEnvironmentResource>().Count() > 1;
        var folder = isOneOfSeveral ? output.GetOutputDirectory(compose.Resource) : output.GetOutputDirectory();
        return Task.FromResult(new Placement($"Docker Compose in {folder}")
        {
            Next =
            [
                "aspire deploy",
                $"docker compose --project-directory {Placement.Argument(folder)} up -d, when .env there has the values",
            ],
        });
    }

    public override void Prepare(IReadOnlyList<DaprSharedResource> daprds, Targets targets)
    {
        var builder = compose.ApplicationBuilder;
        foreach (var daprd in daprds.Where(daprd => daprd.Needs != 0))
        {
            LocalControlPlane.Provide(builder, daprd, $"{compose.Resource.Name.ToLowerInvariant()}-", AddControlPlane);
        }

        LocalControlPlane.Share(daprds);
        foreach (var daprd in daprds)
        {
            // Each folder by itself: the publisher puts the second file of a folder within a folder into another one.
            foreach (var folder in LocalFiles.Folders)
            {
                IEnumerable<ContainerFileSystemItem> Files() => folder.Files(daprd).Select(ComposeText.Literal);
                builder.CreateResourceBuilder(daprd).WithContainerFiles(
                    folder.Path,
                    (_, _) => Task.FromResult(Files()),
                    LocalFiles.DaprdUser,
                    LocalFiles.DaprdUser);
            }

            BackEnds.Await(daprd, backEnd => targets.EnvironmentOf(backEnd) == compose.Resource);
            daprd.Annotations.Insert(0, new DockerComposeServiceCustomizationAnnotation((published, service) =>
                ComposeCustomization.Apply(daprd, published, service, builder)));
        }
    }

    public override IEnumerable<Diagnostic> Validate(IReadOnlyList<ResolvedDaprd> daprds, Targets targets)
    {
        var replicated = from daprd in daprds
                         where daprd.Daprd.Replicas is not (null or 1) || daprd.Daprd.Workload.Autoscaling is not null
                         select daprd.Resource.Name;
        if (string.Join(", ", replicated) is { Length: > 0 } names)
        {
            yield return DiagnosticRules.OneInCompose.For(
                names,
                "Docker Compose gets one daprd of each; the numbers are for a cluster.",
                "Nothing, if one is enough there. Otherwise publish to Kubernetes.");
        }

        var monitored = from daprd in daprds where daprd.Daprd.Workload.PodMonitor is not null select daprd.Resource.Name;
        if (string.Join(", ", monitored) is { Length: > 0 } scraped)
        {
            yield return DiagnosticRules.MonitorInCompose.For(
                scraped,
                "Docker Compose has no PodMonitor.",
                "Nothing, if the metrics are for a cluster. Otherwise let Prometheus scrape the metrics port of the service.");
        }

        foreach (var daprd in daprds.Count > 1 ? daprds : [])
        {
            var peer = ObjectNames.Daprd(daprd.Daprd.AppId);
            if (!string.Equals(daprd.Resource.Name, peer, StringComparison.OrdinalIgnoreCase))
            {
                yield return DiagnosticRules.NotFoundInCompose.For(
                    daprd.Resource.Name,
                    $"other daprds look for app-id '{daprd.Daprd.AppId}' under '{peer}', "
                    + $"and a service of Docker Compose has the resource's name alone, '{daprd.Resource.Name}'.",
                    $"Name the resource '{peer}', unless nobody invokes its app.");
            }
        }

        foreach (var diagnostic in ReferenceValidator.Published([.. daprds.Select(daprd => daprd.Resource)]))
        {
            yield return diagnostic;
        }
    }

    private void AddControlPlane(IResourceBuilder<ContainerResource> container, ControlPlaneService service)
    {
        var restarts = new DockerComposeServiceCustomizationAnnotation((_, published) => published.Restart = ComposeCustomization.Restart);
        container.WithComputeEnvironment(compose).WithAnnotation(restarts);
        if (service.DataFolder is { } folder)
        {
            container.WithVolume($"{container.Resource.Name}-data", folder);
        }
    }
}
