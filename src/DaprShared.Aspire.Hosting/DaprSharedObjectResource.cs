using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// An object of one of Dapr's kinds that shared daprds refer to: a file of theirs in run mode, an object scoped to their app-ids when
/// published.
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/component-schema/"/>
public abstract class DaprSharedObjectResource : Resource
{
    private protected DaprSharedObjectResource(string name)
        : base(name)
    {
    }

    internal List<string> Scopes { get; } = [];

    /// <summary>What a daprd that refers to this needs as well.</summary>
    internal virtual IEnumerable<DaprSharedObjectResource> Requires => [];

    /// <summary>
    /// The object, scoped to app-ids unless it has scopes of its own; <paramref name="places"/> says where an item stands that is no text.
    /// </summary>
    internal abstract DaprObject ToObject(IEnumerable<string> appIds, Places places);

    internal virtual IEnumerable<Diagnostic> Validate(DaprdMode mode) => [];

    private protected IReadOnlyList<string> ScopesOr(IEnumerable<string> appIds) => Scopes.Count > 0 ? [.. Scopes] : [.. appIds];
}
