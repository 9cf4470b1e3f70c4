namespace DaprShared.Doctor;

/// <summary>The apps of daprds: who calls its API, and whom it calls.</summary>
internal static class Neighbours
{
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
        return (from client in names.SelectMany(manifests.ClientsAt)
                where client.Container != daprd.Container && Leads(client.Host, client.Workload.Object.Namespace, names, daprd.Object)
                select (client.Workload, client.Container)).Distinct();
    }

    /// <summary>Returns the workloads behind the address that a daprd calls its app at.</summary>
    public static IEnumerable<Workload> AppsOf(this Manifests manifests, FoundDaprd daprd) =>
        !daprd.IsShared ? [daprd.Workload]
        : daprd.Value("app-channel-address") is { Length: > 0 } host
        ? from service in manifests.ServicesOf(host.Split('.')[0])
          where Leads(host, daprd.Object.Namespace, [service.Name], service)
          from workload in manifests.SelectedBy(service)
          select workload
        : [];

    // "name", "name.namespace" or "name.namespace.svc.domain".
    private static bool Leads(string host, string from, HashSet<string> names, ManifestObject to)
    {
        var labels = host.Split('.');
        return names.Contains(labels[0]) && to.IsIn(labels is [_, var @namespace, ..] ? @namespace : from);
    }
}
