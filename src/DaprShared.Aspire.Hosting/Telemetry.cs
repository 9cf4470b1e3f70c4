#pragma warning disable ASPIRECOMPUTE002 // The name of a Service, which only its environment knows.

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>What daprd's exporter of traces needs beyond the variables that Aspire sets. daprd exports traces only; its metrics are scraped.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Insecure = "OTEL_EXPORTER_OTLP_INSECURE";

    // Where Aspire takes the collector's address from when the dashboard is not part of the application.
    private static readonly string[] CollectorKeys =
    [
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
    ];

    /// <summary>Runs after every other environment callback, so that it sees the collector that is really used.</summary>
    public static void Complete(EnvironmentCallbackContext context)
    {
        var variables = context.EnvironmentVariables;
        if (!variables.TryGetValue(Endpoint, out var endpoint))
        {
            return;
        }

        if (endpoint is HostUrl && !HasCollector(context.ExecutionContext.Services))
        {
            // Aspire's last resort, where nobody listens: daprd would log a failed export every few seconds.
            foreach (var variable in variables.Keys.Where(variable => variable.StartsWith("OTEL_EXPORTER_OTLP_", StringComparison.Ordinal)).ToList())
            {
                variables.Remove(variable);
            }

            return;
        }

        // daprd drops the scheme and asks this variable whether the collector speaks TLS (dapr v1.18.3 pkg/config/configuration.go).
        variables.TryAdd(Insecure, new ComputedValue(endpoint, url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "false" : "true"));
    }

    /// <summary>
    /// Sends a published daprd's traces to the dashboard of its environment. Aspire does not say that the dashboard speaks no TLS, and for Kubernetes it
    /// adds the other variables only when it comes to a resource in the model's order, which is too late for a daprd whose app comes first and refers to it.
    /// </summary>
    public static void Publish(EnvironmentCallbackContext context, DaprSharedResource resource, IDistributedApplicationBuilder builder)
    {
        switch (context.ExecutionContext.IsPublishMode ? EnvironmentOf(resource, builder.Resources) : null)
        {
            case KubernetesEnvironmentResource { DashboardEnabled: true } environment:
                builder.CreateResourceBuilder(environment).WithDashboard(dashboard =>
                {
                    context.EnvironmentVariables[Endpoint] = dashboard.Resource.OtlpGrpcEndpoint;
                    context.EnvironmentVariables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
                    context.EnvironmentVariables["OTEL_SERVICE_NAME"] = resource.Name;
                    context.EnvironmentVariables[Insecure] = "true";
                });
                break;
            case DockerComposeEnvironmentResource { DashboardEnabled: true }:
                context.EnvironmentVariables[Insecure] = "true";
                break;
        }
    }

    /// <summary>The same in a chart whose environment belongs to another one, which is the one that the model knows.</summary>
    public static void Complete(KubernetesResource published, DaprSharedResource resource, IDistributedApplicationBuilder builder)
    {
        if (published is { Parent: { OwningComputeEnvironment: not null, DashboardEnabled: true } environment, ConfigMap.Data: var data })
        {
            builder.CreateResourceBuilder(environment).WithDashboard(dashboard =>
            {
                var collector = dashboard.Resource.OtlpGrpcEndpoint;
                var host = ((IComputeEnvironmentResource)environment).GetHostAddressExpression(collector).ValueExpression;
                data.TryAdd(Endpoint, $"http://{host}:{collector.EndpointAnnotation.TargetPort}");
                data.TryAdd("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
                data.TryAdd("OTEL_SERVICE_NAME", resource.Name);
                data.TryAdd(Insecure, "true");
            });
        }
    }

    // Another one may own the environment that Kubernetes is published with.
    private static IComputeEnvironmentResource? EnvironmentOf(DaprSharedResource resource, IEnumerable<IResource> model) =>
        PublishTarget.Of(resource, model) ?? (model.OfType<KubernetesEnvironmentResource>().ToList() is [var only] ? only : null);

    private static bool HasCollector(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>() is var configuration && CollectorKeys.Any(key => !string.IsNullOrEmpty(configuration[key]));
}
