using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>Before anything starts or is written: reports every mistake at once, and lets each daprd wait for what its components refer to.</summary>
internal sealed class DaprSharedLifecycle(ILogger<DaprSharedResource> logger) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((@event, _) =>
        {
            var daprds = @event.Model.Resources.OfType<DaprSharedResource>().ToList();
            Report(ModelValidator.Validate(daprds, executionContext.IsRunMode ? DaprdMode.Standalone : DaprdMode.Kubernetes));
            if (executionContext.IsRunMode)
            {
                daprds.ForEach(AwaitBackEnds);
            }

            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private void Report(IReadOnlyList<Diagnostic> diagnostics)
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

    // daprd exits when a component's back end does not answer.
    private static void AwaitBackEnds(DaprSharedResource daprd)
    {
        HashSet<IResource> seen = [];
        foreach (var reference in daprd.Components.SelectMany(component => component.References))
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
