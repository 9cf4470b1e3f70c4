using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>What is behind references.</summary>
internal static class BackEnds
{
    /// <summary>Returns the parameters that a value is made from. An address has none, whatever else its resource has.</summary>
    public static IEnumerable<ParameterResource> Parameters(object value) =>
        Behind([value], throughEndpoints: false).OfType<ParameterResource>();

    /// <summary>Returns the resources of references; expressions and connection strings refer to the resources that answer.</summary>
    public static IReadOnlyCollection<IResource> Of(IEnumerable<object> references) =>
        [.. Behind(references).OfType<IResource>()];

    /// <summary>Returns the endpoints of references.</summary>
    public static IEnumerable<EndpointReference> Endpoints(IEnumerable<object> references) =>
        Behind(references).OfType<EndpointReference>();

    /// <summary>
    /// Lets a daprd wait for what its components refer to, and for its control plane: daprd exits when a back end does not answer, and is
    /// not ready without the control plane that it is told of.
    /// </summary>
    public static void Await(DaprSharedResource daprd, Func<IResource, bool> isThere)
    {
        var references = daprd.Components.SelectMany(component => component.References);
        var controlPlane = new[] { daprd.Placement, daprd.Scheduler }.OfType<object>();
        var awaited = daprd.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource).Append(daprd).ToHashSet();
        foreach (var backEnd in Of([.. references, .. controlPlane]))
        {
            if (backEnd is IResourceWithWaitSupport or IResourceWithParent && !awaited.Contains(backEnd) && isThere(backEnd))
            {
                daprd.Annotations.Add(new WaitAnnotation(backEnd, WaitType.WaitUntilHealthy));
            }
        }
    }

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

            IEnumerable<object> behind = value switch
            {
                EndpointReference endpoint => throughEndpoints ? [endpoint.Resource] : [],
                IResourceBuilder<IResource> builder => [builder.Resource],
                IResourceWithConnectionString withConnectionString => [withConnectionString.ConnectionStringExpression],
                IValueWithReferences expression => expression.References,
                _ => [],
            };
            foreach (var next in behind)
            {
                Visit(next);
            }
        }
    }
}
