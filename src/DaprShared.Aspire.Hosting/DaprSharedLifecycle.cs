using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace DaprShared.Hosting;

/// <summary>
/// Before anything starts or is written: the images that all shared daprds have in common, what each target adds to the model, every
/// mistake at once, and the checks behind the callbacks of users.
/// </summary>
internal sealed class DaprSharedLifecycle(
    Application application,
    DaprSharedOptions options,
    IConfiguration configuration,
    ILogger<DaprSharedResource> logger) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(
        IDistributedApplicationEventing eventing,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((@event, _) =>
        {
            Prepare(@event.Model, executionContext);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private void Prepare(DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext)
    {
        FollowApps(model);
        var targets = TargetsOf([.. model.Resources], executionContext);
        var served = targets.Model.OfType<DaprSharedResource>().GroupBy(targets.Of).Where(group => group.Key is not null);
        foreach (var target in served.ToList())
        {
            target.Key!.Prepare([.. target], targets);
        }

        // Behind the targets, which may have added to them.
        foreach (var resource in model.Resources)
        {
            resource.Annotations.OfType<CommonImage>().LastOrDefault()
                ?.Apply(resource.Annotations.OfType<ContainerImageAnnotation>().Last(), options);
        }

        targets = TargetsOf([.. model.Resources], executionContext);
        List<DaprSharedResource> daprds = [.. model.Resources.OfType<DaprSharedResource>()];
        foreach (var daprd in daprds)
        {
            if (targets.Of(daprd) is { } target)
            {
                daprd.Annotations.Add(ResolvedDaprd.For(daprd, target));
                CollectorEnvironment.KeepFromDashboard(daprd);
            }
        }

        // Fixed ports are ignored when the orchestrator is told to choose, as in tests.
        var fixesPorts = executionContext.IsRunMode && configuration["DcpPublisher:RandomizePorts"] is not ("true" or "True");
        Report.To(
            logger,
            [
                .. options.Mistakes(),
                .. ModelValidator.Validate(targets),
                .. WiringValidator.Validate(targets),
                .. fixesPorts ? HostPorts.Validate(model) : [],
                .. executionContext.IsRunMode ? TunnelWait.Validate(daprds, configuration) : [],
            ]);
        foreach (var daprd in daprds)
        {
            daprd.Annotations.Add(new DaprdEnvironmentCheck(daprd, logger));
            if (executionContext.IsPublishMode)
            {
                daprd.Annotations.Add(new DaprdArgumentsCheck(daprd, logger));
            }
            else
            {
                daprd.Annotations.Add(DashboardRow.Of(ResolvedDaprd.Of(daprd)));
            }
        }
    }

    // Where several environments are, a daprd goes where its app goes.
    private void FollowApps(DistributedApplicationModel model)
    {
        var builder = application.Builder;
        foreach (var daprd in model.Resources.OfType<DaprSharedResource>().Where(daprd => daprd.GetComputeEnvironment() is null))
        {
            if (daprd.App is ModelApp { App: var app } && app.GetComputeEnvironment() is { } environment)
            {
                builder.CreateResourceBuilder(daprd).WithComputeEnvironment(builder.CreateResourceBuilder(environment));
            }
        }
    }

    // Aspire's old manifest describes the containers as they run here, whatever environments there are.
    private Targets TargetsOf(IReadOnlyCollection<IResource> model, DistributedApplicationExecutionContext executionContext) =>
        executionContext.IsRunMode || configuration["Pipeline:Step"] == "publish-manifest"
            ? Targets.Everywhere(ThisMachine.Target, model)
            : Targets.Published(model);
}
