namespace DaprShared.Hosting.Tests;

/// <summary>The code of the package's README is compiled here, with what a reference to the package brings.</summary>
public sealed class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here() =>
        Readme.OfPackageIsCompiled("DaprShared.Aspire.Hosting.Kubernetes");

    internal static void AppHostCs(string[] args)
    {
        #region Readme
        var builder = DistributedApplication.CreateBuilder(args);
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();

        var orders = builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj");
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
            .WithApp(orders)
            .PublishAsDaemonSet();
        orders.WithReference(dapr).WaitFor(dapr);

        builder.Build().Run();
        #endregion
    }
}
