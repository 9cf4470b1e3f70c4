using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using k8s.Models;

namespace DaprShared.Hosting;

/// <summary>Who is in the chart of an environment, and who of them calls which daprd.</summary>
internal static class ChartClients
{
    private const string Component = "app.kubernetes.io/component";

    /// <summary>
    /// Returns the pods of everybody who refers to daprd, when all of them are in this chart; else any pod of the namespace may be one.
    /// </summary>
    public static V1LabelSelector? PodsOf(DaprSharedResource resource, KubernetesResource published, IEnumerable<IResource> model)
    {
        if (!published.Parent.TryGetLastAnnotation<Clients>(out var known))
        {
            // Once for all daprds of the chart: everybody's annotations are many.
            var pairs = from client in model
                        from relation in client.Annotations.OfType<ResourceRelationshipAnnotation>()
                        where relation is { Type: "Reference", Resource: DaprSharedResource }
                        select (Daprd: relation.Resource, Client: client);
            known = new(pairs.Distinct().ToLookup(pair => pair.Daprd, pair => pair.Client));
            published.Parent.Annotations.Add(known);
        }

        var clients = known.Of[resource].ToList();
        if (clients.Count == 0 || !clients.All(client => IsPublishedTo(client, published.Parent)))
        {
            return null;
        }

        var names = clients.Select(client => client.Name).Order(StringComparer.Ordinal);
        return new()
        {
            MatchLabels = published.Workload!.Metadata.Labels
                .Where(label => label.Key != Component)
                .ToDictionary(label => label.Key, label => ChartText.Helm(label.Value)),
            MatchExpressions = [new() { Key = Component, OperatorProperty = "In", Values = [.. names] }],
        };
    }

    /// <summary>Says whether a resource calls a shared daprd, so that its environment has what leads there.</summary>
    public static bool RefersToDaprd(IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Any(relation => relation is { Type: "Reference", Resource: DaprSharedResource });

    /// <summary>Says whether a resource goes into the chart of an environment.</summary>
    public static bool IsPublishedTo(IResource resource, KubernetesEnvironmentResource environment) =>
        PublishedTo(resource, environment) is not null;

    /// <summary>Returns what a resource becomes in the chart of an environment.</summary>
    public static KubernetesResource? PublishedTo(IResource resource, KubernetesEnvironmentResource environment)
    {
        var target = resource.GetDeploymentTargetAnnotation(environment.OwningComputeEnvironment ?? environment)?.DeploymentTarget;
        return target is KubernetesResource published && published.Parent == environment ? published : null;
    }

    // Who refers to which daprd.
    private sealed record Clients(ILookup<IResource, IResource> Of) : IResourceAnnotation;
}
