namespace DaprShared.Hosting.Tests;

/// <summary>The code of the package's README is compiled here, with what a reference to the package brings.</summary>
public sealed class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here() =>
        Readme.OfPackageIsCompiled("DaprShared.Aspire.Hosting.CommunityToolkit");

    internal static void AppHostCs(string[] args)
    {
        #region Readme
        var builder = DistributedApplication.CreateBuilder(args);
        var store = builder.AddDaprStateStore("statestore");

        builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj")
            .WithDaprShared(dapr => dapr.WithReference(store));

        builder.Build().Run();
        #endregion
    }
}
