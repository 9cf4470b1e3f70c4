namespace DaprShared.Hosting.Tests;

/// <summary>The code of the package's README is compiled here, with what a reference to the package brings.</summary>
public sealed class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here() =>
        Readme.OfPackageIsCompiled("DaprShared.Aspire.Hosting");

    internal static void AppHostCs(string[] args)
    {
        #region Readme
        var builder = DistributedApplication.CreateBuilder(args);

        var redis = builder.AddContainer("redis", "redis", "8.2").WithEndpoint(targetPort: 6379, name: "tcp");
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis")
            .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));

        builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj")
            .WithDaprShared(dapr => dapr.WithReference(pubsub));

        builder.Build().Run();
        #endregion
    }
}
