using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Finds the settings of a daprd's container that a cluster has no place for.</summary>
internal static class ContainerValidator
{
    private static readonly (Func<DaprSharedResource, IEnumerable<string>> Lost, string Fix)[] Settings =
    [
        (Arguments, "Use WithOptions."),
        (EntryPoint, "Let it be the image's '/daprd' (WithDockerfile), or change the command with PublishAsKubernetesService."),
        (Endpoints, "Reach it with kubectl port-forward, or add its port with PublishAsKubernetesService."),
        (External, "Set ApiServiceType with WithPodSettings, or route to it with AddIngress."),
    ];

    public static IEnumerable<Diagnostic> Validate(DaprSharedResource daprd)
    {
        foreach (var (settings, fix) in Settings)
        {
            foreach (var lost in settings(daprd))
            {
                yield return DiagnosticRules.NotPublished.For(daprd.Name, lost, fix);
            }
        }

        if (daprd.App is ModelApp { App: var app } && !HasWorkload(app))
        {
            yield return DiagnosticRules.AppNotPublished.For(
                daprd.Name,
                $"app '{app.Name}' gets no workload, so nothing answers at its address.",
                "Publish it (PublishAsDockerFile, for example), or name where it runs with WithRemoteUrl.");
        }
    }

    private static bool HasWorkload(IResource app) =>
        !app.IsExcludedFromPublish() && (app is ProjectResource || app.Annotations.OfType<ContainerImageAnnotation>().Any());

    private static IEnumerable<string> Arguments(DaprSharedResource daprd)
    {
        var callbacks = daprd.Annotations.OfType<CommandLineArgsCallbackAnnotation>();
        if (daprd.Injection is not null && callbacks.Any(callback => callback is not IOwnCallback<CommandLineArgsCallbackContext>))
        {
            yield return "the sidecar injector takes no arguments of WithArgs.";
        }
    }

    private static IEnumerable<string> EntryPoint(DaprSharedResource daprd)
    {
        if (daprd.Entrypoint is { } entrypoint && entrypoint != DaprdCommandLine.Executable)
        {
            yield return $"the entry point '{entrypoint}' is the container's; in a cluster the command is '{DaprdCommandLine.Executable}'.";
        }
    }

    private static IEnumerable<string> Endpoints(DaprSharedResource daprd) =>
        from endpoint in daprd.Annotations.OfType<EndpointAnnotation>()
        where !DaprSharedExtensions.IsOwn(endpoint)
        select $"the endpoint '{endpoint.Name}' has no port in the Services and the NetworkPolicy.";

    private static IEnumerable<string> External(DaprSharedResource daprd)
    {
        if (daprd.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal))
        {
            yield return "WithExternalHttpEndpoints opens nothing in a cluster.";
        }
    }
}
