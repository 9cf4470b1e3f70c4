using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>The README cannot rot: its code is compiled here.</summary>
internal static partial class Readme
{
    /// <summary>Gets the text of each region, in the order of the README.</summary>
    public static IEnumerable<string> CompiledCode =>
        from region in Region().Matches(File.ReadAllText(Path.Combine(AppHost.Repository, "tests/Shared/Readme.cs")))
        select string.Join('\n', region.Groups[1].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())).Trim();

    public static void AppHostCs(string[] args)
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

    public static void Code(IDistributedApplicationBuilder builder)
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

    /// <summary>Returns the blocks of the README in a language.</summary>
    public static IEnumerable<string> Blocks(string language) =>
        from match in Regex.Matches(
            File.ReadAllText(Path.Combine(AppHost.Repository, "README.md")),
            $"^```{language}\n(.*?)\n```",
            RegexOptions.Singleline | RegexOptions.Multiline)
        select match.Groups[1].Value;

    [GeneratedRegex(@"#region Readme\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
