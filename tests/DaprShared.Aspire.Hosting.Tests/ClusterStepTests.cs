using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>The steps that ask a cluster, for plain manifests. A server of this process plays the cluster.</summary>
public sealed class ClusterStepTests : IDisposable
{
    private const string Check = "check-dapr-control-plane", Copy = "copy-dapr-trust-anchors";
    private readonly ClusterStandIn _cluster = new();
    private readonly string _kubeConfig = Path.GetTempFileName();

    public ClusterStepTests() => File.WriteAllText(_kubeConfig, _cluster.KubeConfig("current"));

    public void Dispose()
    {
        _cluster.Dispose();
        File.Delete(_kubeConfig);
    }

    [Fact]
    public async Task Plain_manifests_are_for_the_namespace_of_the_current_context()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _kubeConfig); // only these plain steps read it
        try
        {
            _cluster.WithDapr();
            static void Plain(IDistributedApplicationBuilder builder) => builder.AddDaprShared("orders");

            Assert.Contains(
                "error DAPRSHARED098: orders: ConfigMap 'dapr-trust-bundle' of namespace 'current' is missing or has no key "
                + "'ca.crt', so the pods would not start. Copy it: aspire do copy-dapr-trust-anchors.",
                (await AppHost.FailAsync(Plain, Check)).Errors);

            await AppHost.PublishAsync(Plain, Copy);
            Assert.NotNull(_cluster.Find("/api/v1/namespaces/current/configmaps/dapr-trust-bundle"));
            await AppHost.PublishAsync(Plain, Check);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBECONFIG", null);
        }
    }
}
