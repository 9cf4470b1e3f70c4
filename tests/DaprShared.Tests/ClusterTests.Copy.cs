using DaprShared.Cluster;
using DaprShared.Testing;
using Xunit;

namespace DaprShared.Tests;

/// <summary>The copy of the trust anchors.</summary>
public sealed partial class ClusterTests
{
    [Fact]
    public async Task The_trust_anchors_are_copied_once_and_kept_up_to_date()
    {
        const string copy = "/api/v1/namespaces/shop/configmaps/dapr-trust-bundle";

        Assert.Equal("ConfigMap dapr-trust-bundle in shop was created", (await CopyAsync()).Done);
        Assert.NotNull(_cluster.Find("/api/v1/namespaces/shop"));
        Assert.Equal("ROOT", (string?)_cluster.Find(copy)!["data"]!["ca.crt"]);
        Assert.Single(_cluster.Find(copy)!["data"]!.AsObject()); // no other key of the control plane's
        Assert.Equal("ConfigMap dapr-trust-bundle in shop is up to date", (await CopyAsync()).Done);

        _cluster.WithTrustBundle("ROTATED");
        Assert.Equal(
            "ConfigMap dapr-trust-bundle in shop was updated; restart the daprds, which read it only at start",
            (await CopyAsync()).Done);
        Assert.Equal("ROTATED", (string?)_cluster.Find(copy)!["data"]!["ca.crt"]);
    }

    [Fact]
    public async Task A_ConfigMap_of_somebody_else_is_never_changed()
    {
        _cluster.WithTrustBundle("ROOT\n", "shop");
        Assert.Equal(("ConfigMap dapr-trust-bundle in shop is up to date", null), await CopyAsync());

        _cluster.WithTrustBundle("OTHER", "shop");
        Assert.StartsWith(
            "error DAPRSHARED099: shop: ConfigMap 'dapr-trust-bundle' of namespace 'shop' holds other certificates",
            (await CopyAsync()).Mistake!.ToString());
        Assert.DoesNotContain(_cluster.Requests, request => !request.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_copied_without_a_source_or_a_right()
    {
        using var empty = new ClusterStandIn();
        Assert.Equal("DAPRSHARED098", (await CopyAsync(empty)).Mistake!.Rule.Code);

        _cluster.Answer("POST /api/v1/namespaces/shop/configmaps", 403);
        Assert.Equal(
            "The account of the kubeconfig may not create ConfigMap dapr-trust-bundle in shop.",
            (await Assert.ThrowsAsync<ClusterException>(() => CopyAsync())).Message);
        Assert.Equal(
            "ConfigMap dapr-trust-bundle in dapr-system is the control plane's own",
            (await CopyAsync(@namespace: "dapr-system")).Done);
    }

    private async Task<(string Done, Diagnostic? Mistake)> CopyAsync(ClusterStandIn? cluster = null, string @namespace = "shop")
    {
        using var client = Client(cluster ?? _cluster);
        return await TrustBundleCopy.CopyAsync(client, "dapr-system", @namespace, TestContext.Current.CancellationToken);
    }
}
