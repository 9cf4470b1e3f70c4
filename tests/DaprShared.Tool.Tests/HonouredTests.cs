using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>What values become. The examples show most keys at once; here are the ones with rules of their own.</summary>
public class HonouredTests
{
    [Theory]
    [InlineData("shared.networkPolicy.enabled=false", "kind: NetworkPolicy")]
    [InlineData("shared.podDisruptionBudget.enabled=false", "kind: PodDisruptionBudget")]
    [InlineData("shared.topologySpread.enabled=false", "topologySpreadConstraints:")]
    [InlineData("shared.prometheusAnnotations.enabled=false", "prometheus.io/scrape")]
    public void What_the_chart_does_not_have_can_be_switched_off(string set, string gone)
    {
        const string Values = "shared: {appId: orders, strategy: deployment, deployment: {replicas: 2}}";
        Assert.Contains(gone, Tool.Render(Values), StringComparison.Ordinal);
        Assert.DoesNotContain(gone, Tool.Render(Values, "--set", set), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared.podLabels.team=shop", "team: shop\n")]
    [InlineData("shared.priorityClassName=high", "priorityClassName: high\n")]
    [InlineData("shared.networkPolicy.clients[0].podSelector.matchLabels.job=nightly", "job: nightly\n")]
    [InlineData("shared.networkPolicy.appPods.matchLabels.app=orders", "app: orders\n")]
    [InlineData(
        @"shared.networkPolicy.metricsNamespaces.matchLabels.kubernetes\.io/metadata\.name=ops",
        "kubernetes.io/metadata.name: ops\n")]
    [InlineData("shared.trustAnchors.configMap=roots", "name: roots\n")]
    [InlineData("shared.trustAnchors.key=root.pem", "key: root.pem\n")]
    [InlineData("shared.service.internalTrafficPolicy=Local", "internalTrafficPolicy: Local\n")]
    [InlineData("shared.rollingUpdate.maxSurge=0,shared.rollingUpdate.maxUnavailable=2", "maxSurge: 0\n      maxUnavailable: 2\n")]
    [InlineData("shared.daprd.env[0].name=HOST,shared.daprd.env[0].value=broker", "- name: HOST\n          value: broker\n")]
    [InlineData(@"shared.daprd.extraArgs={--new-flag=a\,b}", "- --new-flag=a,b\n")]
    [InlineData("shared.injection.enabled=true", "dapr.io/enabled: \"true\"\n")]
    public void What_the_chart_does_not_have_can_be_set(string set, string written) =>
        Assert.Contains(written, Tool.Render("shared: {appId: orders}", "--set", set), StringComparison.Ordinal);

    private const string Orders = "shared: {appId: orders}";

    [Fact]
    public void Without_anything_but_an_app_id_there_is_a_hardened_DaemonSet()
    {
        var output = Tool.Render(Orders);
        Assert.Contains("kind: DaemonSet\n", output, StringComparison.Ordinal);
        Assert.Contains("--enable-mtls=true\n", output, StringComparison.Ordinal);
        Assert.Contains("name: orders-dapr-token\n", output, StringComparison.Ordinal);
        Assert.Contains("readOnlyRootFilesystem: true\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--app-", output.Replace("--app-id", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("tolerations", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared.strategy=Deployment,shared.deployment.replicas=0", "replicas: 0")]
    [InlineData("shared.strategy=DaemonSet", "kind: DaemonSet")]
    [InlineData("shared.service.type=LoadBalancer", "type: LoadBalancer")]
    [InlineData("shared.daprd.image.registry=", "image: daprd:1.18.3")]
    [InlineData(
        "shared.daprd.image.registry=ghcr.io/dapr,shared.daprd.image.name=dapr,shared.daprd.image.tag=1.17.2",
        "image: ghcr.io/dapr/dapr:1.17.2")]
    [InlineData(
        "shared.daprd.image.digest=sha256:0123456789012345678901234567890123456789012345678901234567890123",
        "image: \"docker.io/daprio/daprd@sha256:0123456789012345678901234567890123456789012345678901234567890123\"")]
    [InlineData("shared.daprd.image.pullPolicy=Always", "imagePullPolicy: Always")]
    [InlineData("shared.daprd.appHealth.path=/a", "--app-health-check-path=/a")]
    [InlineData("shared.daprd.appHealth.checkPath=/b,shared.daprd.appHealth.path=/healthz", "--app-health-check-path=/b")]
    [InlineData("shared.log.level=WARN", "--log-level=warn")]
    [InlineData("shared.daprd.options.disable-init-endpoints={config,subscribe}", "--disable-init-endpoints=config,subscribe")]
    [InlineData("shared.daprd.options.max-body-size=4194304", "--max-body-size=4194304")]
    [InlineData("shared.daprd.serviceAccountIdentityToken.audience=dapr.io/sentry", "audience: dapr.io/sentry")]
    [InlineData("shared.serviceAccount.create=false,shared.serviceAccount.name=mine", "serviceAccountName: mine")]
    public void A_value_becomes_this_line(string set, string line) =>
        Assert.Contains($"{line}\n", Tool.Render(Orders, "--set", set), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "shared.controlPlane.namespace=ops",
        "--sentry-address=dapr-sentry.ops.svc.cluster.local:443",
        "spiffe://cluster.local/ns/ops/dapr-sentry")]
    [InlineData(
        "shared.controlPlane.namespace=ops,shared.controlPlane.sentry.address=dapr-sentry.dapr-system.svc.cluster.local",
        "--sentry-address=dapr-sentry.ops.svc.cluster.local:443",
        "ns/ops/")]
    [InlineData("shared.controlPlane.sentry.address=sentry.example", "--sentry-address=sentry.example:443", "ns/dapr-system/")]
    [InlineData(
        "shared.controlPlane.operator.port=6500",
        "--control-plane-address=dapr-api.dapr-system.svc.cluster.local:6500",
        "ns/dapr-system/")]
    [InlineData(
        "shared.controlPlane.placementServer.port=50006",
        "--placement-host-address=dapr-placement-server.dapr-system.svc.cluster.local:50006",
        "")]
    [InlineData(
        "shared.controlPlane.trustDomain=td,"
        + "shared.daprd.serviceAccountIdentityToken.audience=spiffe://cluster.local/ns/dapr-system/dapr-sentry",
        "DAPR_CONTROLPLANE_TRUST_DOMAIN",
        "spiffe://td/ns/dapr-system/dapr-sentry")]
    [InlineData("shared.controlPlane.clusterDomain=corp", "--control-plane-address=dapr-api.dapr-system.svc.corp:443", "")]
    [InlineData("shared.scheduler.address=scheduler.example:50006", "--scheduler-host-address=scheduler.example:50006", "")]
    public void Addresses_follow_from_the_namespace_unless_they_are_set(string set, params string[] texts)
    {
        var output = Tool.Render(Orders, "--set", set);
        Assert.All(texts, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shared.scheduler.address=", "--scheduler-host-address")]
    [InlineData("shared.controlPlane.placementServer.address=", "--placement-host-address")]
    [InlineData("shared.serviceAccount.create=false,shared.serviceAccount.name=mine", "kind: ServiceAccount")]
    [InlineData("affinity.nodeAffinity=null", "affinity")]
    [InlineData("shared.daprd.resources.limits=null", "GOMEMLIMIT")]
    [InlineData("shared.service.internalTrafficPolicy=Cluster", "internalTrafficPolicy")]
    [InlineData("shared.strategy=deployment,shared.autoscaling.maxReplicas=3", "  replicas:")]
    [InlineData("shared.injection.enabled=true", "name: daprd\n          ")]
    [InlineData("shared.injection.enabled=true", "sidecar-image")]
    public void A_value_takes_this_away(string set, string gone) =>
        Assert.DoesNotContain(gone, Tool.Render(Orders, "--set", set), StringComparison.Ordinal);

    [Fact]
    public void Security_contexts_are_laid_over_the_hardened_ones()
    {
        var output = Tool.Render(Orders, "--set", "securityContext.readOnlyRootFilesystem=false,securityContext.runAsNonRoot=null",
            "--set", "podSecurityContext.seccompProfile.type=Unconfined");
        Assert.Contains("""
                    securityContext:
                      allowPrivilegeEscalation: false
                      capabilities:
                        drop:
                        - ALL
                      readOnlyRootFilesystem: false

            """.ReplaceLineEndings("\n"), output, StringComparison.Ordinal);
        Assert.Contains("type: Unconfined", output, StringComparison.Ordinal);
        Assert.Single(output.Split("runAsNonRoot"), part => part.StartsWith(": true", StringComparison.Ordinal));
    }

    [Fact]
    public void The_namespace_stands_in_every_object() =>
        Assert.Equal(5, Tool.Render(Orders, "-n", "shop").Split("\n  namespace: shop\n").Length - 1);

    [Fact]
    public void A_daprd_that_does_not_know_the_scheduler_is_not_told_of_it()
    {
        var tool = Tool.RenderWithWarnings(Orders, "--set", "shared.daprd.image.tag=1.13.0-rc.10");
        Assert.DoesNotContain("scheduler", tool.Output, StringComparison.Ordinal);
        Assert.Contains("warning DAPRSHARED015: shared.daprd.image.tag: ", Assert.Single(tool.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared.injection.pinImage=true", "docker.io/daprio/daprd:1.18.3")]
    [InlineData("shared.daprd.image.tag=1.19.0", "docker.io/daprio/daprd:1.19.0")]
    public void An_injected_daprd_has_the_image_that_is_asked_for(string set, string image) =>
        Assert.Contains($"dapr.io/sidecar-image: {image}\n", Tool.Render(Orders, "--set", $"shared.injection.enabled=true,{set}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("shared.strategy=deployment,shared.deployment.replicas=2", true)]
    [InlineData("shared.strategy=daemonset", true)]
    [InlineData("shared.strategy=deployment", false)]
    public void Workflows_in_several_daprds_bring_a_Configuration(string set, bool several)
    {
        var output = Tool.Render(Orders, "-n", "shop", "--set", $"shared.workflows.enabled=true,{set}");
        Assert.Equal(several, output.Contains("- --config=orders-dapr\n", StringComparison.Ordinal));
        Assert.Equal(several, output.Contains("""
            kind: Configuration
            metadata:
              name: orders-dapr
              namespace: shop
            spec:
              features:
              - name: WorkflowsClusteredDeployment
                enabled: true

            """.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public void Trust_anchors_may_come_from_a_file()
    {
        using var folder = new TemporaryFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1))
            .ExportCertificatePem();
        File.WriteAllText(folder["ca.crt"], pem);
        var output = Tool.Render(Orders, "--set-file", $"shared.trustAnchors.pem={folder["ca.crt"]}");
        Assert.Contains("name: orders-dapr-trust\n", output, StringComparison.Ordinal);
        Assert.Contains($"  ca.crt: |\n    {pem.Replace("\n", "\n    ", StringComparison.Ordinal)}\n", output, StringComparison.Ordinal);

        File.WriteAllText(folder["ca.crt"], pem + "\n" + key.ExportECPrivateKeyPem());
        var mistake = Tool.Mistake(Orders, "--set-file", $"shared.trustAnchors.pem={folder["ca.crt"]}");
        Assert.StartsWith("error DAPRSHARED063: shared.trustAnchors.pem: ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", mistake, StringComparison.Ordinal);
    }
}
