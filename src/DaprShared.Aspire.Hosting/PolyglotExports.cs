using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>
/// What AppHosts in other languages than C# call where C# has overloads: a name is exported once, so one method takes every type. They are
/// not public: Aspire finds them by the attribute, and C# has the overloads.
/// </summary>
internal static class PolyglotExports
{
    /// <summary>
    /// Sets a metadata item to a literal, an endpoint's URL or a property of it, an expression, a parameter, or the connection string of a
    /// resource. What is not a literal daprd reads from its environment; a secret parameter is treated as <c>withSecretMetadata</c> does.
    /// </summary>
    /// <param name="builder">The component.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The component.</returns>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedComponentResource> WithMetadata(
        this IResourceBuilder<DaprSharedComponentResource> builder,
        string name,
        [AspireUnion(
            typeof(string),
            typeof(EndpointReference),
            typeof(EndpointReferenceExpression),
            typeof(ReferenceExpression),
            typeof(IResourceBuilder<ParameterResource>),
            typeof(IResourceBuilder<IResourceWithConnectionString>))]
        object value) => value switch
        {
            string text => DaprSharedExtensions.WithMetadata(builder, name, text),
            EndpointReference endpoint => DaprSharedExtensions.WithMetadata(builder, name, endpoint),
            EndpointReferenceExpression property => DaprSharedExtensions.WithMetadata(builder, name, property),
            ReferenceExpression expression => DaprSharedExtensions.WithMetadata(builder, name, expression),
            IResourceBuilder<ParameterResource> parameter => DaprSharedExtensions.WithMetadata(builder, name, parameter),
            IResourceBuilder<IResourceWithConnectionString> resource => DaprSharedExtensions.WithMetadata(builder, name, resource),
            _ => throw Illegal(value, nameof(value)),
        };

    /// <summary>Tells a shared daprd that its app runs outside the application.</summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="url">
    /// The app: <c>scheme://host:port</c> without a path, a parameter with such a URL, or an external service. It must be reachable from
    /// daprd's container or pod.
    /// </param>
    /// <param name="protocol">
    /// What daprd speaks to the app (<c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c>, <c>h2c</c>). Default: the URL's scheme, for a
    /// parameter <c>http</c>.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED011 reports anything else, DAPRSHARED049 a scheme that contradicts the protocol.</remarks>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedResource> WithRemoteUrl(
        this IResourceBuilder<DaprSharedResource> builder,
        [AspireUnion(
            typeof(string),
            typeof(IResourceBuilder<ParameterResource>),
            typeof(IResourceBuilder<ExternalServiceResource>))]
        object url,
        string? protocol = null) => url switch
        {
            string text => WithRemoteUrl(builder, text, protocol),
            IResourceBuilder<ParameterResource> parameter => DaprSharedExtensions.WithRemoteUrl(builder, parameter, protocol ?? "http"),
            IResourceBuilder<ExternalServiceResource> service => DaprSharedExtensions.WithRemoteUrl(builder, service, protocol),
            _ => throw Illegal(url, nameof(url)),
        };

    /// <summary>
    /// Gives daprd the control plane's root certificates as PEM. They are written into ConfigMap <c>&lt;app-id&gt;-dapr-trust</c>; those of
    /// a parameter are asked for when the chart is deployed.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="pem">
    /// One or more PEM certificates, or a parameter with them: <c>ca.crt</c> of ConfigMap <c>dapr-trust-bundle</c> in the control plane's
    /// namespace.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED062 reports a text that is no certificate, DAPRSHARED063 a private key.</remarks>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedResource> WithTrustAnchors(
        this IResourceBuilder<DaprSharedResource> builder,
        [AspireUnion(typeof(string), typeof(IResourceBuilder<ParameterResource>))] object pem) => pem switch
        {
            string text => DaprSharedExtensions.WithTrustAnchors(builder, text),
            IResourceBuilder<ParameterResource> parameter => DaprSharedExtensions.WithTrustAnchors(builder, parameter),
            _ => throw Illegal(pem, nameof(pem)),
        };

    /// <summary>Adds a declarative subscription, for an app that does not subscribe by itself.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is the subscription's.</param>
    /// <param name="pubSub">The pub/sub component, or the name of one of a resources folder or of the cluster.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="route">The app's path for events that no rule matches, for example <c>/orders</c>.</param>
    /// <returns>The subscription.</returns>
    /// <remarks>DAPRSHARED039 warns when the daprd has no component of the name.</remarks>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedSubscriptionResource> AddDaprSharedSubscription(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        [AspireUnion(typeof(string), typeof(IResourceBuilder<DaprSharedComponentResource>))] object pubSub,
        string topic,
        string route) => pubSub switch
        {
            string component => DaprSharedExtensions.AddDaprSharedSubscription(builder, name, component, topic, route),
            IResourceBuilder<DaprSharedComponentResource> component =>
                DaprSharedExtensions.AddDaprSharedSubscription(builder, name, component, topic, route),
            _ => throw Illegal(pubSub, nameof(pubSub)),
        };

    /// <summary>Uses policies for a component.</summary>
    /// <param name="builder">The policies.</param>
    /// <param name="component">The component, or its name.</param>
    /// <param name="outbound">For calls from daprd to the component.</param>
    /// <param name="inbound">For deliveries from the component to the app.</param>
    /// <returns>The policies.</returns>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedResiliencyResource> WithComponentTarget(
        this IResourceBuilder<DaprSharedResiliencyResource> builder,
        [AspireUnion(typeof(string), typeof(IResourceBuilder<DaprSharedComponentResource>))] object component,
        DaprPolicies? outbound = null,
        DaprPolicies? inbound = null) => component switch
        {
            string name => DaprSharedExtensions.WithComponentTarget(builder, name, outbound, inbound),
            IResourceBuilder<DaprSharedComponentResource> resource =>
                DaprSharedExtensions.WithComponentTarget(builder, resource, outbound, inbound),
            _ => throw Illegal(component, nameof(component)),
        };

    /// <summary>
    /// Lets all published daprds of the application send their traces to one collector, in the chart, in plain manifests and in Docker
    /// Compose. In run mode they go to the dashboard as ever.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="address">
    /// The collector: <c>http://host:port</c> or <c>https://host:port</c> without a path, a parameter with such a URL, or an endpoint.
    /// </param>
    /// <param name="protocol">What the collector speaks. Default gRPC.</param>
    /// <param name="headers">A secret parameter with what is sent along: <c>name=value</c>, several with commas between.</param>
    /// <returns>The application.</returns>
    /// <remarks>DAPRSHARED138 reports what daprd cannot use; DAPRSHARED139 warns where no traces arrive.</remarks>
    [AspireExport]
    internal static IDistributedApplicationBuilder WithDaprSharedOtlpCollector(
        this IDistributedApplicationBuilder builder,
        [AspireUnion(typeof(string), typeof(IResourceBuilder<ParameterResource>), typeof(EndpointReference))] object address,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => address switch
        {
            string url => DaprSharedExtensions.WithDaprSharedOtlpCollector(builder, url, protocol, headers),
            IResourceBuilder<ParameterResource> url => DaprSharedExtensions.WithDaprSharedOtlpCollector(builder, url, protocol, headers),
            EndpointReference endpoint => DaprSharedExtensions.WithDaprSharedOtlpCollector(builder, endpoint, protocol, headers),
            _ => throw Illegal(address, nameof(address)),
        };

    /// <summary>
    /// Lets a published daprd send its traces to a collector of its own, in place of the one that all have. In run mode they go to the
    /// dashboard as ever.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="address">
    /// The collector: <c>http://host:port</c> or <c>https://host:port</c> without a path, a parameter with such a URL, or an endpoint.
    /// </param>
    /// <param name="protocol">What the collector speaks. Default gRPC.</param>
    /// <param name="headers">A secret parameter with what is sent along: <c>name=value</c>, several with commas between.</param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>DAPRSHARED138 reports what daprd cannot use; DAPRSHARED139 warns where no traces arrive.</remarks>
    [AspireExport]
    internal static IResourceBuilder<DaprSharedResource> WithOtlpCollector(
        this IResourceBuilder<DaprSharedResource> builder,
        [AspireUnion(typeof(string), typeof(IResourceBuilder<ParameterResource>), typeof(EndpointReference))] object address,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => address switch
        {
            string url => DaprSharedExtensions.WithOtlpCollector(builder, url, protocol, headers),
            IResourceBuilder<ParameterResource> url => DaprSharedExtensions.WithOtlpCollector(builder, url, protocol, headers),
            EndpointReference endpoint => DaprSharedExtensions.WithOtlpCollector(builder, endpoint, protocol, headers),
            _ => throw Illegal(address, nameof(address)),
        };

    private static IResourceBuilder<DaprSharedResource> WithRemoteUrl(
        IResourceBuilder<DaprSharedResource> builder,
        string url,
        string? protocol)
    {
        builder.Resource.App = new RemoteUrl(url, protocol);
        return builder;
    }

    private static ArgumentException Illegal(object value, string parameter) =>
        new($"A value of type '{value?.GetType().Name ?? "null"}' cannot be used here.", parameter);
}
