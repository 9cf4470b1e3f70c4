using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>Finds what keeps the traces of a daprd from the author's collector.</summary>
internal static partial class CollectorValidator
{
    public static IEnumerable<Diagnostic> Validate(ResolvedDaprd daprd) =>
        daprd.Resource.Collector is not { } collector ? [] :
        [
            .. Address(collector),
            .. Protocol(collector),
            .. Headers(collector),
            .. daprd.Target.HasCollector ? Known(collector) : [],
            .. daprd.Target.HasCollector ? Lost(collector, daprd) : [],
        ];

    /// <summary>Finds the mistakes in parameters of the collector that have a value by now.</summary>
    public static IEnumerable<Diagnostic> Known(OtlpCollector collector)
    {
        if (collector.Address is ParameterResource parameter && KnownValue.Of(parameter) is { } address)
        {
            foreach (var mistake in Text(collector, address, parameter))
            {
                yield return mistake;
            }
        }

        if (collector.Headers is { } headers && KnownValue.Of(headers) is { } list && !HeaderList().IsMatch(list))
        {
            yield return Illegal(
                collector,
                $"the value of parameter '{headers.Name}' is no list of headers, and daprd ends at it.",
                "Give it name=value, several with commas between, values escaped as in a URL.");
        }
    }

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

        foreach (var mistake in collector.Address is string text ? Text(collector, text) : [])
        {
            yield return mistake;
        }
    }

    private static IEnumerable<Diagnostic> Text(OtlpCollector collector, string text, ParameterResource? parameter = null)
    {
        if (CollectorAddress.Mistake(text, collector.Protocol, parameter is { Secret: true }) is var (what, fix))
        {
            var shown = parameter is { Secret: true } ? "" : $" '{CollectorAddress.Show(text)}'";
            var from = parameter is null ? "" : $", the value of parameter '{parameter.Name}',";
            yield return Illegal(collector, $"its address{shown}{from} {what}", fix);
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
        var address = Plain(collector.Address);
        foreach (var loopback in ObjectValidator.Loopback(
            collector.Subject,
            "the collector's address",
            address as string ?? "",
            example: "http://collector.monitoring.svc.cluster.local:4317"))
        {
            yield return loopback;
        }

        var (usual, otherPort, other) = collector.Protocol == OtlpProtocol.Grpc
            ? (CollectorAddress.GrpcPort, CollectorAddress.HttpPort, OtlpProtocol.HttpProtobuf)
            : (CollectorAddress.HttpPort, CollectorAddress.GrpcPort, OtlpProtocol.Grpc);
        if (PortOf(address) == otherPort)
        {
            yield return DiagnosticRules.NoTraces.For(
                collector.Subject,
                $"daprd would speak {collector.Protocol} at port {otherPort}, where collectors take {other}.",
                $"Use {nameof(OtlpProtocol)}.{other}, or the port {usual}.");
        }

        var (configuration, rate, endpoint) = OtlpCollector.Tracing(daprd);
        if (endpoint is not null)
        {
            yield return DiagnosticRules.NoTraces.For(
                daprd.Resource.Name,
                $"Configuration '{configuration}' names '{CollectorAddress.Show(endpoint)}' in tracing.otel.endpointAddress, which "
                    + "daprd takes in its place.",
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

    // Nothing of a secret is known here: it would be shown.
    private static object Plain(object address) =>
        address is ParameterResource { Secret: false } parameter ? KnownValue.Of(parameter) ?? address : address;

    private static int? PortOf(object address) => address switch
    {
        string text => CollectorAddress.PortOf(text),
        EndpointReference { Exists: true } endpoint => endpoint.EndpointAnnotation.TargetPort ?? endpoint.EndpointAnnotation.Port,
        _ => null,
    };

    private static Diagnostic Illegal(OtlpCollector collector, string what, string fix) =>
        DiagnosticRules.IllegalCollector.For(collector.Subject, what, fix);

    // dapr v1.18.3 pkg/config/configuration.go, StringToHeader.
    [GeneratedRegex(@"^(\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*=([^,%]|%[0-9A-Fa-f]{2})*(,(?!\z)|\z))+\z", RegexOptions.Singleline)]
    private static partial Regex HeaderList();
}
