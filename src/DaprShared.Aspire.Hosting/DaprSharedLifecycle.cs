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
        var backEnds = daprd.Components
            .SelectMany(component => component.References)
            .SelectMany(Resources)
            .Where(resource => resource is IResourceWithWaitSupport && resource != daprd && daprd.Annotations.OfType<WaitAnnotation>().All(wait => wait.Resource != resource))
            .Distinct();
        foreach (var backEnd in backEnds.ToList())
        {
            daprd.Annotations.Add(new WaitAnnotation(backEnd, WaitType.WaitUntilHealthy));
        }
    }

    private static IEnumerable<IResource> Resources(object value) => value switch
    {
        IResource resource => [resource],
        EndpointReference endpoint => [endpoint.Resource],
        IValueWithReferences reference => reference.References.SelectMany(Resources),
        _ => [],
    };
}
