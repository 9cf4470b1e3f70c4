namespace DaprShared.Hosting.Tests;

/// <summary>The code of the package's README is compiled here, with what a reference to the package brings.</summary>
public sealed class PackageReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_that_is_compiled_here() =>
        Readme.OfPackageIsCompiled("DaprShared.Aspire.Hosting.Docker");

    internal static void AppHostCs(string[] args)
    {
        #region Readme
        var builder = DistributedApplication.CreateBuilder(args);
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();

        builder.AddProject("orders", "../Shop.Orders/Shop.Orders.csproj")
            .WithDaprShared();

        builder.Build().Run();
        #endregion
    }
}
