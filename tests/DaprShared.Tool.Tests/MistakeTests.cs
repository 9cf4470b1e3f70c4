using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>One diagnostic per mistake, with the key and the fix, and nothing on standard output.</summary>
public class MistakeTests
{
    [Theory]
    [InlineData(
        "shared.appId=null",
        "error DAPRSHARED022: shared.appId: is missing. Set it to the Dapr app-id, for example with --set shared.appId=orders.")]
    [InlineData(
        "shared.appId=Shop.Orders",
        "error DAPRSHARED001: shared.appId: app-id 'Shop.Orders' has to begin with a letter, and may only hold lower-case letters, "
        + "digits and inner hyphens. Use app-id 'shop-orders'.")]
    [InlineData("shared.appId=a23456789012345678901234567890123456789012345678901234567890", "error DAPRSHARED002: shared.appId: ")]
    [InlineData("shared.appID=x", "error DAPRSHARED020: shared.appID: is not a key of the chart. Did you mean 'shared.appId'?")]
    [InlineData("shred.remotePort=1", "error DAPRSHARED020: shred: is not a key of the chart. Did you mean 'shared'?")]
    [InlineData("replicas=1", "error DAPRSHARED020: replicas: is not a key of the chart. Did you mean 'shared.deployment.replicas'?")]
    [InlineData(
        "shared.daprd.maxBodySize=8Mi",
        "error DAPRSHARED020: shared.daprd.maxBodySize: is not a key of the chart. Did you mean 'shared.daprd.options.max-body-size'?")]
    [InlineData(
        "shared.daprd.options.log-level=debug",
        "error DAPRSHARED020: shared.daprd.options.log-level: is not a key of the chart. Did you mean 'shared.log.level'?")]
    [InlineData(
        "shared.channelAddress=orders",
        "error DAPRSHARED020: shared.channelAddress: is not a key of the chart. It is called 'shared.remoteURL' today.")]
    [InlineData(
        "something.else=1",
        "error DAPRSHARED020: something: is not a key of the chart. Remove it; docs/from-the-chart.md has all keys.")]
    [InlineData(
        @"shared\.log\.level=debug",
        "error DAPRSHARED020: \"shared.log.level\": is not a key of the chart. It is one name with dots: write 'shared:' and nest the "
        + "rest below it.")]
    [InlineData("shared.log=debug", "error DAPRSHARED021: shared.log: is text, but must be a map. Correct or remove it.")]
    [InlineData(
        "shared.appId=123",
        "error DAPRSHARED021: shared.appId: is a number, but must be text. Put it in quotes (on the command line: --set-string).")]
    [InlineData(
        "shared.log.json=maybe",
        "error DAPRSHARED021: shared.log.json: is text, but must be true or false. Write it without quotes.")]
    [InlineData(
        "shared.deployment.replicas={1}",
        "error DAPRSHARED021: shared.deployment.replicas: is a list, but must be a whole number. Correct or remove it.")]
    [InlineData("podAnnotations.a=1", "error DAPRSHARED021: podAnnotations.a: is a number, but must be text. ")]
    [InlineData("podAnnotations=a", "error DAPRSHARED021: podAnnotations: is text, but must be a map. ")]
    [InlineData(
        "tolerations[0].efect=NoSchedule",
        "error DAPRSHARED020: tolerations[0].efect: Kubernetes knows no such field of V1Toleration. Did you mean 'effect'?")]
    [InlineData(
        "tolerations[0].tolerationSeconds=soon",
        "error DAPRSHARED021: tolerations[0].tolerationSeconds: is text, but must be a whole number. ")]
    [InlineData(
        "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchFields={}",
        "error DAPRSHARED022: affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: is missing. ")]
    [InlineData("imagePullSecrets={mirror}", "error DAPRSHARED021: imagePullSecrets[0]: is text, but must be a map. ")]
    [InlineData("securityContext.runAsRoot=false", "error DAPRSHARED020: securityContext.runAsRoot: ")]
    [InlineData(
        "shared.daprd.resources.limits.memory=lots",
        "error DAPRSHARED021: shared.daprd.resources.limits.memory: is not a quantity. ")]
    [InlineData("shared.remoteURL=orders", "error DAPRSHARED012: shared.remotePort: is missing, but shared.remoteURL is 'orders'. ")]
    [InlineData("shared.remoteURL=orders,shared.remotePort=0", "error DAPRSHARED012: shared.remotePort: ")]
    [InlineData("shared.remotePort=80", "error DAPRSHARED012: shared.remoteURL: is missing, but shared.remotePort is 80. ")]
    [InlineData(
        "shared.remoteURL=orders,shared.remotePort=70000",
        "error DAPRSHARED012: shared.remotePort: the app's port '70000' must be a port from 1 to 65535. ")]
    [InlineData(
        "shared.remoteURL=http://orders.shop,shared.remotePort=80",
        "error DAPRSHARED011: shared.remoteURL: 'http://orders.shop' is not a bare host; daprd adds scheme and port itself. Set "
        + "shared.remoteURL to 'orders.shop'.")]
    [InlineData(
        "shared.remoteURL=https://orders.shop:8443/api",
        "error DAPRSHARED011: shared.remoteURL: 'https://orders.shop:8443/api' is not a bare host; daprd adds scheme and port itself. "
        + "Set shared.remoteURL to 'orders.shop', shared.remotePort to 8443, shared.daprd.app.protocol to https.")]
    [InlineData(
        "shared.remoteURL=orders:8080",
        "error DAPRSHARED011: shared.remoteURL: 'orders:8080' is not a bare host; daprd adds scheme and port itself. Set "
        + "shared.remoteURL to 'orders', shared.remotePort to 8080.")]
    [InlineData("shared.remoteURL=my orders,shared.remotePort=80", "error DAPRSHARED011: shared.remoteURL: ")]
    [InlineData(@"shared.remoteURL=\{\{ .host \}\},shared.remotePort=80", "error DAPRSHARED011: shared.remoteURL: ")]
    [InlineData(
        "shared.strategy=statefulset",
        "error DAPRSHARED009: shared.strategy: 'statefulset' is not a strategy; the chart would render no workload at all. Use "
        + "daemonset or deployment.")]
    [InlineData(
        "shared.log.level=verbose",
        "error DAPRSHARED009: shared.log.level: 'verbose' must be one of debug, info, warn, error, fatal. ")]
    [InlineData("shared.service.type=Headless", "error DAPRSHARED009: shared.service.type: ")]
    [InlineData("shared.daprd.image.pullPolicy=Sometimes", "error DAPRSHARED009: shared.daprd.image.pullPolicy: ")]
    [InlineData("shared.daprd.image.digest=abc", "error DAPRSHARED009: shared.daprd.image.digest: ")]
    [InlineData(
        "shared.daprd.options.hot-reload-reconcile-interval=soon",
        "error DAPRSHARED009: shared.daprd.options.hot-reload-reconcile-interval: ")]
    [InlineData("shared.daprd.appHealth.probeTimeout=9000", "error DAPRSHARED009: shared.daprd.appHealth.probeTimeout: ")]
    [InlineData(
        "shared.controlPlane.sentry.address=https://sentry",
        "error DAPRSHARED009: shared.controlPlane.sentry.address: 'https://sentry' is not a host. Write the host alone, and its port "
        + "in shared.controlPlane.sentry.port.")]
    [InlineData("shared.controlPlane.placementServer.port=0", "error DAPRSHARED009: shared.controlPlane.placementServer.port: ")]
    [InlineData("shared.controlPlane.namespace=Dapr System", "error DAPRSHARED009: shared.controlPlane.namespace: ")]
    [InlineData("shared.scheduler.address=http://scheduler", "error DAPRSHARED009: shared.scheduler.address: ")]
    [InlineData(
        "shared.daprd.tokenSecret.name=My_Secret",
        "error DAPRSHARED073: shared.daprd.tokenSecret: the API token's Secret has the name 'My_Secret', which Kubernetes refuses. ")]
    [InlineData(
        "shared.daprd.image.tag=1.17.4,shared.daprd.options.actors-disseminate-timeout=5s",
        "error DAPRSHARED010: shared.daprd.options.actors-disseminate-timeout: ")]
    [InlineData(
        "shared.daprd.httpPort=50001",
        "error DAPRSHARED008: shared.daprd.httpPort: shared.daprd.httpPort and shared.daprd.grpcPort are all 50001. ")]
    [InlineData("shared.remoteURL=orders,shared.remotePort=3500", "error DAPRSHARED008: shared.daprd.httpPort: ")]
    [InlineData("shared.strategy=deployment,shared.deployment.replicas=-1", "error DAPRSHARED014: shared.deployment.replicas: ")]
    [InlineData("shared.daprd.listenAddresses=127.0.0.1", "error DAPRSHARED018: shared.daprd.listenAddresses: ")]
    [InlineData("shared.serviceAccount.create=false", "error DAPRSHARED019: shared.serviceAccount.name: ")]
    [InlineData(
        @"podAnnotations.dapr\.io/app-id=basket",
        "error DAPRSHARED082: podAnnotations: annotation dapr.io/app-id is 'basket', but is daprd's own. Remove it, and set the app-id "
        + "itself.")]
    [InlineData(
        @"podAnnotations.dapr\.io/config=tracing",
        "error DAPRSHARED082: podAnnotations: annotation dapr.io/config is 'tracing', but is daprd's own. Remove it, and set option "
        + "shared.daprd.config.")]
    [InlineData(
        "shared.daprd.resources.requests.memory=512Mi,shared.daprd.resources.limits.memory=128Mi",
        "error DAPRSHARED083: shared.daprd.resources: the memory request 512Mi is above the limit 128Mi; ")]
    [InlineData("tolerations[1].key=x", "error DAPRSHARED021: tolerations[0]: is empty, but must be a map. ")]
    [InlineData(
        "shared.remoteURL=http://user:hunter2@orders,shared.remotePort=80",
        "error DAPRSHARED011: shared.remoteURL: 'http://***@orders' is not a bare host; daprd adds scheme and port itself, and sends "
        + "no user name or password. Set shared.remoteURL to 'orders'.")]
    [InlineData(
        @"shared.remoteURL=\[::1\],shared.remotePort=80",
        "error DAPRSHARED011: shared.remoteURL: the app's address '[::1]' is not a bare host; daprd adds protocol and port itself, and "
        + "sends no user name or password. Use a DNS name: ")]
    [InlineData("shared.strategy=state\nful", @"error DAPRSHARED009: shared.strategy: 'state\nful' is not a strategy; ")]
    [InlineData("shared.daprd.appTokenSecret.key=app", "error DAPRSHARED022: shared.daprd.appTokenSecret.name: ")]
    [InlineData(
        "shared.resources=x",
        "error DAPRSHARED020: shared.resources: is not a key of the chart. Did you mean 'shared.daprd.resources'?")]
    [InlineData(
        "shared.strategy=deployment,shared.autoscaling.minReplicas=2",
        "error DAPRSHARED022: shared.autoscaling.maxReplicas: is missing beside the other keys of shared.autoscaling. Set it, or "
        + "remove them for a fixed number of replicas.")]
    [InlineData(
        "shared.strategy=deployment,shared.autoscaling.minReplicas=5,shared.autoscaling.maxReplicas=3",
        "error DAPRSHARED064: shared.autoscaling: 5 to 3 replicas at 80 % CPU. The minimum is at least 1, ")]
    [InlineData(
        "shared.autoscaling.maxReplicas=3",
        "error DAPRSHARED064: shared.autoscaling: a DaemonSet has one daprd per node and cannot be scaled. ")]
    [InlineData(
        "shared.strategy=deployment,shared.autoscaling.maxReplicas=3,shared.daprd.resources.requests=null,"
        + "shared.daprd.resources.limits=null",
        "error DAPRSHARED064: shared.daprd.resources: the CPU is measured in percent of the request, ")]
    [InlineData(
        "shared.rollingUpdate.maxUnavailable=1",
        "error DAPRSHARED065: shared.rollingUpdate.maxSurge: maxSurge = 1 and maxUnavailable = 1. One of them has to be positive, and "
        + "for a DaemonSet the other has to be 0.")]
    [InlineData(
        "shared.service.internalTrafficPolicy=NodeLocal",
        "error DAPRSHARED009: shared.service.internalTrafficPolicy: 'NodeLocal' is not one of Local, Cluster. Choose one of them.")]
    [InlineData(
        "shared.daprd.volumeMounts[0].name=certs,shared.daprd.volumeMounts[0].mountPath=/certs",
        "error DAPRSHARED068: shared.daprd.volumeMounts: volume 'certs' is mounted at /certs, but the pod has no such volume. ")]
    [InlineData(
        "shared.daprd.volumeMounts[0].name=c,shared.daprd.volumeMounts[0].mountPath=/c,shared.daprd.volumeMounts[0].path=/certs",
        "error DAPRSHARED020: shared.daprd.volumeMounts[0].path: Kubernetes knows no such field of V1VolumeMount. ")]
    [InlineData("shared.daprd.env.A=x", "error DAPRSHARED021: shared.daprd.env: is a map, but must be a list. ")]
    [InlineData("shared.daprd.env[0].value=x", "error DAPRSHARED022: shared.daprd.env[0].name: is missing. ")]
    [InlineData(
        "shared.daprd.env[0].name=DAPR_API_TOKEN,shared.daprd.env[0].value=s3cr3t",
        "error DAPRSHARED071: shared.daprd.env: variable 'DAPR_API_TOKEN' is daprd's own. Use shared.daprd.tokenSecret.name instead.")]
    [InlineData(
        "shared.daprd.env[0].name=A,shared.daprd.env[1].name=A",
        "error DAPRSHARED009: shared.daprd.env[1]: 'A' is there for the second time. ")]
    [InlineData(
        "shared.daprd.env[0].name=A,shared.daprd.env[0].valueFrom.fieldRef.fieldPath=status.podIP",
        "error DAPRSHARED009: shared.daprd.env[0]: 'A' has neither a value nor a secretKeyRef alone. Give it a value, or a "
        + "secretKeyRef with name and key.")]
    [InlineData("shared.daprd.extraArgs=--a", "error DAPRSHARED021: shared.daprd.extraArgs: is text, but must be a list. ")]
    [InlineData(
        "shared.trustAnchors.pem=dapr-trust-bundle",
        "error DAPRSHARED062: shared.trustAnchors.pem: the trust anchors hold no PEM. ")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.httpPort=3600",
        "error DAPRSHARED060: shared.daprd.httpPort: option shared.daprd.httpPort = '3600' has no annotation; the sidecar injector "
        + "always uses 3500. Remove it, or use Explicit mode (shared.injection.enabled: false).")]
    [InlineData("shared.injection.enabled=true,shared.daprd.extraArgs={--a}", "error DAPRSHARED060: shared.daprd.extraArgs: ")]
    [InlineData(
        @"shared.injection.enabled=true,shared.daprd.env[0].name=A,shared.daprd.env[0].value=x\,y=1",
        "error DAPRSHARED060: shared.daprd.env: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.controlPlane.operator.port=6500",
        "error DAPRSHARED060: shared.controlPlane.operator: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.controlPlane.sentry.address=sentry",
        "error DAPRSHARED060: shared.controlPlane.sentry: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.serviceAccountIdentityToken.audience=sentry",
        "error DAPRSHARED060: shared.daprd.serviceAccountIdentityToken.audience: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.image.pullPolicy=Always",
        "error DAPRSHARED060: shared.daprd.image.pullPolicy: ")]
    [InlineData("shared.injection.enabled=true,securityContext.runAsUser=1", "error DAPRSHARED060: securityContext: ")]
    [InlineData("shared.injection.enabled=true,shared.trustAnchors.configMap=roots", "error DAPRSHARED060: shared.trustAnchors: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.resources.limits.ephemeral-storage=1Gi",
        "error DAPRSHARED060: shared.daprd.resources: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.volumes[0].name=c,shared.daprd.volumeMounts[0].name=c,"
        + "shared.daprd.volumeMounts[0].mountPath=/c,shared.daprd.volumeMounts[0].subPath=x",
        "error DAPRSHARED060: shared.daprd.volumeMounts: ")]
    [InlineData("shared.injection.enabled=true,shared.daprd.tokenSecret.key=api", "error DAPRSHARED061: shared.daprd.tokenSecret: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.daprd.appTokenSecret.name=x,shared.daprd.appTokenSecret.key=app",
        "error DAPRSHARED061: shared.daprd.appTokenSecret: ")]
    [InlineData(
        "shared.injection.enabled=true,shared.injection.placeholder.image.digest=x",
        "error DAPRSHARED009: shared.injection.placeholder.image.digest: ")]
    public void A_mistake_is_one_line_with_the_key_and_the_fix(string set, string line) =>
        Assert.StartsWith(line, Tool.Mistake("shared: {appId: orders}", "--set", set), StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        using var folder = new TemporaryFolder();
        var mistakes = Tool.Mistakes("""
            shared:
              appID: orders
              remoteURL: http://orders
              remotePort: "80"
              daprd:
                image: {tag: 1.18}
                listenAddresses: localhost
                metrics: {port: 3500}
            """, "-o", folder["out"]);
        Assert.Equal(
            [
                "DAPRSHARED020: shared.appID", "DAPRSHARED021: shared.remotePort", "DAPRSHARED021: shared.daprd.image.tag",
                "DAPRSHARED022: shared.appId",
                "DAPRSHARED011: shared.remoteURL", "DAPRSHARED018: shared.daprd.listenAddresses", "DAPRSHARED008: shared.daprd.httpPort",
            ],
            mistakes.Select(line => string.Join(':', line["error ".Length..].Split(':')[..2])));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Workflows_are_a_mistake_with_a_daprd_that_cannot_share_them() => Assert.Collection(
        Tool.Mistakes("shared: {appId: orders, workflows: {enabled: true}, daprd: {image: {tag: 1.15.7}}}"),
        line => Assert.StartsWith("warning DAPRSHARED015: shared.daprd.image.tag: ", line, StringComparison.Ordinal),
        line => Assert.StartsWith(
            "error DAPRSHARED047: shared.workflows.enabled: workflows run in several daprds, but docker.io/daprio/daprd:1.15.7 ",
            line, StringComparison.Ordinal));

    [Theory]
    [InlineData("- a", "error DAPRSHARED025: standard input: is not a map of keys to values. ")]
    [InlineData("a: [", "error DAPRSHARED025: standard input: is not valid YAML ")]
    public void Unreadable_values_are_a_mistake(string values, string line) =>
        Assert.StartsWith(line, Tool.Mistake(values), StringComparison.Ordinal);

    [Fact]
    public void Unreadable_files_and_expressions_are_all_reported()
    {
        var tool = Tool.Run("render", "-f", "missing.yaml", "--set", "a", "-f", "missing-too.yaml", "--set-file", "a=missing.pem");
        Assert.Equal((1, ""), (tool.ExitCode, tool.Output));
        Assert.Equal(["missing.yaml", "missing-too.yaml", "--set", "--set-file"], tool.Lines.Select(line => line.Split(": ")[1]));
        Assert.All(tool.Lines, line => Assert.StartsWith("error DAPRSHARED025: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("rendr")]
    [InlineData("render", "--valus", "x")]
    [InlineData("render", "-n", "Shop")]
    [InlineData("render", "-o", "")]
    [InlineData("render", "-f")]
    public void A_mistake_in_the_command_line_is_exit_code_2(params string[] args)
    {
        var tool = Tool.Run(args);
        Assert.Equal((2, ""), (tool.ExitCode, tool.Output));
        Assert.Contains("--help", tool.Errors, StringComparison.Ordinal);
    }
}
