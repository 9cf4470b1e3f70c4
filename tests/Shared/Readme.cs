using System.Text.RegularExpressions;

namespace DaprShared.Hosting.Tests;

/// <summary>A README cannot rot: its code is compiled, in regions called Readme of a source file of the tests.</summary>
internal static partial class Readme
{
    public static void WholeAppHost(string[] args)
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

    /// <summary>Asserts that the code of a package's README is the code of the regions in its test project.</summary>
    public static void OfPackageIsCompiled(string package) =>
        IsCompiled($"src/{package}/README.md", $"tests/{package}.Tests/PackageReadmeTests.cs");

    /// <summary>Asserts that the code of a README is the code of the regions in a source file.</summary>
    public static void IsCompiled(string readme, string source)
    {
        var compiled = from region in Region().Matches(File.ReadAllText(Path.Combine(AppHost.Repository, source)))
                       let lines = region.Groups[1].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())
                       select string.Join('\n', lines).Trim();

        Assert.Equal(compiled, Blocks("csharp", readme));
    }

    /// <summary>Returns the blocks of a README in a language.</summary>
    public static IEnumerable<string> Blocks(string language, string readme = "README.md") =>
        from match in Regex.Matches(
            File.ReadAllText(Path.Combine(AppHost.Repository, readme)),
            $"^```{language}\n(.*?)\n```",
            RegexOptions.Singleline | RegexOptions.Multiline)
        select match.Groups[1].Value;

    [GeneratedRegex(@"#region Readme\n(.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
