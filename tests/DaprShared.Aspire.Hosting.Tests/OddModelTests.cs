namespace DaprShared.Hosting.Tests;

/// <summary>Calls with arguments that nothing can be made of.</summary>
public sealed class OddModelTests
{
    // Without a diagnostic a publish would end in the middle.
    [Fact]
    public async Task Metadata_that_refers_to_an_endpoint_which_is_not_there_is_an_error()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("rediss"))
                .WithMetadata("redisUsername", redis.GetEndpoint("tcp"))
                .WithMetadata("sentinelMasterName", redis.GetEndpoint("a").Property(EndpointProperty.Host))
                .WithMetadata("redisDB", ReferenceExpression.Create($"{redis.GetEndpoint("b")}"));
            builder.AddDaprShared("orders").WithReference(store);
        }

        var (errors, files) = await AppHost.FailAsync(Shop);

        Assert.Equal(
            from pair in (string[])["redisHost rediss", "sentinelMasterName a", "redisDB b"]
            let words = pair.Split(' ')
            select $"error DAPRSHARED005: statestore: metadata '{words[0]}' refers to endpoint '{words[1]}', which 'redis' does not have. "
                + "Name one that it has, or add the endpoint.",
            errors);
        Assert.Empty(files);
    }

    [Fact]
    public void What_is_no_quantity_is_an_error()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithResources(cpuRequest: "half", memoryLimit: "1 GB").WithoutApiToken();

        Assert.Equal(
            [
                "error DAPRSHARED067: orders: cpu 'half' is not a quantity. Use for example '500m' for CPU and '1Gi' for memory.",
                "error DAPRSHARED067: orders: memory '1 GB' is not a quantity. Use for example '500m' for CPU and '1Gi' for memory.",
            ],
            builder.Diagnostics(DaprdMode.Kubernetes).Where(line => line.StartsWith("error ", StringComparison.Ordinal)));
    }
}
