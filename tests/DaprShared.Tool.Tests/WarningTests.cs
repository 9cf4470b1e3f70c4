using Xunit;

namespace DaprShared.Tool.Tests;

/// <summary>Values that are accepted with a warning, and what is written instead.</summary>
public class WarningTests
{
    private const string Orders = "shared: {appId: orders}";

    [Theory]
    [InlineData("shared.deployment.replicas=3", "warning DAPRSHARED023: shared.deployment.replicas: ", "kind: DaemonSet")]
    [InlineData(
        "shared.remoteURL=localhost,shared.remotePort=80",
        "warning DAPRSHARED143: shared.remoteURL: the app's address names localhost, which is daprd's own pod and nothing beside it. ",
        "--app-channel-address=localhost\n")]
    [InlineData(
        "shared.remoteURL=127.0.0.1,shared.remotePort=80",
        "warning DAPRSHARED143: shared.remoteURL: the app's address names 127.0.0.1, ",
        "--app-channel-address=127.0.0.1\n")]
    [InlineData("shared.initContainer.token=", "warning DAPRSHARED023: shared.initContainer.token: ", "name: DAPR_API_TOKEN")]
    [InlineData(
        "shared.initContainer.image.tag=0.0.15",
        "warning DAPRSHARED023: shared.initContainer.image.tag: has no effect: there is no init container any more",
        "key: ca.crt")]
    [InlineData("shared.initContainer.image.registry=x", "warning DAPRSHARED023: shared.initContainer.image.registry: ", "")]
    [InlineData("shared.initContainer.image.name=x", "warning DAPRSHARED023: shared.initContainer.image.name: ", "")]
    [InlineData("shared.initContainer.image.pullPolicy=x", "warning DAPRSHARED023: shared.initContainer.image.pullPolicy: ", "")]
    [InlineData("fullnameOverride=mine", "warning DAPRSHARED023: fullnameOverride: ", "name: orders-dapr\n")]
    [InlineData("nameOverride=mine", "warning DAPRSHARED023: nameOverride: ", "app.kubernetes.io/name: daprd")]
    [InlineData(
        "shared.daprd.appHealth.checkPath=/a,shared.daprd.appHealth.path=/b",
        "warning DAPRSHARED023: shared.daprd.appHealth.path: ",
        "--app-health-check-path=/a\n")]
    [InlineData(
        "shared.controlPlane.sentry.port=80",
        "warning DAPRSHARED024: shared.controlPlane.sentry.port: ",
        "--sentry-address=dapr-sentry.dapr-system.svc.cluster.local:443\n")]
    [InlineData(
        "shared.controlPlane.operator.port=80",
        "warning DAPRSHARED024: shared.controlPlane.operator.port: ",
        "--control-plane-address=dapr-api.dapr-system.svc.cluster.local:443\n")]
    [InlineData(
        "shared.controlPlane.sentry.address=",
        "warning DAPRSHARED024: shared.controlPlane.sentry.address: ",
        "--sentry-address=dapr-sentry.dapr-system.svc.cluster.local:443\n")]
    [InlineData(
        "shared.controlPlane.operator.address=",
        "warning DAPRSHARED024: shared.controlPlane.operator.address: ",
        "--control-plane-address=dapr-api.")]
    [InlineData(
        "shared.scheduler.address=dapr-scheduler-server-0.dapr-scheduler-server.dapr-system.svc.cluster.local:50006",
        "warning DAPRSHARED024: shared.scheduler.address: ",
        "--scheduler-host-address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443\n")]
    [InlineData(
        "shared.daprd.image.tag=1.15.7",
        "warning DAPRSHARED015: shared.daprd.image.tag: ",
        "image: docker.io/daprio/daprd:1.15.7\n")]
    [InlineData(
        "shared.daprd.internalGrpcPort=50003",
        "warning DAPRSHARED016: shared.daprd.internalGrpcPort: ",
        "--dapr-internal-grpc-port=50003\n")]
    [InlineData("shared.daprd.mtls.enabled=false", "warning DAPRSHARED084: shared.daprd.mtls.enabled: ", "--enable-mtls=false\n")]
    [InlineData("shared.daprd.tokenSecret.name=", "warning DAPRSHARED017: shared.daprd.tokenSecret: ", "")]
    [InlineData(
        "shared.strategy=deployment,shared.deployment.replicas=3,shared.autoscaling.maxReplicas=5",
        "warning DAPRSHARED023: shared.deployment.replicas: replicas = 3 has no effect: the number is the autoscaler's, 1 to 5. Remove "
        + "one of the two.",
        "maxReplicas: 5\n")]
    [InlineData(
        "shared.serviceAccount.create=false,shared.serviceAccount.name=mine,shared.serviceAccount.annotations.team=shop",
        "warning DAPRSHARED023: shared.serviceAccount.annotations: annotations of the ServiceAccount have no effect (team): 'mine' "
        + "exists and is not written. Annotate that ServiceAccount, or let it be created.",
        "serviceAccountName: mine\n")]
    [InlineData(
        "shared.strategy=deployment,shared.service.internalTrafficPolicy=Local",
        "warning DAPRSHARED066: shared.service.internalTrafficPolicy: apps on a node without one of its daprds reach none. Use "
        + "Cluster, or publish as a DaemonSet.",
        "internalTrafficPolicy: Local\n")]
    [InlineData(
        "shared.injection.pinImage=true",
        "warning DAPRSHARED023: shared.injection: has no effect without shared.injection.enabled. ",
        "name: daprd\n")]
    public void A_warning_says_what_is_written_instead(string set, string line, string written)
    {
        var tool = Tool.RenderWithWarnings(Orders, "--set", set);
        Assert.StartsWith(line, Assert.Single(tool.Lines), StringComparison.Ordinal);
        Assert.Contains(written, tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fullnameOverride=orders-dapr")]
    [InlineData("fullnameOverride=,nameOverride=")]
    [InlineData("shared.daprd.token=")]
    [InlineData("shared.controlPlane.operator.port=443,shared.controlPlane.sentry.port=443,shared.controlPlane.placementServer.port=50005")]
    [InlineData("shared.scheduler.address=dapr-scheduler-server-a.dapr-system.svc.cluster.local:443")]
    public void A_value_that_agrees_is_no_warning(string set) => Assert.Equal(Tool.Render(Orders), Tool.Render(Orders, "--set", set));

    [Fact]
    public void A_literal_token_is_written_nowhere_and_the_Secret_takes_its_place()
    {
        using var folder = new TemporaryFolder();
        const string Values = "shared: {appId: orders, daprd: {token: s3cr3t-a}, initContainer: {token: s3cr3t-b}}";
        var stream = Tool.RenderWithWarnings(Values, "-n", "shop");
        var files = Tool.RenderWithWarnings(Values, "-n", "shop", "-o", folder["out"]);
        Assert.All((string[])[stream.Output, stream.Errors, files.Output, files.Errors,
            .. Directory.GetFiles(folder["out"]).Select(File.ReadAllText)],
            text => Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal));
        Assert.Contains("name: orders-dapr-token\n", stream.Output, StringComparison.Ordinal);
        Assert.Equal(2, stream.Lines.Length);
        Assert.StartsWith("warning DAPRSHARED028: shared.daprd.token: ", stream.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("printf %s \"$TOKEN\" | kubectl create secret generic orders-dapr-token -n shop --from-file=token=/dev/stdin",
            stream.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("warning DAPRSHARED028: shared.initContainer.token: ", stream.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared: {appId: orders, daprd: {token: [s3cr3t]}}")]
    [InlineData("shared: {appId: orders, daprd: {token: {s3: s3cr3t}}}")]
    [InlineData("shared: {appId: orders, daprd: {token: *s3cr3t}}")]
    [InlineData("shared: {appId: orders, daprd: {token: !s3cr3t x}}")]
    [InlineData("shared: {appId: orders, daprd: {token: s3cr3t: s3cr3t}}")]
    public void A_token_is_not_in_a_message_about_it_either(string values) =>
        Assert.All(Tool.Mistakes(values), line => Assert.DoesNotContain("s3cr3t", line, StringComparison.Ordinal));
}
