using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>A shared daprd and where it goes, once the model is complete: what all callbacks and targets compute from.</summary>
internal sealed class ResolvedDaprd : IResourceAnnotation
{
    private ResolvedDaprd(DaprSharedResource resource, Target target)
    {
        List<Diagnostic> mistakes = [];
        (Resource, Target, Daprd, Mistakes) = (resource, target, SharedDaprdFactory.Create(resource, target, mistakes), mistakes);
    }

    /// <summary>Gets the resource.</summary>
    public DaprSharedResource Resource { get; }

    /// <summary>Gets where it goes.</summary>
    public Target Target { get; }

    /// <summary>Gets the model.</summary>
    public SharedDaprd Daprd { get; }

    /// <summary>Gets what was wrong with the resource.</summary>
    public IReadOnlyList<Diagnostic> Mistakes { get; }

    /// <summary>Gets the command line. Its arguments are told from those of users by their identity.</summary>
    public IReadOnlyList<OwnArgument> Arguments =>
        field ??= [.. DaprdCommandLine.Build(Daprd, Target.Mode).Select(argument => new OwnArgument(argument, Target.Argument(argument)))];

    /// <summary>Gets the variables that follow from the model and the target.</summary>
    public IReadOnlyDictionary<string, object> Variables => field ??= DaprdEnvironment.Of(this);

    /// <summary>Resolves a daprd for a target.</summary>
    public static ResolvedDaprd For(DaprSharedResource resource, Target target) => new(resource, target);

    /// <summary>Returns what was resolved before the application started or was published.</summary>
    public static ResolvedDaprd Of(DaprSharedResource resource) =>
        resource.Annotations.OfType<ResolvedDaprd>().LastOrDefault() ?? For(resource, ThisMachine.Target);
}

/// <summary>One argument of daprd, and what stands for it in the container's arguments.</summary>
internal sealed record OwnArgument(DaprdArgument Argument, object Value);
