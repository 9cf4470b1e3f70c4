using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Which target each shared daprd of an application has.</summary>
internal sealed class Targets
{
    private readonly Target? _everywhere;
    private readonly IComputeEnvironmentResource? _only;

    private Targets(IReadOnlyCollection<IResource> model, Target? everywhere)
    {
        (Model, _everywhere) = (model, everywhere);
        _only = model.OfType<IComputeEnvironmentResource>().Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>Gets the application.</summary>
    public IReadOnlyCollection<IResource> Model { get; }

    /// <summary>Returns the targets of an application that is published.</summary>
    public static Targets Published(IReadOnlyCollection<IResource> model) => new(model, null);

    /// <summary>Returns one target for all, wherever else they are published.</summary>
    public static Targets Everywhere(Target target, IReadOnlyCollection<IResource> model) => new(model, target);

    /// <summary>
    /// Returns the compute environment that a resource is published to: the one that it is bound to, for a daprd the one of its app, or the
    /// only one. <see langword="null"/> where there is none, or where Aspire asks for one of several.
    /// </summary>
    public IComputeEnvironmentResource? EnvironmentOf(IResource resource) =>
        _everywhere is not null ? null : resource.GetComputeEnvironment() ?? _only;

    /// <summary>Returns the target of a shared daprd, or <see langword="null"/> where its environment has none.</summary>
    public Target? Of(DaprSharedResource daprd)
    {
        if (_everywhere is not null)
        {
            return _everywhere;
        }

        return EnvironmentOf(daprd) is { } environment
            ? environment.Annotations.OfType<Target>().LastOrDefault()
            : PlainManifests.Target;
    }

    /// <summary>
    /// Returns the model without the shared daprds that are published elsewhere: what daprds share is written in each environment.
    /// </summary>
    public IReadOnlyList<IResource> Beside(DaprSharedResource daprd)
    {
        if (_everywhere is not null || Model.OfType<IComputeEnvironmentResource>().Take(2).Count() < 2)
        {
            return [.. Model]; // the usual case
        }

        var environment = EnvironmentOf(daprd);
        return [.. Model.Where(other => other is not DaprSharedResource || EnvironmentOf(other) == environment)];
    }

    /// <summary>Returns the mistake of a daprd whose environment has no target.</summary>
    public Diagnostic Unserved(DaprSharedResource daprd)
    {
        var environment = EnvironmentOf(daprd)!;
        return DiagnosticRules.UnservedEnvironment.For(
            daprd.Name,
            $"it is published to '{environment.Name}' ({environment.GetType().Name}), which does not know shared daprds.",
            $"Call WithSharedDaprds() on '{environment.Name}'. "
            + "The package DaprShared.Aspire.Hosting.Kubernetes has it for Kubernetes, Azure's included, "
            + "and DaprShared.Aspire.Hosting.Docker for Docker Compose; "
            + "for another kind, publish the daprd to one of these with WithComputeEnvironment.");
    }
}
