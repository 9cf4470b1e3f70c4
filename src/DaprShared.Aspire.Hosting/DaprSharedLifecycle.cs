using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// Before anything starts or is written: applies what all shared daprds have in common, reports every mistake at once, and lets each daprd wait
/// for what it needs.
/// </summary>
internal sealed class DaprSharedLifecycle(DaprSharedOptions options, IConfiguration configuration, ILogger<DaprSharedResource> logger) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((@event, _) =>
        {
            Report([.. options.Mistakes()], logger);
            foreach (var resource in @event.Model.Resources)
            {
                resource.Annotations.OfType<CommonImage>().LastOrDefault()?.Apply(resource.Annotations.OfType<ContainerImageAnnotation>().Last(), options);
            }

            var daprds = @event.Model.Resources.OfType<DaprSharedResource>().ToList();
            Report(executionContext.IsRunMode ? ModelValidator.Validate(daprds, DaprdMode.Standalone) : ModelValidator.ValidatePublished([.. @event.Model.Resources]), logger);
            foreach (var daprd in daprds)
            {
                ContainerSettings.AddChecks(daprd, [.. @event.Model.Resources], executionContext.IsPublishMode, logger);
            }

            if (executionContext.IsRunMode)
            {
                // Fixed ports are ignored when the orchestrator is told to choose, as in tests.
                if (configuration["DcpPublisher:RandomizePorts"] is not ("true" or "True"))
                {
                    Report(HostPorts.Validate(@event.Model), logger);
                }

                foreach (var daprd in daprds)
                {
                    AwaitBackEnds(daprd, _ => true);
                    // Last of all, so that they see what users have set.
                    daprd.Annotations.Add(new EnvironmentCallbackAnnotation(Telemetry.Complete));
                    daprd.Annotations.Add(DashboardRow.Of(daprd));
                }
            }
            else
            {
                foreach (var daprd in daprds)
                {
                    if (PublishTarget.Of(daprd, @event.Model.Resources) is DockerComposeEnvironmentResource compose)
                    {
                        AwaitBackEnds(daprd, backEnd => PublishTarget.Of(backEnd, @event.Model.Resources) == compose);
                    }
                }
            }

            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    /// <summary>Logs warnings, and fails with all errors at once.</summary>
    public static void Report(IReadOnlyList<Diagnostic> diagnostics, ILogger logger)
    {
        foreach (var warning in diagnostics.Where(diagnostic => !diagnostic.IsError))
        {
            logger.LogWarning("{Diagnostic}", warning.ToString());
        }

        if (diagnostics.Where(diagnostic => diagnostic.IsError).ToList() is { Count: > 0 } errors)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, errors));
        }
    }

    // daprd exits when a component's back end does not answer, and is not ready without the control plane that it is told of.
    private static void AwaitBackEnds(DaprSharedResource daprd, Func<IResource, bool> isThere)
    {
        var backEnds = BackEnds.Of([.. daprd.Components.SelectMany(component => component.References), .. new[] { daprd.Placement, daprd.Scheduler }.OfType<object>()]);
        var awaited = daprd.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource).Append(daprd).ToHashSet();
        foreach (var backEnd in backEnds.Where(resource => resource is IResourceWithWaitSupport or IResourceWithParent && !awaited.Contains(resource) && isThere(resource)))
        {
            daprd.Annotations.Add(new WaitAnnotation(backEnd, WaitType.WaitUntilHealthy));
        }
    }
}
