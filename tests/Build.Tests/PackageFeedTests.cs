using System.Text.Json.Nodes;
using System.Xml.Linq;
using DaprShared.Build;

namespace Build.Tests;

public sealed class PackageFeedTests
{
    private static readonly string[] Asked = ["Aspire.AppHost.Sdk", "Aspire.Hosting", "Aspire.Hosting.Docker"];

    [Theory]
    [InlineData("NU1101")] // there is none
    [InlineData("NU1102")] // not this version
    [InlineData("NU1103")] // no stable version
    public void A_package_that_no_feed_has_is_named_once(string code)
    {
        var docker = $$"""{ "level": "Error", "code": "{{code}}", "libraryId": "Aspire.Hosting.Docker" }""";
        var warning = """{ "level": "Warning", "code": "NU1603", "libraryId": "Polly.Core" }""";

        Assert.Equal(["Aspire.Hosting.Docker"], PackageFeed.Absent(Assets(docker, warning, docker), Asked));
    }

    [Fact]
    public void Several_are_in_order()
    {
        var docker = """{ "level": "Error", "code": "NU1101", "libraryId": "Aspire.Hosting.Docker" }""";
        var sdk = """{ "level": "Error", "code": "NU1102", "libraryId": "Aspire.AppHost.Sdk" }""";

        Assert.Equal(["Aspire.AppHost.Sdk", "Aspire.Hosting.Docker"], PackageFeed.Absent(Assets(docker, sdk), Asked));
    }

    [Theory]
    [InlineData("""{ "level": "Error", "code": "NU1301", "libraryId": "Aspire.Hosting" }""")] // the feed does not answer
    [InlineData("""{ "level": "Error", "code": "NU1900" }""")]
    [InlineData("""{ "level": "Error", "code": "NU1101", "libraryId": "SomethingElse" }""")] // which one of ours needs
    public void Anything_else_that_goes_wrong_says_nothing_of_packages(string error)
    {
        var docker = """{ "level": "Error", "code": "NU1101", "libraryId": "Aspire.Hosting.Docker" }""";

        Assert.Null(PackageFeed.Absent(Assets(docker, error), Asked));
    }

    [Fact]
    public void Without_a_report_nothing_is_known()
    {
        Assert.Null(PackageFeed.Absent(null, Asked));
        Assert.Null(PackageFeed.Absent(Assets(), Asked));
    }

    [Fact]
    public void A_known_fault_of_a_package_is_an_error_of_every_build()
    {
        var properties = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants()
            .ToLookup(each => each.Name.LocalName, each => each.Value);

        Assert.Equal(
            ["true", "all", "low"],
            ((string[])["NuGetAudit", "NuGetAuditMode", "NuGetAuditLevel"]).SelectMany(name => properties[name]));
        Assert.Contains("$(WarningsAsErrors);NU1901;NU1902;NU1903;NU1904", properties["WarningsAsErrors"]);
        Assert.DoesNotMatch("NU190[1-4]", string.Concat(properties["NoWarn"].Concat(properties["WarningsNotAsErrors"])));
    }

    private static JsonNode Assets(params string[] logs) => JsonNode.Parse($$"""{ "logs": [{{string.Join(", ", logs)}}] }""")!;
}
