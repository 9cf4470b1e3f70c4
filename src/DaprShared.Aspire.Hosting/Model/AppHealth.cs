#pragma warning disable ASPIREPROBES001 // The probes of an app.

using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// daprd's app health checks, where the model knows the app's probe: while the app is away, its subscriptions and its streams of the
/// scheduler are paused, so that messages, jobs and reminders wait for it.
/// </summary>
internal static class AppHealth
{
    // What says best whether the app takes work comes first.
    private static readonly ProbeType[] Preferred = [ProbeType.Readiness, ProbeType.Liveness, ProbeType.Startup];

    /// <summary>Switches them on, unless the user has decided or there is no probe on the endpoint that daprd calls.</summary>
    public static DaprdOptions Follow(DaprdOptions options, IAppChannel? app, RemoteApp? channel) =>
        options.EnableAppHealthCheck is null && app is ModelApp { App: var resource } && PathOf(resource, channel) is { } path
            ? options with { EnableAppHealthCheck = true, AppHealthCheckPath = options.AppHealthCheckPath ?? path }
            : options;

    // gRPC apps are asked by the protocol of gRPC, which has no path.
    private static string? PathOf(IResource app, RemoteApp? channel) =>
        channel is not { Protocol: "http" or "https" or "h2c", Host.Reference: EndpointReferenceExpression { Endpoint: var called } } ? null
        : app.Annotations.OfType<EndpointProbeAnnotation>()
            .Where(probe => IsSame(probe.EndpointReference, called))
            .OrderBy(probe => Array.IndexOf(Preferred, probe.Type))
            .Select(probe => probe.Path)
            .FirstOrDefault();

    // The http and the https endpoint of a project lead to one server.
    private static bool IsSame(EndpointReference probed, EndpointReference called) =>
        probed.Resource == called.Resource
        && (probed.EndpointName == called.EndpointName || (called.Resource is ProjectResource && IsOfServer(probed) && IsOfServer(called)));

    private static bool IsOfServer(EndpointReference endpoint) => endpoint.EndpointName is "http" or "https";
}
