using Xunit;

namespace DaprShared.Tests;

public class AppEnvironmentTests
{
    [Fact]
    public void An_app_beside_its_daprd_uses_the_short_name_of_the_API_Service() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["DAPR_HTTP_ENDPOINT"] = "http://orders-dapr-api:3500",
            ["DAPR_GRPC_ENDPOINT"] = "http://orders-dapr-api:50001",
        },
        AppEnvironment.ForKubernetes(new() { AppId = "orders" }));

    [Fact]
    public void An_app_in_another_namespace_uses_the_full_name() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["DAPR_HTTP_ENDPOINT"] = "http://orders-dapr-api.shop.svc.k8s.acme:3600",
            ["DAPR_GRPC_ENDPOINT"] = "http://orders-dapr-api.shop.svc.k8s.acme:50001",
        },
        AppEnvironment.ForKubernetes(
            new() { AppId = "orders", ControlPlane = new() { ClusterDomain = "k8s.acme" }, Options = { DaprHttpPort = 3600 } }, "shop"));
}
