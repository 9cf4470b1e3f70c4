using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What is behind references.</summary>
internal static class BackEnds
{
    /// <summary>Returns the parameters that a value is made from. An address has none, whatever else its resource has.</summary>
    public static IEnumerable<ParameterResource> Parameters(object value)
    {
        HashSet<object> seen = []; // an output of a cloud resource refers to its resource, whose connection string is made from the output
        return Visit(value);

        IEnumerable<ParameterResource> Visit(object value) => !seen.Add(value) ? [] : value switch
        {
            ParameterResource parameter => [parameter],
            IResourceBuilder<IResource> builder => Visit(builder.Resource),
            IResourceWithConnectionString connection => Visit(connection.ConnectionStringExpression),
            IValueWithReferences and not EndpointReference and var expression => ((IValueWithReferences)expression).References.SelectMany(Visit),
            _ => [],
        };
    }

    /// <summary>Returns the resources of references; expressions and connection strings refer to the resources that answer.</summary>
    public static IReadOnlyCollection<IResource> Of(IEnumerable<object> references) => [.. Behind(references).OfType<IResource>()];

    /// <summary>Returns the endpoints of references.</summary>
    public static IEnumerable<EndpointReference> Endpoints(IEnumerable<object> references) => Behind(references).OfType<EndpointReference>();

    private static HashSet<object> Behind(IEnumerable<object> references)
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
