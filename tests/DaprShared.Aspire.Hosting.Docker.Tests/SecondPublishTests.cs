namespace DaprShared.Hosting.Tests;

/// <summary>A second publish into the same folder of Docker Compose.</summary>
public sealed class SecondPublishTests
{
    [Fact]
    public async Task A_daprd_that_has_gone_is_in_the_file_no_more_and_the_values_of_its_variables_stay()
    {
        static void Shop(IDistributedApplicationBuilder builder, params string[] apps)
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
            var billing = builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(targetPort: 8080);
            foreach (var app in new[] { orders, billing }.Where(app => apps.Contains(app.Resource.Name)))
            {
                app.WithDaprShared(dapr => dapr.WithJobs());
            }
        }

        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            await AppHost.PublishToAsync(folder, builder => Shop(builder, "orders", "billing"));
            var one = await AppHost.PublishToAsync(folder, builder => Shop(builder, "billing"));
            var none = await AppHost.PublishToAsync(folder, builder => Shop(builder));

            Assert.Equal(
                ["orders", "billing", "billing-dapr", "compose-dapr-scheduler"],
                ComposeFile.Map(one["docker-compose.yaml"].At("services")).Keys);
            Assert.Equal(["orders", "billing"], ComposeFile.Map(none["docker-compose.yaml"].At("services")).Keys);
            Assert.All(["dapr", "DAPR"], word => Assert.DoesNotContain(word, none["docker-compose.yaml"], StringComparison.Ordinal));
            // Aspire keeps .env, where the user's values are; Docker Compose passes over what no service asks for.
            Assert.Contains("ORDERS_DAPR_API_TOKEN=", none[".env"], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_summary_says_what_comes_next()
    {
        var (log, _) = await AppHost.LogAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
        });

        var summary = Assert.Single(log, line => line.StartsWith("Dapr Shared: 1 daprd, Docker Compose in ", StringComparison.Ordinal));
        Assert.Equal(
            [
                "    app-ids  run as   image                          components",
                "    orders   service  docker.io/daprio/daprd:1.18.3  -",
                "Dapr Shared, next: ",
                "    aspire deploy",
            ],
            summary.Split('\n')[1..^1]);
        Assert.Matches("^    docker compose --project-directory .+ up -d, when .env there has the values$", summary.Split('\n')[^1]);
    }
}
