using Aspire.Hosting.ApplicationModel;
using DaprShared;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Tells a shared daprd its app. daprd gets <c>--app-channel-address</c>, <c>--app-port</c> and <c>--app-protocol</c> from the app's
    /// endpoint, as a container sees it locally and as the app's Service in a cluster.
    /// </summary>
    /// <typeparam name="T">The app's type: a project, a container, an executable.</typeparam>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="app">The app. One without endpoints (a worker, a publisher) gets no app channel.</param>
    /// <param name="endpointName">
    /// The endpoint that daprd calls, or <see langword="null"/> for the only one, the only one without TLS, or the one called <c>http</c>.
    /// Protocol: <c>grpc</c> for an endpoint of that name or scheme, <c>h2c</c> for one with transport <c>http2</c>, else its scheme.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// DAPRSHARED005 reports an unknown endpoint, DAPRSHARED007 several without a name, DAPRSHARED006 warns of an https-only app.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExport]
    public static IResourceBuilder<DaprSharedResource> WithApp<T>(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<T> app,
        [EndpointName] string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(app);

        Setup.Ensure(builder.ApplicationBuilder);
        var channel = new ModelApp(app.Resource, endpointName);
        builder.Resource.App = channel;
        app.Resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            if (ReferenceEquals(builder.Resource.App, channel) && builder.Resource.AppToken is { } token)
            {
                context.EnvironmentVariables[AppEnvironment.AppToken] = token;
            }
        }));
        return builder.WithRelationship(app.Resource, "App");
    }

    /// <summary>Tells a shared daprd that its app runs outside the application, at a URL.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="url">
    /// <c>scheme://host:port</c> without a path; scheme <c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c> or <c>h2c</c>. It must be
    /// reachable from daprd's container or pod.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd gets it as <c>--app-channel-address</c>, <c>--app-port</c> and <c>--app-protocol</c>. DAPRSHARED011 reports anything else.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithRemoteUrl(this IResourceBuilder<DaprSharedResource> builder, string url)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(url);

        builder.Resource.App = new RemoteUrl(url);
        return builder;
    }

    /// <summary>Tells a shared daprd that its app runs outside the application, at a URL in a parameter.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="url">
    /// The parameter; its value has the form of the other overload. In Aspire's chart it is a value, which the chart takes apart.
    /// </param>
    /// <param name="protocol">
    /// What daprd speaks to the app, because it is needed before the parameter is known: <c>http</c> (default), <c>https</c>, <c>grpc</c>,
    /// <c>grpcs</c> or <c>h2c</c>.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd gets it as <c>--app-channel-address</c>, <c>--app-port</c> and <c>--app-protocol</c>. daprd does not start when the value is
    /// no such URL (DAPRSHARED011) or its scheme contradicts the protocol (DAPRSHARED049): the scheme is the protocol's name, or
    /// <c>http</c>, or <c>https</c> for the protocols with TLS.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithRemoteUrl(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ParameterResource> url,
        string protocol = "http")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(url);
        ArgumentException.ThrowIfNullOrEmpty(protocol);

        builder.Resource.App = new ParameterUrl(url.Resource, protocol);
        return builder;
    }

    /// <summary>Tells a shared daprd that its app is an external service of the application.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="service">The external service, at a URL or at a URL in a parameter.</param>
    /// <param name="protocol">
    /// What daprd speaks to the app (<c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c>, <c>h2c</c>), or <see langword="null"/> for the
    /// URL's scheme, for a parameter <c>http</c>.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// daprd gets it as <c>--app-channel-address</c>, <c>--app-port</c> and <c>--app-protocol</c>. DAPRSHARED011 reports a URL with a
    /// path, DAPRSHARED049 a scheme that contradicts the protocol.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithRemoteUrl(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ExternalServiceResource> service,
        string? protocol = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(service);

        builder.Resource.App = service.Resource switch
        {
            { UrlParameter: { } url } => new ParameterUrl(url, protocol ?? "http"),
            { Uri: var uri } => new RemoteUrl(uri!.ToString(), protocol),
        };
        return builder.WithRelationship(service.Resource, "App");
    }

    /// <summary>
    /// Gives an app its shared daprd: <c>DAPR_HTTP_ENDPOINT</c>, <c>DAPR_GRPC_ENDPOINT</c> and <c>DAPR_API_TOKEN</c>, which every Dapr SDK
    /// reads.
    /// </summary>
    /// <typeparam name="T">The app's type.</typeparam>
    /// <param name="builder">The app.</param>
    /// <param name="dapr">The shared daprd.</param>
    /// <returns>The app.</returns>
    /// <remarks>
    /// The URLs are those that the app reaches daprd at: <c>http://localhost:&lt;port&gt;</c> for a process, the network alias for a
    /// container, the API Service in a cluster, which for a DaemonSet leads to the daprd on the app's own node. DAPRSHARED104 reports an
    /// app that gets two.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/reference/environment/"/>
    /// <seealso href="https://docs.dapr.io/operations/security/api-token/"/>
    [AspireExportIgnore(Reason = "withReference of the AppHost dispatches to DaprSharedResource.")]
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<DaprSharedResource> dapr)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dapr);

        Setup.Ensure(builder.ApplicationBuilder);
        var (app, resource) = (builder.Resource, dapr.Resource);
        if (app.Annotations.OfType<DaprOfApp>().FirstOrDefault(other => other.Daprd != resource) is { Daprd: var first })
        {
            resource.Mistakes.Add(DiagnosticRules.SeveralDaprds.For(
                app.Name,
                $"it refers to '{first.Name}' and to '{resource.Name}', "
                + "but its variables (DAPR_HTTP_ENDPOINT and the others) lead to one.",
                "Keep one. The endpoint of another daprd goes under a name of its own: "
                + "WithEnvironment(\"OTHER_DAPR\", dapr.Resource.HttpEndpoint)."));
        }

        return builder
            .WithAnnotation(new DaprOfApp(resource))
            .WithReferenceRelationship(resource)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables[AppEnvironment.HttpEndpoint] = resource.HttpEndpoint;
                context.EnvironmentVariables[AppEnvironment.GrpcEndpoint] = resource.GrpcEndpoint;
                if (resource.ApiToken is { } token)
                {
                    context.EnvironmentVariables[AppEnvironment.ApiToken] = token;
                }
            });
    }

    /// <summary>
    /// Gives an app a shared daprd of its own in one call: adds <c>&lt;app&gt;-dapr</c> with the app's name in lower case as app-id, wires
    /// both directions, and lets the app wait for it.
    /// </summary>
    /// <typeparam name="T">The app's type: a project, a container, an executable.</typeparam>
    /// <param name="builder">The app.</param>
    /// <param name="configure">Configures the shared daprd, or <see langword="null"/>.</param>
    /// <returns>The app.</returns>
    /// <remarks>
    /// The app gets <c>DAPR_HTTP_ENDPOINT</c>, <c>DAPR_GRPC_ENDPOINT</c> and <c>DAPR_API_TOKEN</c>. A second call adds to the first: it
    /// configures the same daprd. An app without endpoints is not called by daprd, which is right for one that only calls; the summary of a
    /// publish names it. DAPRSHARED001 reports an app whose name is no app-id, DAPRSHARED005 and DAPRSHARED007 one whose endpoint
    /// is not clear, DAPRSHARED104 one that gets two; at once, by a <see cref="DistributedApplicationException"/>, DAPRSHARED034 reports a
    /// resource <c>&lt;app&gt;-dapr</c> that is something else.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// builder.AddProject("storefront", "../Shop.Storefront/Shop.Storefront.csproj")
    ///        .WithDaprShared(dapr => dapr.PublishAsDeployment());
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-dapr-shared/"/>
    [AspireExport(RunSyncOnBackgroundThread = true)]
    public static IResourceBuilder<T> WithDaprShared<T>(
        this IResourceBuilder<T> builder,
        Action<IResourceBuilder<DaprSharedResource>>? configure = null)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);

        var (app, model) = (builder.Resource, builder.ApplicationBuilder);
        var name = $"{app.Name}-dapr";
        if (ModelValidator.Sidecar(name, app) is { } sidecar)
        {
            // Said here, because the sidecar has the name that the shared daprd would get.
            throw new MistakesException(sidecar.ToString());
        }

        var found = model.Resources.FirstOrDefault(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
        var dapr = found switch
        {
            null => model.AddDaprShared(name, app.Name.ToLowerInvariant()).WithApp(builder),
            DaprSharedResource { App: ModelApp { App: var own } } daprd when own == (IResource)app => model.CreateResourceBuilder(daprd),
            _ => throw new MistakesException(ModelValidator.NameTaken(app, found).ToString()),
        };
        configure?.Invoke(dapr);
        return app.Annotations.OfType<DaprOfApp>().Any(other => other.Daprd == dapr.Resource)
            ? builder
            : builder.WithReference(dapr).WaitFor(dapr);
    }

    // What the variables of an app lead to.
    private sealed record DaprOfApp(DaprSharedResource Daprd) : IResourceAnnotation;
}
