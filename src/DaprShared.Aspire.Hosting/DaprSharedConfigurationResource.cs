using DaprShared;
using YamlDotNet.Core;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A Configuration. In run mode it is laid over the generated one of its shared daprds, when published it is a <c>Configuration</c> object
/// that they name (<c>--config</c>, <c>dapr.io/config</c>).
/// </summary>
/// <seealso href="https://docs.dapr.io/reference/resource-specs/configuration-schema/"/>
public sealed class DaprSharedConfigurationResource : Resource
{
    /// <summary>Creates a Configuration.</summary>
    /// <param name="name">The resource's name, which is the object's.</param>
    public DaprSharedConfigurationResource([ResourceName] string name)
        : base(name)
    {
        Typed = new() { Name = name };
    }

    /// <summary>Gets the Configuration, without a <c>spec</c> that is not YAML.</summary>
    public DaprConfiguration Configuration => Typed with
    {
        HttpPipeline = [.. HttpPipeline.Select(Middleware)],
        AppHttpPipeline = [.. AppHttpPipeline.Select(Middleware)],
        Spec = Spec is null || SpecError is not null ? null : YamlReader.ReadMapping(Spec),
    };

    internal DaprConfiguration Typed { get; set; }

    internal List<DaprSharedComponentResource> HttpPipeline { get; } = [];

    internal List<DaprSharedComponentResource> AppHttpPipeline { get; } = [];

    internal string? Spec { get; set; }

    internal IEnumerable<Diagnostic> Validate()
    {
        if (SpecError is { } error)
        {
            yield return DiagnosticRules.IllegalConfiguration.For(
                Name,
                $"the text of WithSpec is no YAML mapping: {error}",
                "Pass what stands below 'spec:' of a Configuration.");
        }

        foreach (var mistake in ObjectValidator.Validate(Configuration))
        {
            yield return mistake;
        }
    }

    private string? SpecError
    {
        get
        {
            try
            {
                _ = Spec is null ? null : YamlReader.ReadMapping(Spec);
                return null;
            }
            catch (YamlException e)
            {
                return YamlReader.Explain(e);
            }
        }
    }

    private static DaprMiddleware Middleware(DaprSharedComponentResource component) => new(component.Name, component.Type);
}
