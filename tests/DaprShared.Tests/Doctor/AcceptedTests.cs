using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>What Dapr takes is no finding, however it is written.</summary>
public sealed class AcceptedTests
{
    [Theory]
    [InlineData("dapr.io/log-as-json: \"True\"")]
    [InlineData("dapr.io/log-as-json: \"\"")]
    [InlineData("dapr.io/enable-profiling: \"0\"")]
    [InlineData("dapr.io/enable-api-logging: \"on\"")]
    [InlineData("dapr.io/enable-metrics: \"no\"")]
    [InlineData("dapr.io/enable-app-health-check: \"yes\"")]
    [InlineData("dapr.io/enable-debug: \"F\"")]
    [InlineData("dapr.io/app-protocol: HTTP")]
    [InlineData("dapr.io/log-level: INFO")]
    [InlineData("dapr.io/disable-init-endpoints: Config, subscribe")]
    [InlineData("dapr.io/graceful-shutdown-seconds: \"-1\"")]
    [InlineData("dapr.io/sidecar-cpu-request: 100m")]
    [InlineData("dapr.io/sidecar-cpu-limit: \"0.5\"")]
    [InlineData("dapr.io/http-read-buffer-size: \"8\"")]
    [InlineData("dapr.io/volume-mounts: \"\"")]
    public void An_annotation_that_the_injector_takes_is_no_finding(string annotation) => Assert.Empty(Shop.Findings(
        Shop.Text.Replace("dapr.io/log-level: info", annotation, StringComparison.Ordinal)));

    [Fact]
    public void Port_0_of_the_official_chart_is_an_app_without_a_port() => Assert.Empty(Shop.Findings(
        Shop.Text.Replace("dapr.io/app-port: \"8080\"", "dapr.io/app-port: \"0\"", StringComparison.Ordinal)));

    [Fact]
    public void A_volume_of_the_pod_may_be_mounted() => Assert.Empty(Shop.Findings(Shop.Text
        .Replace("dapr.io/log-level: info", "dapr.io/volume-mounts: data:/data,certs:/certs", StringComparison.Ordinal)
        + "      volumes:\n      - {name: data, emptyDir: {}}\n      - {name: certs, secret: {secretName: certs}}\n"));

    [Theory]
    [InlineData("--log-level=INFO")]
    [InlineData("--app-protocol=HTTP")]
    [InlineData("--log-as-json=1")]
    [InlineData("--enable-profiling=False")]
    [InlineData("--dapr-http-max-request-size", "-1")]
    [InlineData("--dapr-graceful-shutdown-seconds", "-1")]
    [InlineData("--app-max-concurrency", "-1")]
    [InlineData("--log-as-json", "--app-max-concurrency", "-1")]
    public void Flags_that_daprd_takes_are_no_finding(params string[] words) => Assert.Empty(Shop.Findings(Args(words)));

    [Fact]
    public void A_debugger_before_daprd_has_flags_of_its_own() => Assert.Empty(Shop.Findings(Shop.Text.Replace("        - /daprd\n",
        "        - /dlv\n        - --listen\n        - :40000\n        - --headless=true\n        - exec\n        - /daprd\n"
            + "        - --\n", StringComparison.Ordinal)));

    [Fact]
    public void A_flag_after_a_flag_that_nobody_knows_is_read() => Assert.Equal(
        [
            "DAPRSHARED009 DaemonSet shop/orders-dapr, spec.template.spec.containers[daprd].args[--log-level]: 'loud' must be one of "
                + "debug, info, warn, error, fatal.",
            "DAPRSHARED194 DaemonSet shop/orders-dapr, spec.template.spec.containers[daprd].args[--loud]: no daprd has --loud.",
        ],
        Shop.Findings(Args("--loud", "--log-level", "loud")).Order());

    private static string Args(params string[] words) => Shop.Text.Replace("        - --enable-mtls=true\n",
        "        - --enable-mtls=true\n" + string.Concat(words.Select(word => $"        - \"{word}\"\n")), StringComparison.Ordinal);
}
