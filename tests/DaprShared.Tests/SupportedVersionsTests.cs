using Xunit;

namespace DaprShared.Tests;

/// <summary>What each supported version of daprd gets without its author's asking, so that none meets what it does not know.</summary>
public class SupportedVersionsTests
{
    private static readonly string[] OfAll =
    [
        "DefaultPubsubComponentInboundRetryPolicy with matching 502-504, 14",
        "feature WorkflowsClusteredDeployment",
        "--dapr-block-shutdown-duration=5s",
        "--disable-builtin-k8s-secret-store=true",
        "--scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443",
    ];

    [Theory]
    [InlineData("1.17.13")] // finds the others by multicast DNS, where it is one network
    [InlineData("1.18.3", "name resolution by nameformat")]
    [InlineData("1.19.0", "name resolution by nameformat")]
    public void Each_gets_what_it_knows(string version, params string[] more)
    {
        SharedDaprd daprd = new()
        {
            AppId = "orders",
            App = new("orders", "8080"),
            Needs = DaprNeeds.Workflows,
            Image = new() { Tag = version },
            Options = new() { EnableAppHealthCheck = true },
        };

        Assert.Equal([.. OfAll, .. more], Written(daprd));
        Assert.Empty(Validator.Validate(daprd, DaprdMode.Kubernetes));
    }

    [Fact]
    public void No_option_that_is_passed_by_itself_is_younger_than_the_oldest_version() => Assert.All(
        DaprdOptionTable.All.Where(
            option => option.KubernetesDefault is not null || option.StandaloneDefault is not null || !option.IsUserOption),
        option => Assert.True(option.Since <= new Version(1, 17), $"--{option.Flag} is in daprd since {option.Since}"));

    [Fact]
    public void A_tag_that_tells_no_version_is_taken_for_a_new_one_where_nothing_is_lost_by_it() =>
        Assert.NotNull(DaprObjects.LocalConfiguration(new() { AppId = "orders", Image = new() { Tag = "edge" } }).Spec["nameResolution"]);

    private static IEnumerable<string> Written(SharedDaprd daprd)
    {
        var configuration = DaprObjects.LocalConfiguration(daprd).Spec;
        var arguments = DaprdCommandLine.Build(daprd, DaprdMode.Kubernetes);
        return
        [
            .. from retry in InboundRetries.Of(daprd)?.Retries ?? new Dictionary<string, DaprRetry>()
               select $"{retry.Key} with matching {retry.Value.HttpStatusCodes}, {retry.Value.GrpcStatusCodes}",
            .. from feature in daprd.RequiredFeatures select $"feature {feature}",
            .. from argument in arguments
               where argument.Flag is "dapr-block-shutdown-duration" or "disable-builtin-k8s-secret-store"
               select argument.ToString(),
            .. from argument in arguments where argument.Flag == "scheduler-host-address" select argument.ToString(),
            .. configuration["nameResolution"]?["component"] is { } component ? [$"name resolution by {component}"] : Array.Empty<string>(),
        ];
    }
}
