using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What is behind references.</summary>
internal static class BackEnds
{
    /// <summary>Returns the parameters that a value is made from. An address has none, whatever else its resource has.</summary>
    public static IEnumerable<ParameterResource> Parameters(object value) => Behind([value], throughEndpoints: false).OfType<ParameterResource>();

    /// <summary>Returns the resources of references; expressions and connection strings refer to the resources that answer.</summary>
    public static IReadOnlyCollection<IResource> Of(IEnumerable<object> references) => [.. Behind(references).OfType<IResource>()];

    /// <summary>Returns the endpoints of references.</summary>
    public static IEnumerable<EndpointReference> Endpoints(IEnumerable<object> references) => Behind(references).OfType<EndpointReference>();

    // References may go in a circle: an output of a cloud resource refers to the resource, whose connection string is made from the output.
    private static HashSet<object> Behind(IEnumerable<object> references, bool throughEndpoints = true)
    {
        HashSet<object> seen = [];
        foreach (var reference in references)
        {
            Visit(reference);
        }

        return seen;

        void Visit(object value)
        {
            if (!seen.Add(value))
            {
                return;
            }

            foreach (var next in value switch
            {
                EndpointReference endpoint => throughEndpoints ? [endpoint.Resource] : [],
                IResourceBuilder<IResource> builder => [builder.Resource],
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
