using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>The author's collector: where published daprds send their traces.</summary>
/// <param name="subject">The daprd that it is for, or the call that named it for all of them.</param>
/// <param name="address">A URL as text or parameter, or an endpoint.</param>
/// <param name="protocol">The protocol that it speaks.</param>
/// <param name="headers">What daprd sends with its traces, or <see langword="null"/>.</param>
internal sealed class OtlpCollector(string subject, object address, OtlpProtocol protocol, ParameterResource? headers)
{
    public string Subject => subject;

    public object Address => address;

    public OtlpProtocol Protocol => protocol;

    public ParameterResource? Headers => headers;

    /// <summary>Gets what stands for it in daprd's environment, but the name of the service.</summary>
    public IReadOnlyDictionary<string, object> Variables => field ??= new Dictionary<string, object?>
    {
        [Telemetry.Endpoint] = Url,
        [Telemetry.Protocol] = protocol == OtlpProtocol.Grpc ? "grpc" : "http/protobuf",
        [Telemetry.Headers] = headers,
    }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>Returns the collector that a daprd sends its traces to, where it is, or <see langword="null"/>.</summary>
    /// <remarks>
    /// daprd takes the endpoint of its Configuration before any variable, and would send the headers there (dapr v1.18.3
    /// pkg/config/configuration.go; the exporter reads their variable by itself).
    /// </remarks>
    public static OtlpCollector? Of(ResolvedDaprd daprd) =>
        daprd.Target.HasCollector && Tracing(daprd).Endpoint is null ? daprd.Resource.Collector : null;

    /// <summary>Returns what the Configuration of a daprd says of traces, as far as it is known here.</summary>
    public static (string? Configuration, string? Rate, string? Endpoint) Tracing(ResolvedDaprd daprd)
    {
        var named = daprd.Daprd.Options.Config;
        var configuration = daprd.Resource.Configurations is [var own, ..]
            ? DaprObjects.Configuration(own.Configuration)
            : daprd.Daprd.Resources.FirstOrDefault(item => item.Kind == "Configuration" && item.Metadata.Name == named);
        var tracing = configuration?.Spec["tracing"] as JsonObject;
        return (configuration?.Metadata.Name, Text(tracing, "samplingRate"), Text(tracing?["otel"] as JsonObject, "endpointAddress"));
    }

    // Ports of collectors are declared with any scheme, for example tcp.
    private object Url => address is EndpointReference endpoint
        ? ReferenceExpression.Create($"{Scheme(endpoint)}://{endpoint.Property(EndpointProperty.HostAndPort)}")
        : address;

    private static string Scheme(EndpointReference endpoint) => endpoint.EndpointAnnotation.UriScheme is "https" ? "https" : "http";

    private static string? Text(JsonObject? map, string key) => map?[key]?.ToString() is { Length: > 0 } text ? text : null;
}
