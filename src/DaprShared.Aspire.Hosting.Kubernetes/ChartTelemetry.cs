#pragma warning disable ASPIRECOMPUTE002 // The name of a Service, which only its environment knows.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace DaprShared.Hosting;

/// <summary>
/// Sends a published daprd's traces to the dashboard of its environment. The publisher adds these variables only when it comes to a
/// resource in the model's order, which is too late for a daprd whose app comes first and refers to it.
/// </summary>
internal static class ChartTelemetry
{
    /// <summary>Returns the variables of a daprd.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Of(
        KubernetesEnvironmentResource environment,
        DaprSharedResource daprd,
        IDistributedApplicationBuilder builder)
    {
        if (Dashboard(environment, builder) is not { } collector)
        {
            return [];
        }

        return [new(Telemetry.Endpoint, collector), new(Telemetry.Protocol, "grpc"), new(Telemetry.Service, daprd.Name)];
    }

    /// <summary>
    /// Adds the same where the environment belongs to another one, which is the one that the model knows, and says whether the collector
    /// speaks TLS: by the value of its address, whoever has set it.
    /// </summary>
    public static void Complete(KubernetesResource published, DaprSharedResource daprd, IDistributedApplicationBuilder builder)
    {
        IDictionary<string, string>?[] places = [published.ConfigMap?.Data, published.Secret?.StringData];
        bool Has(string variable) => places.Any(place => place?.ContainsKey(variable) == true);
        if (!Has(Telemetry.Endpoint)
            && published.ConfigMap?.Data is { } data
            && published.Parent is { OwningComputeEnvironment: not null } environment
            && Dashboard(environment, builder) is { } collector)
        {
            var host = ((IComputeEnvironmentResource)environment).GetHostAddressExpression(collector).ValueExpression;
            data.TryAdd(Telemetry.Endpoint, $"http://{host}:{collector.EndpointAnnotation.TargetPort}");
            data.TryAdd(Telemetry.Protocol, "grpc");
            data.TryAdd(Telemetry.Service, daprd.Name);
        }

        // An address that is secret stands in the Secret, and what it says of TLS beside it.
        if (!Has(Telemetry.Insecure)
            && places.FirstOrDefault(place => place?.ContainsKey(Telemetry.Endpoint) == true) is { } found)
        {
            found[Telemetry.Insecure] = IsPlain(found[Telemetry.Endpoint]);
        }
    }

    // What Helm makes of the address decides, whatever it is composed of.
    private static string IsPlain(string address) =>
        address.Contains("{{", StringComparison.Ordinal)
            ? ChartText.Expression($"tpl `{address}` . | lower | hasPrefix `https://` | ternary `false` `true`")
            : address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "false" : "true";

    private static EndpointReference? Dashboard(KubernetesEnvironmentResource environment, IDistributedApplicationBuilder builder)
    {
        EndpointReference? collector = null;
        if (environment.DashboardEnabled)
        {
            builder.CreateResourceBuilder(environment).WithDashboard(dashboard => collector = dashboard.Resource.OtlpGrpcEndpoint);
        }

        return collector;
    }
}
