using System.Diagnostics;
using DaprdStandIn.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DaprdStandIn.Telemetry;

/// <summary>
/// daprd's traces: it takes part in the W3C trace context of every call, and exports its own spans over OTLP. Zipkin and the standard
/// output are not exported to.
/// </summary>
internal sealed class Tracing : IDisposable
{
    private readonly TracingOptions _options;
    private readonly ActivitySource _source;
    private readonly TracerProvider _provider;

    /// <param name="name">Unique in the process, so that several daprds in one keep their spans apart.</param>
    public Tracing(TracingOptions options, string name, Log log)
    {
        _options = options;
        _source = new(name);
        var builder = Sdk.CreateTracerProviderBuilder()
            .AddSource(name)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SamplingRate)))
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddAttributes(options.Attributes.Select(pair => KeyValuePair.Create<string, object>(pair.Key, pair.Value)))
                .AddService(options.ServiceName, autoGenerateServiceInstanceId: false));
        if (options.Endpoint is not null)
        {
            builder.AddProcessor(new BatchActivityExportProcessor(
                Exporter(options, log), scheduledDelayMilliseconds: (int)options.ExportInterval.TotalMilliseconds));
        }

        _provider = builder.Build();
        log.Info($"Dapr trace sampler initialized: ParentBased{{root:TraceIDRatioBased{{{options.SamplingRate}}}}}");
    }

    /// <summary>False where sampling is switched off; daprd then leaves the spans out that no API call asks for.</summary>
    public bool IsEnabled => _options.SamplingRate > 0;

    /// <summary>Starts a span that is the current one until it is disposed; calls to the app and to other daprds carry it on.</summary>
    public Activity Start(string name, ActivityKind kind, string? traceParent, string? traceState)
    {
        // What is current here belongs to the web server or to somebody else's call.
        Activity.Current = null;
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return _source.StartActivity(name, kind, parent) ?? new Activity(name).Start();
    }

    public void Dispose()
    {
        // Sends what is left.
        _provider.Dispose();
        _source.Dispose();
    }

    private static OtlpTraceExporter Exporter(TracingOptions options, Log log) => new(new()
    {
        Endpoint = new($"{(options.IsSecure ? "https" : "http")}://{options.Endpoint}{(options.IsHttp ? "/v1/traces" : "")}"),
        Protocol = options.IsHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc,
        Headers = options.Headers,
        TimeoutMilliseconds = (int)options.Timeout.TotalMilliseconds,
        HttpClientFactory = () => new(new FailureLog(log)) { Timeout = options.Timeout },
    });

    /// <summary>Says why an export failed; the exporter itself keeps it quiet.</summary>
    private sealed class FailureLog(Log log)
        : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null })
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Checked(base.Send(request, cancellationToken));
            }
            catch (Exception e) when (IsLogged(e))
            {
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Checked(await base.SendAsync(request, cancellationToken));
            }
            catch (Exception e) when (IsLogged(e))
            {
                throw;
            }
        }

        private HttpResponseMessage Checked(HttpResponseMessage response)
        {
            if (!response.IsSuccessStatusCode)
            {
                log.Error($"traces export: the collector answered {(int)response.StatusCode}");
            }

            return response;
        }

        private bool IsLogged(Exception e)
        {
            log.Error($"traces export: {e.Message} {e.InnerException?.Message}");
            return true;
        }
    }
}
