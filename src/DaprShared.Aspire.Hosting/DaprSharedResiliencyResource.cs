using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Resiliency policies. In run mode a file of their shared daprds, when published a <c>Resiliency</c> object.</summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/resiliency-schema/"/>
public sealed class DaprSharedResiliencyResource : DaprSharedObjectResource
{
    /// <summary>Creates resiliency policies.</summary>
    /// <param name="name">The resource's name, which is the object's.</param>
    public DaprSharedResiliencyResource([ResourceName] string name)
        : base(name)
    {
        Resiliency = new() { Name = name };
    }

    /// <summary>Gets the policies and their targets.</summary>
    public DaprResiliency Resiliency { get; internal set; }

    internal override DaprObject ToObject(IEnumerable<string> appIds, Places places) =>
        DaprObjects.Resiliency(Resiliency with { Scopes = ScopesOr(appIds) });

    internal override IEnumerable<Diagnostic> Validate(DaprdMode mode) => ObjectValidator.Validate(Resiliency);
}
