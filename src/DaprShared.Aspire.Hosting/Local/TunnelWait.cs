using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace DaprShared.Hosting;

/// <summary>
/// Finds apps that wait for their daprd while its container waits for them. A container reaches a process of this machine through Aspire's
/// tunnel, which has an address for every endpoint of the process before a container that refers to it is created. Aspire's proxy listens
/// before the process does; without it there is no address until the process runs (seen with Aspire 13.6.5, whichever endpoint daprd calls,
/// with and without a fixed port).
/// </summary>
internal static class TunnelWait
{
    // On by default since Aspire 13.3.
    private const string Tunnel = "ASPIRE_ENABLE_CONTAINER_TUNNEL";

    public static IEnumerable<Diagnostic> Validate(IEnumerable<DaprSharedResource> daprds, IConfiguration configuration) =>
        from daprd in configuration.GetValue(Tunnel, true) ? daprds : []
        let app = (daprd.App as ModelApp)?.App
        where app is not null && !app.IsContainer() && WaitsFor(app, daprd, [])
        from endpoint in app.Annotations.OfType<EndpointAnnotation>().Where(endpoint => IsWithoutProxy(app, endpoint)).Take(1)
        select DiagnosticRules.WaitForEachOther.For(
            daprd.Name,
            $"its app '{app.Name}' waits for it, and endpoint '{endpoint.Name}' of '{app.Name}' has no proxy (isProxied: false): "
            + $"it has no address for containers until '{app.Name}' runs, so neither would start.",
            "Let Aspire proxy the endpoint, or let the app start first: "
            + $"AddDaprShared, WithApp({app.Name}) and WithReference without WaitFor.");

    private static bool IsWithoutProxy(IResource app, EndpointAnnotation endpoint) =>
        endpoint.Protocol == ProtocolType.Tcp
        && (!endpoint.IsProxied || app.Annotations.OfType<ProxySupportAnnotation>().LastOrDefault() is { ProxyEnabled: false });

    private static bool WaitsFor(IResource waiter, IResource awaited, HashSet<IResource> seen) =>
        seen.Add(waiter)
        && waiter.Annotations.OfType<WaitAnnotation>().Any(wait => wait.Resource == awaited || WaitsFor(wait.Resource, awaited, seen));
}
