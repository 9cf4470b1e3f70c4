using DaprShared.Doctor;

namespace DaprShared.Hosting.Tests;

/// <summary>What an AppHost publishes, as <c>dapr-shared doctor</c> sees it: nothing is wrong.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task The_shops_chart_is_healthy()
    {
        using var helm = new Helm(await Chart.PublishAsync(Chart.Shop));

        IsHealthy(helm.Template(), shared: 2, sidecars: 0);
    }

    [Fact]
    public async Task A_chart_with_tokens_both_ways_and_an_autoscaler_is_healthy()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddContainer("orders", "shop/orders")
            .WithHttpEndpoint(port: 80, targetPort: 8080)
            .WithDaprShared(dapr => dapr.WithAppToken().WithWorkflows().PublishAsDeployment().WithAutoscaling(2, 5))));

        IsHealthy(helm.Template(), shared: 1, sidecars: 0);
    }

    [Fact]
    public async Task A_chart_with_injected_daprds_is_healthy()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithInjectedDaprd());
            builder.AddContainer("mail", "shop/mail")
                .WithDaprShared(dapr => dapr.WithInjectedDaprd(pinImage: true).PublishAsDeployment(2));
        }));

        IsHealthy(helm.Template(), shared: 2, sidecars: 0);
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

        IsHealthy(from file in files where file.Key.EndsWith(".yaml", StringComparison.Ordinal) select file.Value, shared: 2, sidecars: 0);
    }

    private static void IsHealthy(IEnumerable<string> documents, int shared, int sidecars)
    {
        List<Diagnostic> mistakes = [];
        var report = Examination.Of(
            [.. documents.SelectMany(text => ManifestReader.Read("chart.yaml", text, mistakes))], ContainerImage.DefaultVersion);

        Assert.Empty(mistakes);
        Assert.Empty(report.Findings.Select(finding => $"{finding.Rule.Code} {finding.Object}, {finding.Field}: {finding.Message}"));
        Assert.Equal((shared, sidecars), (report.SharedDaprds, report.Sidecars));
    }
}
