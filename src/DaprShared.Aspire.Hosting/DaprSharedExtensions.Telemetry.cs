using Aspire.Hosting.ApplicationModel;
using DaprShared.Hosting;

namespace Aspire.Hosting;

public static partial class DaprSharedExtensions
{
    /// <summary>
    /// Lets all published daprds of the application send their traces to one collector, in the chart, in plain manifests and in Docker
    /// Compose. In run mode they go to the dashboard as ever.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="url">The collector: <c>http://host:port</c>, or <c>https://host:port</c> where it has TLS. Without a path.</param>
    /// <param name="protocol">
    /// What the collector speaks. Default <see cref="OtlpProtocol.Grpc"/>, mostly at port 4317;
    /// <see cref="OtlpProtocol.HttpProtobuf"/> is mostly at 4318.
    /// </param>
    /// <param name="headers">
    /// A secret parameter with what is sent along, for example a key: <c>name=value</c>, several with commas between, values escaped as in
    /// a URL; daprd ends at any other text. Default <see langword="null"/>: nothing.
    /// </param>
    /// <returns>The application.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> and, in a Secret,
    /// <c>_HEADERS</c>, with the resource's name as <c>OTEL_SERVICE_NAME</c>. It takes the place of an environment's dashboard;
    /// <see cref="WithOtlpCollector(IResourceBuilder{DaprSharedResource}, string, OtlpProtocol, IResourceBuilder{ParameterResource})"/>
    /// and <c>WithEnvironment</c> of one daprd win. Every request is traced, unless <see cref="WithTracing"/> sets a rate. daprd sends
    /// traces alone (dapr v1.18.3 pkg/runtime/runtime.go, setupTracing). DAPRSHARED138 reports an address or a protocol that daprd
    /// cannot use, DAPRSHARED048 headers that are not secret, DAPRSHARED100 a collector that is published elsewhere; DAPRSHARED139
    /// warns where no traces arrive, DAPRSHARED143 of <c>localhost</c>.
    /// </remarks>
    /// <example><code lang="csharp">builder.WithDaprSharedOtlpCollector("http://collector.monitoring:4317");</code></example>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IDistributedApplicationBuilder WithDaprSharedOtlpCollector(
        this IDistributedApplicationBuilder builder,
        string url,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForAll(builder, url, protocol, headers);

    /// <summary>
    /// Lets all published daprds of the application send their traces to one collector, whose address is a parameter. In run mode they go
    /// to the dashboard as ever.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="url">
    /// The collector: a parameter with <c>http://host:port</c>, or <c>https://host:port</c> where it has TLS. Without a path. A value that
    /// is known when it is published is checked.
    /// </param>
    /// <param name="protocol">What the collector speaks. Default <see cref="OtlpProtocol.Grpc"/>.</param>
    /// <param name="headers">
    /// A secret parameter with what is sent along: <c>name=value</c>, several with commas between. Default <see langword="null"/>: nothing.
    /// </param>
    /// <returns>The application.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> (in a chart from the
    /// value; in Docker Compose not at all, and daprd's exporter goes by the address) and, in a Secret, <c>_HEADERS</c>. DAPRSHARED138
    /// reports an address, a protocol or headers that daprd cannot use, and shows nothing of a secret; DAPRSHARED048 headers that are
    /// not secret; DAPRSHARED139 warns where no traces arrive.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">builder.WithDaprSharedOtlpCollector(builder.AddParameter("collector"));</code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IDistributedApplicationBuilder WithDaprSharedOtlpCollector(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ParameterResource> url,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForAll(builder, url?.Resource, protocol, headers);

