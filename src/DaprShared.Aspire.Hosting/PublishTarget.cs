using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace DaprShared.Hosting;

/// <summary>Where a resource is published to.</summary>
internal static class PublishTarget
{
    /// <summary>
    /// Returns the compute environment that the resource is bound to, or the only one; <see langword="null"/> where there is none, or where Aspire asks
    /// for one of several.
    /// </summary>
    public static IComputeEnvironmentResource? Of(IResource resource, IEnumerable<IResource> model) => resource.GetComputeEnvironment() ?? Only(model);

    /// <summary>Returns the same for many resources of one model, without going through the model for each.</summary>
    public static Func<IResource, IComputeEnvironmentResource?> In(IEnumerable<IResource> model)
    {
        var only = Only(model);
        return resource => resource.GetComputeEnvironment() ?? only;
    }

    /// <summary>Says whether an environment is Kubernetes: Aspire's own, or one that has it inside, as Azure's does, and says so.</summary>
    public static bool IsKubernetes(IComputeEnvironmentResource environment) =>
        environment is KubernetesEnvironmentResource || environment.HasAnnotationOfType<KubernetesEnvironmentAnnotation>();

    /// <summary>Returns the model without the shared daprds that are published elsewhere: what they share is written in each environment.</summary>
    public static IReadOnlyList<IResource> Beside(DaprSharedResource daprd, IReadOnlyCollection<IResource> model)
    {
        if (model.OfType<IComputeEnvironmentResource>().Take(2).Count() < 2)
        {
            return [.. model]; // the usual case
        }

        var target = In(model);
        return [.. model.Where(other => other is not DaprSharedResource || target(other) == target(daprd))];
    }

    private static IComputeEnvironmentResource? Only(IEnumerable<IResource> model) => model.OfType<IComputeEnvironmentResource>().Take(2).ToList() is [var only] ? only : null;
}
