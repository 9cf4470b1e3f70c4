using DaprShared.Cluster;
using Xunit;

namespace DaprShared.Tests;

/// <summary>A cluster that refuses, fails or does not answer.</summary>
public sealed partial class ClusterTests
{
    [Fact]
    public async Task What_may_not_be_read_is_not_judged_but_said()
    {
        _cluster.Answer("/apis/apps/v1/namespaces/dapr-system/deployments/dapr-operator", 403)
            .Answer("/api/v1/namespaces/shop/services", 403);

        Assert.Equal("warning DAPRSHARED091: shop: these could not be read, so they were not checked: Deployment dapr-operator in "
            + "dapr-system, Services in shop. Deploy with an account that may get and list them, or check them by hand.",
            Assert.Single(await CheckAsync(Plan(Orders))));
    }

    [Fact]
    public async Task Without_a_look_at_the_operator_its_version_is_unknown_and_the_kinds_are_still_checked()
    {
        _cluster.WithDapr("1.9.0").Answer("/apis/apps/v1/namespaces/dapr-system/deployments/dapr-operator", 403).Serve("dapr.io/v2alpha1");

        Assert.Equal(
            [
                "DAPRSHARED095: orders: the cluster does not know the kind dapr.io/v2alpha1/Subscription.",
                "DAPRSHARED091: shop: these could not be read, so they were not checked: Deployment dapr-operator in dapr-system.",
            ],
            from mistake in await CheckAsync(PlanWithKinds)
            let start = mistake.IndexOf(' ', StringComparison.Ordinal) + 1
            select mistake[start..(mistake.IndexOf(". ", StringComparison.Ordinal) + 1)]);
    }

    [Fact]
    public async Task Kinds_that_may_not_be_read_are_not_missing_and_the_others_are_still_checked()
    {
        _cluster.Answer("/apis/dapr.io/v2alpha1", 403);
        Assert.Equal("warning DAPRSHARED091: shop: these could not be read, so they were not checked: the kinds of dapr.io/v2alpha1. "
            + "Deploy with an account that may get and list them, or check them by hand.",
            Assert.Single(await CheckAsync(PlanWithKinds)));
        Assert.Empty(await CheckAsync(Plan(Orders))); // who has none of them is not bothered

        _cluster.Serve("dapr.io/v1alpha1", "Configuration");
        Assert.StartsWith(
            "error DAPRSHARED095: orders: the cluster does not know the kind dapr.io/v1alpha1/Component.",
            (await CheckAsync(PlanWithKinds))[0]);
    }

    [Theory]
    [InlineData(401, "{}", "answers 401 Unauthorized when asked for Deployment dapr-operator in dapr-system.")]
    [InlineData(500, "{}", "answers 500 InternalServerError when asked for Deployment dapr-operator in dapr-system.")]
    [InlineData(200, "<html>", "gives no answer of a Kubernetes API when asked for Deployment dapr-operator in dapr-system: ")]
    [InlineData(200, "null", "gives no answer of a Kubernetes API when asked for Deployment dapr-operator in dapr-system: ")]
    [InlineData(0, "", "does not answer in 0.2 seconds.")]
    public async Task A_bad_answer_is_no_answer(int status, string body, string how)
    {
        _cluster.Answer("/apis/apps/v1/namespaces/dapr-system/deployments/dapr-operator", status, body);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => CheckAsync(Plan(Orders), limit: status == 0 ? TimeSpan.FromSeconds(0.2) : null));

        Assert.StartsWith($"error DAPRSHARED090: the cluster: {_cluster.Url} {how}", exception.ToDiagnostic("the cluster").ToString());
    }

    [Fact]
    public async Task Nobody_there()
    {
        _cluster.Dispose();

        Assert.StartsWith($"{_cluster.Url} cannot be reached: ",
            (await Assert.ThrowsAsync<ClusterException>(() => CheckAsync(Plan(Orders)))).Message);
    }

    [Fact]
    public async Task A_cancelled_question_is_cancelled_and_no_mistake()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var client = Client(_cluster);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ClusterReader.ReadAsync(client, Plan(Orders), cancelled.Token));
    }
}
