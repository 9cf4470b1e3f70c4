using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>The README cannot rot: its code is compiled here, and what it becomes is what the README shows.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_code_is_the_code_that_is_compiled_here()
    {
        var here = File.ReadAllText(Path.Combine(AppHost.Repository, "tests/DaprShared.Aspire.Hosting.Tests/ReadmeTests.cs"));
        var compiled = from region in Region().Matches(here)
                       select string.Join('\n', region.Groups[1].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

        Assert.Equal(compiled, Blocks("csharp"));
    }

    [Fact]
    public async Task The_manifests_are_what_the_code_becomes()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            Code(builder);
        });

        var workload = chart["templates/orders-dapr/shared_daprd.yaml"];
        foreach (var line in Blocks("yaml").First().Split('\n'))
        {
            Assert.Contains(line.Trim(), workload, StringComparison.Ordinal);
        }

        Assert.Contains(Blocks("yaml").ElementAt(1).Trim(), chart["values.yaml"], StringComparison.Ordinal);
    }

    internal static void AppHostCs(string[] args)
    {
        #region Readme
        var builder = DistributedApplication.CreateBuilder(args);

        var redis = builder.AddContainer("redis", "redis", "8.2").WithEndpoint(targetPort: 6379, name: "tcp");
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));

        builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj")
            .WithDaprShared(dapr => dapr.WithReference(pubsub));               // a daprd for app-id "orders", wired in both directions

        builder.Build().Run();
        #endregion
    }

    private static void Code(IDistributedApplicationBuilder builder)
    {
        #region Readme
        var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");

        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")   // one daprd for the app-id "orders"
            .WithApp(orders)                                               // daprd -> app: address, port, protocol
            .PublishAsDaemonSet();                                         // or .PublishAsDeployment(replicas: 2)

        orders.WithReference(dapr).WaitFor(dapr);                          // app -> daprd: endpoints and token

        builder.AddProject("storefront", "../Shop.Storefront/Shop.Storefront.csproj")
            .WithDaprShared(d => d.PublishAsDeployment());                 // the same, both directions, in one call
        #endregion
    }

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(File.ReadAllText(Path.Combine(AppHost.Repository, "README.md")), $"^```{language}\n(.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"#region Readme\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
