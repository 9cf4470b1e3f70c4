namespace DaprShared.Doctor;

/// <summary>The apps of daprds: who calls its API, and whom it calls.</summary>
internal static class Neighbours
{
    private static readonly string[] _endpoints = [AppEnvironment.HttpEndpoint, AppEnvironment.GrpcEndpoint];

    /// <summary>Returns the containers whose variables lead to a daprd's API.</summary>
    public static IEnumerable<(Workload Workload, Container Container)> ClientsOf(this Manifests manifests, FoundDaprd daprd)
    {
        HashSet<string> names =
        [
            .. manifests.ServicesOf(daprd).Select(service => service.Name),
            // The operator's and ours, where the input has not the Services.
            .. from name in (string[])[ObjectNames.Daprd(daprd.AppId), ObjectNames.ApiService(daprd.AppId)]
               where manifests.Find("Service", name, daprd.Object) is null
               select name,
        ];
        return from workload in manifests.Workloads
               from container in workload.Containers
               where container != daprd.Container
                  && _endpoints.Any(name => manifests.VariableOf(workload, container, name)?.Value is { } url
                      && Leads(url, workload.Object.Namespace, names, daprd.Object))
               select (workload, container);
    }

    /// <summary>Returns the workloads behind the address that a daprd calls its app at.</summary>
    public static IEnumerable<Workload> AppsOf(this Manifests manifests, FoundDaprd daprd) =>
        !daprd.IsShared ? [daprd.Workload]
        : daprd.Value("app-channel-address") is { Length: > 0 } host
        ? from service in manifests.Of("Service")
          where Leads($"http://{host}", daprd.Object.Namespace, [service.Name], service)
          from workload in manifests.SelectedBy(service)
          select workload
        : [];

    // "name", "name.namespace" or "name.namespace.svc.domain".
    private static bool Leads(string url, string from, HashSet<string> names, ManifestObject to)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Split('.') is not [var name, .. var rest]
            || !names.Contains(name))
        {
            return false;
        }

        return to.IsIn(rest is [var @namespace, ..] ? @namespace : from);
    }
}
