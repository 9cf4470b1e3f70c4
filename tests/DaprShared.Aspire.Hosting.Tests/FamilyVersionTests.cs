namespace DaprShared.Hosting.Tests;

/// <summary>Packages of the family share internals, so they have one version.</summary>
public sealed class FamilyVersionTests
{
    [Fact]
    public void Two_versions_are_a_mistake_that_names_both() => Assert.Equal(
        "error DAPRSHARED056: DaprShared.Aspire.Hosting.Docker: version 0.2.0 is made for DaprShared.Aspire.Hosting 0.2.0, "
        + "and 0.3.1 is here. "
        + "Give all packages DaprShared.* the same version.",
        FamilyVersion.Mistake(("DaprShared.Aspire.Hosting", "0.3.1"), ("DaprShared.Aspire.Hosting.Docker", "0.2.0")));

    [Fact]
    public void One_version_is_none() =>
        Assert.Null(
            FamilyVersion.Mistake(
                ("DaprShared.Aspire.Hosting", "0.2.0-preview.1"),
                ("DaprShared.Aspire.Hosting.Docker", "0.2.0-preview.1")));

    [Fact]
    public void Assemblies_are_compared_by_the_version_of_their_package()
    {
        FamilyVersion.Check(typeof(SharedDaprd).Assembly, typeof(DaprSharedResource).Assembly);

        var error = Assert.ThrowsAny<DistributedApplicationException>(() =>
            FamilyVersion.Check(typeof(DistributedApplication).Assembly, typeof(DaprSharedResource).Assembly));
        Assert.StartsWith("error DAPRSHARED056: DaprShared.Aspire.Hosting: version ", error.Message, StringComparison.Ordinal);
        Assert.Contains(" is made for Aspire.Hosting ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('+', error.Message); // the commit
    }
}
