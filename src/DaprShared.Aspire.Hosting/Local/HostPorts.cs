using System.Net.NetworkInformation;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// Finds fixed ports of shared daprds that somebody else has. The orchestrator starts all the same; the resource is only never healthy
/// then, because somebody else answers.
/// </summary>
internal static class HostPorts
{
    public static IReadOnlyList<Diagnostic> Validate(DistributedApplicationModel model)
    {
        var fixedPorts = (from resource in model.Resources
                          from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                          where endpoint.Port is not null
                          group (Resource: resource, Endpoint: endpoint) by endpoint.Port!.Value into same
                          where same.Any(one => one.Resource is DaprSharedResource)
                          select same).ToList();
        if (fixedPorts.Count == 0)
        {
            return [];
        }

        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return
        [
            .. from same in fixedPorts
               let isTaken = taken.Contains(same.Key)
               where isTaken || same.Count() > 1
               select DiagnosticRules.HostPortTaken.For(
                   string.Join(", ", same.Select(one => $"{one.Resource.Name}/{one.Endpoint.Name}")),
                   isTaken
                       ? $"a process of this machine already listens on port {same.Key}."
                       : $"they all ask for port {same.Key} of this machine.",
                   "Remove the fixed port, so that the orchestrator chooses a free one, or choose another."),
        ];
    }
}
