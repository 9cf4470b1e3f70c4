#pragma warning disable ASPIREPIPELINES001 // The summary of a publish.

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting;

/// <summary>
/// A place where shared daprds run or are published to: this machine, plain manifests, or a compute environment, which carries its own as
/// an annotation. What is different there it says for itself, so that nobody asks which one it is.
/// </summary>
internal abstract class Target : IResourceAnnotation
{
    /// <summary>Gets the mode that daprd runs in there, for which its arguments are built.</summary>
    public abstract DaprdMode Mode { get; }

    /// <summary>Gets a value indicating whether a resource that is not published has no address there at all, not even in a text.</summary>
    public virtual bool NeedsPublishedReferences => false;

    /// <summary>Returns a text that means itself there.</summary>
    public virtual string Literal(string text) => text;

    /// <summary>Returns an argument for the container: a text, or an expression that is resolved later.</summary>
    public virtual object Argument(DaprdArgument argument) =>
        argument.Value.Reference is { } reference ? Expression(argument.Prefix, reference) : Literal(argument.ToString());

    /// <summary>Gets where the items of components stand that are no text of the AppHost: by default in daprd's environment.</summary>
    public virtual Places Places => Places.InEnvironment;

    /// <summary>
    /// Returns what daprd's environment holds there beside what follows from the model. Users may change what begins with <c>OTEL_</c>, and
    /// nothing else.
    /// </summary>
    public virtual IEnumerable<KeyValuePair<string, object>> Variables(ResolvedDaprd daprd) => [];

    /// <summary>Gets a value indicating whether the traces of daprds there are for the author's collector.</summary>
    public virtual bool HasCollector => true;

    /// <summary>Completes daprd's environment behind all callbacks, when it is known what users have made of it.</summary>
    public virtual void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services)
    {
    }

    /// <summary>Adds to the model what its daprds need there. It is called once, before anything is validated.</summary>
    public virtual void Prepare(IReadOnlyList<DaprSharedResource> daprds, Targets targets)
    {
    }

    /// <summary>Finds the mistakes that are mistakes there only.</summary>
    public virtual IEnumerable<Diagnostic> Validate(IReadOnlyList<ResolvedDaprd> daprds, Targets targets) => [];

    /// <summary>Says whether a resource is a part of this target, and known to nobody else.</summary>
    public virtual bool Owns(IResource resource) => false;

    /// <summary>Returns where its daprds are published, once they are.</summary>
    public virtual Task<Placement> PlacementAsync(PipelineStepContext context) => Task.FromResult(new Placement("this machine"));

    /// <summary>
    /// Returns one expression with a literal prefix: a bare port would become a number in a manifest, which is no valid argument.
    /// </summary>
    protected static ReferenceExpression Expression(string prefix, object reference)
    {
        var expression = new ReferenceExpressionBuilder();
        expression.AppendLiteral(prefix);
        expression.AppendValueProvider(reference);
        return expression.Build();
    }
}
