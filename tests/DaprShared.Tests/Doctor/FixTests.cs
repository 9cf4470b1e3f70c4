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

    // What daprd does without the flag, and the injector without the annotation, is not what the product does.
    [Theory]
    [InlineData("--enable-mtls=true", "--enable-mtls=false", "Set --enable-mtls=true, unless mTLS is off in the control plane too.")]
    [InlineData("--dapr-internal-grpc-port=50002", "--dapr-internal-grpc-port=50003",
        "Set --dapr-internal-grpc-port=50002, or the same number on every daprd, injected sidecars included.")]
    [InlineData(Level, "dapr.io/app-channel-address: mail", "Set dapr.io/sidecar-listen-addresses: 0.0.0.0.")]
    [InlineData(Level, "dapr.io/internal-grpc-port: \"50003\"",
        "Remove it, or set the same number on every daprd, injected sidecars included.")]
    public void A_fix_is_what_changes_it(string line, string changed, string fix) => Assert.Contains(
        fix,
        Shop.Examine(Shop.Text.Replace(line, changed, StringComparison.Ordinal)).Findings.Select(finding => finding.Fix));

    [Theory]
    [InlineData(Level, "dapr.io/app-channel-address: mail",
        "Set dapr.io/block-shutdown-duration: \"5s\" and a terminationGracePeriodSeconds that has room for it.")]
    [InlineData(Level, "dapr.io/app-channel-address: mail",
        "Set dapr.io/enable-app-health-check: \"true\", and add a Resiliency with the retry policy "
            + "DefaultPubsubComponentInboundRetryPolicy (constant, maxRetries -1, matching 502-504 and 14).")]
    [InlineData("        - --dapr-block-shutdown-duration=5s\n", "",
        "Set --dapr-block-shutdown-duration=5s and a terminationGracePeriodSeconds that has room for it.")]
    public void An_injected_daprd_is_set_by_annotations_and_another_one_by_flags(string line, string changed, string fix) =>
        A_fix_is_what_changes_it(line, changed, fix);

    [Theory]
    [InlineData("issuer.key", "Remove it, and have the control plane issue new certificates: this key is known.")]
    [InlineData("tls.key", "Keep a new one in a Secret: this key is known.")]
    public void A_private_key_is_replaced_by_whoever_made_it(string key, string fix) => Assert.Equal(
        fix,
        Assert.Single(Shop.Examine($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: keys}}\ndata:\n  ca.crt: \"\"\n  issuer.key: \"\"\n"
            .Replace($"  {key}: \"\"\n", "", StringComparison.Ordinal) + $"  {key}: -----BEGIN PRIVATE KEY-----\n").Findings).Fix);
}
