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
    [InlineData("dapr.io/app-channel-address: \"\"")]
    [InlineData("dapr.io/sidecar-listen-addresses: \"\"")]
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
    [InlineData("1.16.9", false)]
    [InlineData("1.17.0", true)]
    public void A_message_that_the_app_did_not_take_is_lost_since_1_17(string version, bool isLost)
    {
        var findings = Shop.Examine(Shop.Text
            .Replace("        - --enable-app-health-check=true\n", "", StringComparison.Ordinal)
            .Replace("daprd:1.18.3", $"daprd:{version}", StringComparison.Ordinal)).Findings;

        Assert.Equal(isLost, findings.Any(finding => finding.Rule == DiagnosticRules.MessagesLost));
    }

    [Theory]
    [InlineData("pubsub.redis", "redisHost, value: redis", true)]
    [InlineData("pubsub.kafka", "brokers, value: kafka", false)]
    [InlineData("pubsub.kafka", "consumeRetryEnabled, value: \"false\"", true)]
    [InlineData("pubsub.rabbitmq", "hostname, value: rabbit", true)]
    [InlineData("pubsub.rabbitmq", "requeueInFailure, value: \"true\"", false)]
    [InlineData("pubsub.pulsar", "host, value: pulsar", false)]
    public void A_broker_that_gives_a_message_back_loses_none(string type, string setting, bool isLost)
    {
        var findings = Shop.Examine(Shop.Text
            .Replace("        - --enable-app-health-check=true\n", "", StringComparison.Ordinal)
            .Replace("type: pubsub.redis\n  version: v1\n  metadata:\n  - {name: redisHost, value: \"redis:6379\"}",
                $"type: {type}\n  version: v1\n  metadata:\n  - {{name: {setting}}}", StringComparison.Ordinal)).Findings;

        Assert.Equal(isLost ? ["DAPRSHARED176"] : [], findings.Select(finding => finding.Rule.Code));
    }

    [Fact]
    public void A_sidecar_may_listen_beyond_its_pod()
    {
        var report = Shop.Examine(Shop.Text.Replace("dapr.io/log-level: info", "dapr.io/sidecar-listen-addresses: 0.0.0.0",
            StringComparison.Ordinal));

        Assert.Empty(report.Findings);
        Assert.Equal((1, 1), (report.SharedDaprds, report.Sidecars));
    }

    [Theory]
    [InlineData("orders-dapr-token, key: token}}\n        livenessProbe:", "daprd")]
    [InlineData("orders-dapr-token, key: token}}\n---\n", "its app")]
    public void A_token_by_another_variable_is_no_literal_and_is_not_compared(string end, string of)
    {
        const string item = "- name: DAPR_API_TOKEN\n          valueFrom: {secretKeyRef: {name: ";
        var text = Shop.Text.Replace(item + end, item.Replace("DAPR_API_TOKEN", "TOKEN", StringComparison.Ordinal)
            + end.Replace("}}\n", "}}\n        - {name: DAPR_API_TOKEN, value: $(TOKEN)}\n", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.True(text != Shop.Text, of);

        Assert.Empty(Shop.Findings(text + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: orders-dapr-token, namespace: shop}\n"
            + "stringData: {token: s3cr3t}\n"));
    }

    [Fact]
    public void Of_an_app_id_in_a_variable_nothing_is_said() =>
        Assert.Empty(Shop.Findings(Shop.Text.Replace("--app-id=orders", "--app-id=$(APP_ID)", StringComparison.Ordinal)));

    [Theory]
    [InlineData("[kubectl, logs, deploy/orders, -c, daprd, --tail=5]")]
    [InlineData("[kubectl, rollout, restart, ds, daprd, --timeout, 5m]")]
    [InlineData("[sh, -c, 'kubectl logs deploy/orders -c daprd -f | grep error']")]
    [InlineData("[cp, /daprd, /shared]")]
    [InlineData("[pkill, daprd]")]
    [InlineData("[dapr, run, --app-id, mail, --dapr-http-port, '3500', --, node, mail.js]")]
    public void A_program_that_is_about_daprd_is_none(string command)
    {
        var report = Shop.Examine(Shop.Text + "---\n" + Pod(command));

        Assert.Empty(report.Findings);
        Assert.Empty(report.NotChecked);
        Assert.Equal((1, 1), (report.SharedDaprds, report.Sidecars));
    }

    [Theory]
    [InlineData("[daprd, --mode, kubernetes]")]
    [InlineData("[/daprd]")]
    [InlineData("[tini, /daprd, --mode, kubernetes]")]
    [InlineData("[tini, --, daprd, --mode, kubernetes]")]
    [InlineData("[sh, -c, exec daprd]")]
    [InlineData("[./start, --app-id, mail, --dapr-http-port, '3500']")]
    public void A_program_that_begins_daprd_is_one(string command) => Assert.Equal(1, Shop.Examine(Pod(command)).SharedDaprds);

    private static string Pod(string command) => "apiVersion: v1\nkind: Pod\nmetadata: {name: tool, namespace: shop}\n"
        + $"spec: {{containers: [{{name: tool, image: tools:1, command: {command}}}]}}\n";

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
