using System.Text.RegularExpressions;
using DaprShared.Doctor;

namespace DaprShared.Hosting.Tests;

/// <summary>What an AppHost publishes, as <c>dapr-shared doctor</c> sees it: nothing is wrong.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task The_shops_chart_is_healthy()
    {
        IsHealthy(await InstalledAsync(Chart.Shop), shared: 2);
    }

    [Fact]
    public async Task A_chart_with_tokens_both_ways_and_an_autoscaler_is_healthy()
    {
        var documents = await InstalledAsync(builder => builder.AddContainer("orders", "shop/orders")
            .WithHttpEndpoint(port: 80, targetPort: 8080)
            .WithDaprShared(dapr => dapr.WithAppToken().PublishAsDeployment().WithAutoscaling(2, 5)));

        IsHealthy(documents, shared: 1);
    }

    [Fact]
    public async Task A_chart_with_injected_daprds_is_healthy()
    {
        var documents = await InstalledAsync(builder =>
        {
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithInjectedDaprd());
            builder.AddContainer("mail", "shop/mail")
                .WithDaprShared(dapr => dapr.WithInjectedDaprd(pinImage: true).PublishAsDeployment(2));
        });

        IsHealthy(documents, shared: 2);
    }

    [Fact]
    public async Task Plain_manifests_are_healthy()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
                .WithSecretMetadata("redisPassword", builder.AddParameter("password", "s3cret", secret: true));
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithReference(pubsub));
            builder.AddContainer("worker", "shop/worker")
                .WithDaprShared(dapr => dapr.WithReference(pubsub).PublishAsDeployment(replicas: 2));
        });

        IsHealthy(from file in files where file.Key.EndsWith(".yaml", StringComparison.Ordinal) select file.Value, shared: 2);
    }

    // What helm would install, with a value for each token.
    private static async Task<IReadOnlyList<string>> InstalledAsync(Action<IDistributedApplicationBuilder> configure)
    {
        var chart = await Chart.PublishAsync(configure);
        chart["values.yaml"] = Regex.Replace(chart["values.yaml"], "(_(?:api|app)_token): \"\"", "$1: \"t\"");
        using var helm = new Helm(chart);
        return helm.Template();
    }

    private static void IsHealthy(IEnumerable<string> documents, int shared)
    {
        List<Diagnostic> mistakes = [];
        var report = Examination.Of(
            [.. documents.SelectMany(text => ManifestReader.Read("chart.yaml", text, mistakes))], ContainerImage.DefaultVersion);

        Assert.Empty(mistakes);
        Assert.Equal("", string.Join('\n',
            report.Findings.Select(finding => $"{finding.Rule.Code} {finding.Object}, {finding.Field}: {finding.Message}")));
        Assert.Equal((shared, 0), (report.SharedDaprds, report.Sidecars));
    }
}
