using System.Globalization;
using DaprdStandIn.Resources;

namespace DaprdStandIn.Telemetry;

/// <summary>How traces are sampled and where they go, from the Configuration and the environment.</summary>
/// <param name="Endpoint">Host and port of the collector; null when nothing is exported.</param>
internal sealed record TracingOptions(
    double SamplingRate,
    string? Endpoint,
    bool IsHttp,
    bool IsSecure,
    string Headers,
    TimeSpan Timeout,
    TimeSpan ExportInterval,
    string ServiceName,
    IReadOnlyDictionary<string, string> Attributes)
{
    // What daprd takes when the rate is missing or is no number.
    private const double DefaultSamplingRate = 1e-4;

    /// <summary>An endpoint of the Configuration wins over the environment's, which in turn has all traces sampled.</summary>
    public static TracingOptions From(string appId, TracingSettings settings, Func<string, string?> environment)
    {
        var (rate, endpoint, protocol, secure) = (settings.SamplingRate, settings.Endpoint, settings.Protocol, settings.IsSecure);
        if (endpoint.Length == 0 && Variable("ENDPOINT") is { } url)
        {
            endpoint = WithoutScheme(WithoutScheme(url, "http://"), "https://");
            rate = rate.Length > 0 ? rate : "1";
            protocol = Variable("PROTOCOL")?.StartsWith("http", StringComparison.Ordinal) == true ? "http" : "grpc";

            // The scheme has just been dropped: http:// does not turn TLS off, only this variable does.
            secure &= environment("OTEL_EXPORTER_OTLP_INSECURE") != "true";
        }

        if (endpoint.Length > 0 && protocol is not ("" or "http" or "grpc"))
        {
            throw new FatalException($"failed to setup tracing: invalid protocol {protocol} provided for Otel endpoint");
        }

        var attributes = Pairs(environment("OTEL_RESOURCE_ATTRIBUTES"));
        return new(
            double.TryParse(rate, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, 1) : DefaultSamplingRate,
            endpoint.Length > 0 && protocol.Length > 0 ? endpoint : null,
            protocol == "http",
            secure,
            string.Join(',', (string[])[.. settings.Headers, .. Variable("HEADERS") is { } headers ? [headers] : (string[])[]]),
            Milliseconds(Variable("TIMEOUT")) ?? settings.Timeout ?? TimeSpan.FromSeconds(10),
            Milliseconds(environment("OTEL_BSP_SCHEDULE_DELAY")) ?? TimeSpan.FromSeconds(5),
            environment("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : attributes.GetValueOrDefault("service.name", appId),
            attributes);

        string? Variable(string name) =>
            environment("OTEL_EXPORTER_OTLP_TRACES_" + name) is { Length: > 0 } own ? own
            : environment("OTEL_EXPORTER_OTLP_" + name) is { Length: > 0 } common ? common
            : null;
    }

    private static string WithoutScheme(string url, string scheme) =>
        url.StartsWith(scheme, StringComparison.Ordinal) ? url[scheme.Length..] : url;

    private static TimeSpan? Milliseconds(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? TimeSpan.FromMilliseconds(number) : null;

    private static Dictionary<string, string> Pairs(string? text) =>
        (text ?? "").Split(',').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0].Trim())
            .ToDictionary(pair => pair[0].Trim(), pair => Uri.UnescapeDataString(pair[1].Trim()));
}
