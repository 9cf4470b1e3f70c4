using Aspire.Hosting.ApplicationModel;
using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds shared daprds to an application: Dapr without a sidecar, one daprd per app-id, apart from the app.</summary>
public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Adds a shared daprd. In run mode, and published to Docker Compose, it is a container in standalone mode; published to Kubernetes it
    /// is a DaemonSet (or a Deployment, see <see cref="PublishAsDeployment"/>) in kubernetes mode.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appId">
    /// The Dapr app-id, a lower-case DNS label that begins with a letter, of at most 54 characters, or <see langword="null"/> for the
    /// resource's name in lower case. Peers find it as Service <c>&lt;app-id&gt;-dapr</c>.
    /// </param>
    /// <returns>The shared daprd. Its endpoints are <c>http</c> 3500, <c>grpc</c> 50001, <c>internal</c> 50002, <c>public</c> 3501 and
    /// <c>metrics</c> 9090; its health is daprd's outbound health, which does not wait for the app, so the app may wait for it.</returns>
    /// <remarks>
    /// The Dapr API asks for a token, which is generated once, kept in the AppHost's user secrets, and given to daprd and to every app
    /// that refers to it (<c>DAPR_API_TOKEN</c>). Mistakes are reported together, as <c>DAPRSHARED###</c>, when the application starts or
    /// is published. DAPRSHARED001 and DAPRSHARED002 report an illegal app-id, DAPRSHARED003 one that two shared daprds have.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");
    /// var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders);
    /// orders.WithReference(dapr).WaitFor(dapr);
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> AddDaprShared(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        string? appId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        Setup.Ensure(builder);
        var resource = new DaprSharedResource(name, appId ?? name.ToLowerInvariant())
        {
            Common = DaprSharedOptions.Of(builder),
            ApiToken = GeneratedToken(builder, $"{name}-api-token"),
        };
        var dapr = builder.AddResource(resource)
            .WithCommonImage(options => options.Daprd)
            .WithContainerNetworkAlias(ObjectNames.Daprd(resource.AppId))
            .WithAnnotation(new DaprdArguments(resource))
            .WithAnnotation(new DaprdEnvironment(resource))
            .WithAnnotation(new CollectorEnvironment(resource))
            .WithDashboard()
            .WithOtlpExporter();
        if (builder.ExecutionContext.IsRunMode)
        {
            dapr.WithContainerFiles(
                "/dapr", (_, _) => Task.FromResult(LocalFiles.For(resource)), LocalFiles.DaprdUser, LocalFiles.DaprdUser);
        }

        foreach (var port in DaprdPorts.All)
        {
            dapr.WithEndpoint(port.Name, endpoint =>
            {
                endpoint.TargetPort = port.Number;
                endpoint.UriScheme = "http";
                endpoint.Transport = port.IsHttp2 ? "http2" : "http";
                endpoint.ExcludeReferenceEndpoint = !port.IsForApps;
            });
        }

        return dapr.WithHttpHealthCheck("/v1.0/healthz/outbound", statusCode: 204, DaprdPorts.Http.Name);
    }

    internal static bool IsOwn(EndpointAnnotation endpoint) => DaprdPorts.All.Any(port => port.Name == endpoint.Name);
}
