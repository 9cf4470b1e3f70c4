using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// What daprd's exporter of traces needs beyond the variables that Aspire sets. daprd exports traces only; its metrics are scraped.
/// </summary>
internal static class Telemetry
{
    public const string
        Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT",
        Insecure = "OTEL_EXPORTER_OTLP_INSECURE",
        Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL",
        Headers = "OTEL_EXPORTER_OTLP_HEADERS",
        Service = "OTEL_SERVICE_NAME";

    /// <summary>The variable that daprd asks before <see cref="Endpoint"/>.</summary>
    public const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private const string Tls = "https://";

    // Where Aspire takes the collector's address from when the dashboard is not part of the application.
    private static readonly string[] CollectorKeys =
    [
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL",
        "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
    ];

    /// <summary>Runs after every other environment callback, so that it sees the collector that is really used.</summary>
    public static void Complete(IDictionary<string, object> variables, IServiceProvider services)
    {
        if (variables.TryGetValue(Endpoint, out var endpoint) && endpoint is HostUrl && !HasCollector(services))
        {
            // Aspire's last resort, where nobody listens: daprd would log a failed export every few seconds.
            var exporters = variables.Keys.Where(variable => variable.StartsWith("OTEL_EXPORTER_OTLP_", StringComparison.Ordinal));
            foreach (var variable in exporters.ToList())
            {
                variables.Remove(variable);
            }
        }

        SayWhetherTls(variables);
    }

    /// <summary>
    /// Says whether the collector speaks TLS, once its address is known: daprd drops the scheme and asks this variable (dapr v1.18.3
    /// pkg/config/configuration.go).
    /// </summary>
    public static void SayWhetherTls(IDictionary<string, object> variables)
    {
        if (variables.TryGetValue(Endpoint, out var endpoint))
        {
            variables.TryAdd(Insecure, new ComputedValue(endpoint, InsecureFor));
        }
    }

    /// <summary>Says the same where nothing is computed later, from what is known now. Of a parameter that is nothing.</summary>
    public static void SayWhetherTlsNow(IDictionary<string, object> variables)
    {
        var scheme = (variables.TryGetValue(Endpoint, out var endpoint) ? endpoint : null) switch
        {
            string url => url,
            EndpointReference reference => reference.Scheme + "://",
            ReferenceExpression { IsConditional: false, Format: var format } when !format.StartsWith('{') => format,
            _ => null,
        };
        if (scheme is not null)
        {
            variables.TryAdd(Insecure, InsecureFor(scheme));
        }
    }

    private static string InsecureFor(string url) => url.StartsWith(Tls, StringComparison.OrdinalIgnoreCase) ? "false" : "true";

    private static bool HasCollector(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return CollectorKeys.Any(key => !string.IsNullOrEmpty(configuration[key]));
    }
}
