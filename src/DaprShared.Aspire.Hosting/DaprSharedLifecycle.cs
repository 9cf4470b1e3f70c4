using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Kubernetes;
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
            Report(ModelValidator.Validate(daprds, executionContext.IsRunMode ? DaprdMode.Standalone : DaprdMode.Kubernetes), logger);
            if (executionContext.IsRunMode)
            {
                // Fixed ports are ignored when the orchestrator is told to choose, as in tests.
                if (configuration["DcpPublisher:RandomizePorts"] is not ("true" or "True"))
                {
                    Report(HostPorts.Validate(@event.Model), logger);
                }

                foreach (var daprd in daprds)
                {
                    AwaitBackEnds(daprd);
                    // Last of all, so that they see what users have set.
                    daprd.Annotations.Add(new EnvironmentCallbackAnnotation(Telemetry.Complete));
                    daprd.Annotations.Add(DashboardRow.Of(daprd));
                }
            }

            else
            {
                foreach (var daprd in daprds)
                {
                    // Last of all, so that users' customizations see the publisher's own classes.
                    daprd.Annotations.Add(new KubernetesServiceCustomizationAnnotation(published => ChartWorkload.Finish(daprd, published)));
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
    private static void AwaitBackEnds(DaprSharedResource daprd)
    {
        HashSet<IResource> seen = [];
        foreach (var reference in daprd.Components.SelectMany(component => component.References).Concat(new[] { daprd.Placement, daprd.Scheduler }.OfType<object>()))
        {
            Visit(reference);
        }

        var awaited = daprd.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource).Append(daprd).ToHashSet();
        foreach (var backEnd in seen.Where(resource => resource is IResourceWithWaitSupport or IResourceWithParent && !awaited.Contains(resource)))
        {
            daprd.Annotations.Add(new WaitAnnotation(backEnd, WaitType.WaitUntilHealthy));
        }

        // Expressions and connection strings refer to the resources that answer.
        void Visit(object value)
        {
            if (value is IResource resource && !seen.Add(resource))
            {
                return;
            }

            foreach (var next in value switch
            {
                EndpointReference endpoint => [endpoint.Resource],
                IResourceWithConnectionString withConnectionString => [withConnectionString.ConnectionStringExpression],
                IValueWithReferences expression => expression.References,
                _ => [],
            })
            {
                Visit(next);
            }
        }
    }
}
