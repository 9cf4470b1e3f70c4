using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>A changed line of the sidecar in, what to do out.</summary>
public sealed class FixTests
{
    private const string Level = "dapr.io/log-level: info";

    [Theory]
    [InlineData("dapr.io/app-port: \"8080\"", "dapr.io/app-port: \"3500\"", "Give the app another port.")]
    [InlineData("dapr.io/app-port: \"8080\"", "dapr.io/app-port: \"50001\"", "Set dapr.io/grpc-port to another port.")]
    [InlineData(Level, "dapr.io/metrics-port: \"3501\"", "Set dapr.io/metrics-port to another port.")]
    [InlineData(Level, "dapr.io/app-token-secret: mail-token",
        "Set the variable APP_API_TOKEN of Deployment shop/mail from key 'token' of Secret 'mail-token'.")]
    [InlineData(Level, "dapr.io/api-token-secret: mail-token", "Set the variable DAPR_API_TOKEN from key 'token' of Secret 'mail-token'.")]
    [InlineData("dapr.io/app-id: mail", "dapr.io/app-id: My.App", "Use app-id 'my-app'.")]
    [InlineData("dapr.io/enabled: \"true\"", "dapr.io/enabled: true", "Write \"true\", with the quotes.")]
    public void A_fix_is_about_what_there_is(string line, string changed, string fix)
    {
        Assert.Contains(line, Shop.Text, StringComparison.Ordinal);

        Assert.Equal(fix, Assert.Single(Shop.Examine(Shop.Text.Replace(line, changed, StringComparison.Ordinal)).Findings).Fix);
    }
}
