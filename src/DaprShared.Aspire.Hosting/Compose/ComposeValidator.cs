using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Finds what becomes of shared daprds in one Docker Compose environment otherwise than in a cluster.</summary>
internal static class ComposeValidator
{
    public static IEnumerable<Diagnostic> Validate(IReadOnlyList<DaprSharedResource> daprds)
    {
        if (daprds.Where(daprd => daprd.Replicas is not (null or 1) || daprd.Workload.Autoscaling is not null).Select(daprd => daprd.Name).ToList() is { Count: > 0 } replicated)
        {
            yield return DiagnosticRules.OneInCompose.For(string.Join(", ", replicated), "Docker Compose gets one daprd of each; the numbers are for a cluster.",
                "Nothing, if one is enough there. Otherwise publish to Kubernetes.");
        }

        foreach (var daprd in daprds.Where(daprd => daprds.Count > 1 && !string.Equals(daprd.Name, ObjectNames.Daprd(daprd.AppId), StringComparison.OrdinalIgnoreCase)))
        {
            yield return DiagnosticRules.NotFoundInCompose.For(daprd.Name,
                $"other daprds look for app-id '{daprd.AppId}' under '{ObjectNames.Daprd(daprd.AppId)}', and a service of Docker Compose has the resource's name alone, '{daprd.Name}'.",
                $"Name the resource '{ObjectNames.Daprd(daprd.AppId)}', unless nobody invokes its app.");
        }

        foreach (var diagnostic in ReferenceValidator.Published(daprds))
        {
            yield return diagnostic;
        }
    }
}