    /// <summary>
    /// Lets all published daprds of the application send their traces to a collector that is a part of it. In run mode they go to the
    /// dashboard as ever.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="endpoint">
    /// The endpoint of the collector, for example of a container; with the scheme <c>https</c> it has TLS, with any other it has none.
    /// </param>
    /// <param name="protocol">What the collector speaks there. Default <see cref="OtlpProtocol.Grpc"/>.</param>
    /// <param name="headers">
    /// A secret parameter with what is sent along: <c>name=value</c>, several with commas between. Default <see langword="null"/>: nothing.
    /// </param>
    /// <returns>The application.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> and, in a Secret,
    /// <c>_HEADERS</c>. DAPRSHARED138 reports an endpoint that is not there, DAPRSHARED048 headers that are not secret, DAPRSHARED100
    /// a collector that is published elsewhere; DAPRSHARED139 warns where no traces arrive.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var collector = builder.AddContainer("collector", "otel/opentelemetry-collector").WithEndpoint(targetPort: 4317, name: "otlp");
    /// builder.WithDaprSharedOtlpCollector(collector.GetEndpoint("otlp"));
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IDistributedApplicationBuilder WithDaprSharedOtlpCollector(
        this IDistributedApplicationBuilder builder,
        EndpointReference endpoint,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForAll(builder, endpoint, protocol, headers);

    /// <summary>
    /// Lets a published daprd send its traces to a collector of its own, in place of the one that all have. In run mode they go to the
    /// dashboard as ever.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="url">The collector: <c>http://host:port</c>, or <c>https://host:port</c> where it has TLS. Without a path.</param>
    /// <param name="protocol">
    /// What the collector speaks. Default <see cref="OtlpProtocol.Grpc"/>, mostly at port 4317;
    /// <see cref="OtlpProtocol.HttpProtobuf"/> is mostly at 4318.
    /// </param>
    /// <param name="headers">
    /// A secret parameter with what is sent along, for example a key: <c>name=value</c>, several with commas between, values escaped as in
    /// a URL; daprd ends at any other text. Default <see langword="null"/>: nothing, also where the collector of all has some.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> and, in a Secret,
    /// <c>_HEADERS</c>, with the resource's name as <c>OTEL_SERVICE_NAME</c>. It takes the place of an environment's dashboard;
    /// <c>WithEnvironment</c> wins. Every request is traced, unless <see cref="WithTracing"/> sets a rate. daprd sends traces alone
    /// (dapr v1.18.3 pkg/runtime/runtime.go, setupTracing). DAPRSHARED138 reports an address or a protocol that daprd cannot use,
    /// DAPRSHARED048 headers that are not secret; DAPRSHARED139 warns where no traces arrive, DAPRSHARED143 of <c>localhost</c>.
    /// </remarks>
    /// <example>
    /// <code lang="csharp">
    /// var key = builder.AddParameter("collector-headers", secret: true); // api-key=…
    /// dapr.WithOtlpCollector("https://otlp.example.com:4318", OtlpProtocol.HttpProtobuf, key);
    /// </code>
    /// </example>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithOtlpCollector(
        this IResourceBuilder<DaprSharedResource> builder,
        string url,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForOne(builder, url, protocol, headers);

    /// <summary>
    /// Lets a published daprd send its traces to a collector of its own, whose address is a parameter. In run mode they go to the
    /// dashboard as ever.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="url">
    /// The collector: a parameter with <c>http://host:port</c>, or <c>https://host:port</c> where it has TLS. Without a path. A value that
    /// is known when it is published is checked.
    /// </param>
    /// <param name="protocol">What the collector speaks. Default <see cref="OtlpProtocol.Grpc"/>.</param>
    /// <param name="headers">
    /// A secret parameter with what is sent along: <c>name=value</c>, several with commas between. Default <see langword="null"/>: nothing.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> (in a chart from the
    /// value; in Docker Compose not at all, and daprd's exporter goes by the address) and, in a Secret, <c>_HEADERS</c>. DAPRSHARED138
    /// reports an address, a protocol or headers that daprd cannot use, and shows nothing of a secret; DAPRSHARED048 headers that are
    /// not secret; DAPRSHARED139 warns where no traces arrive.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithOtlpCollector(
        this IResourceBuilder<DaprSharedResource> builder,
        IResourceBuilder<ParameterResource> url,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForOne(builder, url?.Resource, protocol, headers);

    /// <summary>
    /// Lets a published daprd send its traces to a collector of its own, which is a part of the application. In run mode they go to the
    /// dashboard as ever.
    /// </summary>
    /// <param name="builder">The shared daprd.</param>
    /// <param name="endpoint">
    /// The endpoint of the collector, for example of a container; with the scheme <c>https</c> it has TLS, with any other it has none.
    /// </param>
    /// <param name="protocol">What the collector speaks there. Default <see cref="OtlpProtocol.Grpc"/>.</param>
    /// <param name="headers">
    /// A secret parameter with what is sent along: <c>name=value</c>, several with commas between. Default <see langword="null"/>: nothing.
    /// </param>
    /// <returns>The shared daprd.</returns>
    /// <remarks>
    /// It appears in daprd's environment as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_INSECURE</c> and, in a Secret,
    /// <c>_HEADERS</c>. DAPRSHARED138 reports an endpoint that is not there, DAPRSHARED048 headers that are not secret, DAPRSHARED100
    /// a collector that is published elsewhere; DAPRSHARED139 warns where no traces arrive.
    /// </remarks>
    /// <seealso href="https://docs.dapr.io/operations/observability/tracing/otel-collector/"/>
    [AspireExportIgnore(Reason = "One export takes all overloads: see PolyglotExports.")]
    public static IResourceBuilder<DaprSharedResource> WithOtlpCollector(
        this IResourceBuilder<DaprSharedResource> builder,
        EndpointReference endpoint,
        OtlpProtocol protocol = OtlpProtocol.Grpc,
        IResourceBuilder<ParameterResource>? headers = null) => ForOne(builder, endpoint, protocol, headers);

    private static IDistributedApplicationBuilder ForAll(
        IDistributedApplicationBuilder builder,
        object? address,
        OtlpProtocol protocol,
        IResourceBuilder<ParameterResource>? headers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(address);

        Setup.Ensure(builder);
        DaprSharedOptions.Of(builder).Collector = new(nameof(WithDaprSharedOtlpCollector), address, protocol, headers?.Resource);
        return builder;
    }

    private static IResourceBuilder<DaprSharedResource> ForOne(
        IResourceBuilder<DaprSharedResource> builder,
        object? address,
        OtlpProtocol protocol,
        IResourceBuilder<ParameterResource>? headers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(address);

        builder.Resource.Collector = new(builder.Resource.Name, address, protocol, headers?.Resource);
        return builder;
    }
}
