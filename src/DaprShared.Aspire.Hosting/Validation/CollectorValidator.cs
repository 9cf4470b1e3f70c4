using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Finds what keeps the traces of a daprd from the author's collector.</summary>
internal static partial class CollectorValidator
{
    private const string Example = "http://collector:4317";

    // What OTLP calls its default ports (opentelemetry.io/docs/specs/otlp).
    private const int GrpcPort = 4317, HttpPort = 4318;

    public static IEnumerable<Diagnostic> Validate(ResolvedDaprd daprd) =>
        daprd.Resource.Collector is not { } collector ? [] :
        [
            .. Address(collector),
            .. Protocol(collector),
            .. Headers(collector),
            .. daprd.Target.HasCollector ? Lost(collector, daprd) : [],
        ];

    // daprd takes http:// or https:// away and dials the rest (dapr v1.18.3 pkg/config/configuration.go).
    private static IEnumerable<Diagnostic> Address(OtlpCollector collector)
    {
        if (collector.Address is EndpointReference { Exists: false } endpoint)
        {
            var names = endpoint.Resource.Annotations.OfType<EndpointAnnotation>().Select(other => $"'{other.Name}'").ToList();
            yield return Illegal(
                collector,
                $"'{endpoint.Resource.Name}' has no endpoint '{endpoint.EndpointName}'.",
                names.Count == 0 ? "Add it." : $"Name one that it has: {string.Join(", ", names)}.");
        }

        if (collector.Address is not string text)
        {
            yield break;
        }

        var url = Url().Match(text);
        var (address, shown) = (url.Groups["address"].Value, text[(text.LastIndexOf('@') + 1)..]);
        if (!url.Success)
        {
            yield return Illegal(
                collector,
                $"its address '{shown}' is not http or https, in lower case, with a host and a port from 1 to 65535.",
                $"Write it like {Example}; https is for a collector with TLS.");
        }
        else if (url.Groups["path"].Length > 0)
        {
            yield return Illegal(
                collector,
                $"its address '{shown}' has '{url.Groups["path"].Value}' behind the host, which daprd would take for a part of it.",
                $"Write {address}; over HTTP daprd adds /v1/traces.");
        }
        else if (!url.Groups["port"].Success && address.StartsWith("http:", StringComparison.Ordinal))
        {
            var (port, usual) = collector.Protocol == OtlpProtocol.Grpc ? (443, GrpcPort) : (80, HttpPort);
            yield return Illegal(
                collector,
                $"its address '{shown}' has no port; daprd would dial {port}.",
                $"Write {address}:{usual}, or the port that it listens on.");
        }
    }

    private static IEnumerable<Diagnostic> Protocol(OtlpCollector collector)
    {
        if (collector.Protocol is not (OtlpProtocol.Grpc or OtlpProtocol.HttpProtobuf))
        {
            yield return Illegal(
                collector,
                $"the protocol is {collector.Protocol}, and daprd sends Protobuf, over gRPC or HTTP.",
                $"Use {nameof(OtlpProtocol)}.{nameof(OtlpProtocol.HttpProtobuf)}, or {nameof(OtlpProtocol.Grpc)}.");
        }
    }

    private static IEnumerable<Diagnostic> Headers(OtlpCollector collector)
    {
        if (collector.Headers is { Secret: false, Name: var name })
        {
            yield return DiagnosticRules.TokenNotSecret.For(
                collector.Subject,
                $"the headers '{name}' of the collector are shown in the dashboard and published as plain text.",
                $"Declare them with AddParameter(\"{name}\", secret: true).");
        }
    }

    private static IEnumerable<Diagnostic> Lost(OtlpCollector collector, ResolvedDaprd daprd)
    {
        foreach (var loopback in ObjectValidator.Loopback(collector.Subject, "the collector's address", collector.Address as string ?? ""))
        {
            yield return loopback;
        }

        if (PortOf(collector.Address) is { } port && port == (collector.Protocol == OtlpProtocol.Grpc ? HttpPort : GrpcPort))
        {
            var other = collector.Protocol == OtlpProtocol.Grpc ? OtlpProtocol.HttpProtobuf : OtlpProtocol.Grpc;
            yield return DiagnosticRules.NoTraces.For(
                collector.Subject,
                $"daprd would speak {collector.Protocol} at port {port}, where collectors take {other}.",
                $"Use {nameof(OtlpProtocol)}.{other}, or the port {(port == HttpPort ? GrpcPort : HttpPort)}.");
        }

        var (configuration, rate, endpoint) = OtlpCollector.Tracing(daprd);
        if (endpoint is not null)
        {
            yield return DiagnosticRules.NoTraces.For(
                daprd.Resource.Name,
                $"Configuration '{configuration}' names '{endpoint}' in tracing.otel.endpointAddress, which daprd takes in its place.",
                "Remove tracing.otel there, or give this daprd no collector.");
        }

        // Not even those that its callers have begun (dapr v1.18.3 pkg/api/http/server.go, useTracing).
        if (double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share == 0)
        {
            yield return DiagnosticRules.NoTraces.For(
                daprd.Resource.Name,
                $"Configuration '{configuration}' has the samplingRate {rate}, with which daprd records nothing.",
                "Set a rate above 0, or none: with a collector every request is traced then.");
        }
    }

    private static int? PortOf(object address) => address switch
    {
        string text when int.TryParse(Url().Match(text).Groups["port"].Value, CultureInfo.InvariantCulture, out var port) => port,
        EndpointReference { Exists: true } endpoint => endpoint.EndpointAnnotation.TargetPort ?? endpoint.EndpointAnnotation.Port,
        _ => null,
    };

    private static Diagnostic Illegal(OtlpCollector collector, string what, string fix) =>
        DiagnosticRules.IllegalCollector.For(collector.Subject, what, fix);

    [GeneratedRegex(
        @"^(?<address>https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)"
            + @"(:(?<port>6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3}))?)(?<path>[/?#].*)?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Url();
}
