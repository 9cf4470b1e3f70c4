namespace DaprShared.Hosting.Tests;

/// <summary>The code of the package's README is compiled here, with what a reference to the package brings.</summary>
public sealed class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here() =>
        Readme.IsCompiled("src/DaprShared.Aspire.Hosting.Kubernetes/README.md", "tests/DaprShared.Aspire.Hosting.Kubernetes.Tests/PackageReadmeTests.cs");

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
