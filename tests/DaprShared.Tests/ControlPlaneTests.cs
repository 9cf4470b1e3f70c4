using Xunit;

namespace DaprShared.Tests;

public class ControlPlaneTests
{
    [Fact]
    public void Addresses_are_those_that_the_injector_uses()
    {
        var controlPlane = new ControlPlane();

        Assert.Equal("dapr-api.dapr-system.svc.cluster.local:443", controlPlane.OperatorAddress);
        Assert.Equal("dapr-sentry.dapr-system.svc.cluster.local:443", controlPlane.SentryAddress);
        Assert.Equal("dapr-placement-server.dapr-system.svc.cluster.local:50005", controlPlane.PlacementAddress);
        Assert.Equal("dapr-scheduler-server-a.dapr-system.svc.cluster.local:443", controlPlane.SchedulerAddress);
        Assert.Equal("spiffe://cluster.local/ns/dapr-system/dapr-sentry", controlPlane.SentryAudience);
    }

    [Fact]
    public void Namespace_trust_domain_and_cluster_domain_reach_everything_that_follows_from_them()
    {
        var daprd = new SharedDaprd
        {
            AppId = "orders",
            ControlPlane = new() { Namespace = "dapr", TrustDomain = "acme.example", ClusterDomain = "k8s.acme" },
        };

        var yaml = ManifestYaml.WriteAll(KubernetesObjects.Build(daprd));

        Assert.Contains("--control-plane-address=dapr-api.dapr.svc.k8s.acme:443", yaml, StringComparison.Ordinal);
        Assert.Contains("--sentry-address=dapr-sentry.dapr.svc.k8s.acme:443", yaml, StringComparison.Ordinal);
        Assert.Contains("--placement-host-address=dapr-placement-server.dapr.svc.k8s.acme:50005", yaml, StringComparison.Ordinal);
        Assert.Contains("--scheduler-host-address=dapr-scheduler-server-a.dapr.svc.k8s.acme:443", yaml, StringComparison.Ordinal);
        Assert.Contains("audience: spiffe://acme.example/ns/dapr/dapr-sentry", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("dapr-system", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("cluster.local", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_wins() =>
        Assert.Equal("sentry.example:8443", new ControlPlane { SentryOverride = "sentry.example:8443" }.SentryAddress);
}
