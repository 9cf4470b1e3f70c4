#pragma warning disable ASPIRECOMPUTE002 // Persistent volumes of an environment.

namespace DaprShared.Hosting.Tests;

/// <summary>Mistakes of an AppHost are reported together, before anything starts.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void What_is_not_published_is_said()
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithApp(builder.AddProcess("tool", "http")).WithVolume("certs", "/certs");
        builder.AddDaprShared("b").WithApp(builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)).WithInjectedDaprd().WithArgs("--log-level=debug");

        Assert.DoesNotContain(builder.Diagnostics(), mistake => mistake.Contains("DAPRSHARED08", StringComparison.Ordinal));
        Assert.Collection(
            Published(builder),
            mistake => Assert.StartsWith("warning DAPRSHARED081: a: app 'tool' gets no workload,", mistake),
            mistake => Assert.StartsWith("warning DAPRSHARED080: b: the sidecar injector takes no arguments", mistake),
            mistake => Assert.StartsWith("warning DAPRSHARED080: a: the mount of 'certs' at '/certs'", mistake));
    }

    [Theory]
    [InlineData("volume", "emptyDir", false, null)]
    [InlineData("volume", "pvc", false, "DAPRSHARED069: a: several of its pods mount")]
    [InlineData("volume", "PVC", true, null)]
    [InlineData("claim", "emptyDir", false, "DAPRSHARED069: a: several of its pods mount")]
    [InlineData("claim", "emptyDir", true, null)]
    [InlineData("bind", "emptyDir", true, "DAPRSHARED080: a: the mount of")]
    [InlineData("anonymous", "emptyDir", true, "DAPRSHARED080: a: the mount of")]
    public void A_claim_for_several_pods_and_what_the_publisher_cannot_mount_are_said(string kind, string storage, bool isOnePod, string? mistake)
    {
        var builder = AppHost.Create("--operation", "publish");
        var k8s = builder.AddKubernetesEnvironment("k8s").WithDashboard(false).WithProperties(environment => environment.DefaultStorageType = storage);
        var dapr = builder.AddDaprShared("a").PublishAsDeployment();
        dapr = isOnePod ? dapr.WithWorkloadSettings(workload => workload with { MaxSurge = 0, MaxUnavailable = 1 }) : dapr;
        _ = kind switch
        {
            "claim" => dapr.WithPersistentVolume(k8s.AddPersistentVolume("data"), "/data"),
            "bind" => dapr.WithBindMount("data", "/data"),
            "anonymous" => dapr.WithVolume("/data"),
            _ => dapr.WithVolume("data", "/data"),
        };

        Assert.Equal(mistake is null ? 0 : 1, Published(builder).Count(text => text.StartsWith($"warning {mistake}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(55, true, false)]
    [InlineData(56, true, true)]
    [InlineData(56, false, false)]
    public void In_a_chart_the_name_of_a_daprd_becomes_that_of_a_Service(int length, bool isChart, bool isTooLong)
    {
        var builder = AppHost.Create("--operation", "publish");
        if (isChart)
        {
            builder.AddKubernetesEnvironment("k8s").WithDashboard(false);
        }

        builder.AddDaprShared(new string('d', length), appId: "orders");

        Assert.Equal(isTooLong, ModelValidator.ValidatePublished([.. builder.Resources]).Any(mistake => mistake.ToString().StartsWith($"error DAPRSHARED070: {new string('d', length)}: the name has 56 characters", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_that_Kubernetes_refuses_are_mistakes_when_they_are_published()
    {
        var builder = AppHost.Create();
        var store = builder.AddDaprSharedComponent("Store", "state.redis");
        builder.AddDaprShared("a", appId: "a")
            .WithReference(store)
            .WithReference(builder.AddDaprSharedSubscription("Placed", store, "orders", "/orders"))
            .WithReference(builder.AddDaprSharedResiliency("Patience"))
            .WithReference(builder.AddDaprSharedConfiguration("Shop"))
            .WithServiceAccount("my_account").WithPriorityClass("High").WithImagePullSecret("reg/istry").WithTrustAnchorsFromConfigMap(new('r', 254))
            .WithPodSettings(pod => pod with { SecretEnvironment = new Dictionary<string, TokenReference> { ["X"] = new("My_Secret", "k") } });

        Assert.Empty(builder.Diagnostics());
        Assert.Equal(
            [
                "Patience: the Resiliency has the name 'Patience'",
                "Placed: the Subscription has the name 'Placed'",
                "Shop: the Configuration has the name 'Shop'",
                "Store: the Component has the name 'Store'",
                "a: the ServiceAccount has the name 'my_account'",
                "a: the environment's Secret has the name 'My_Secret'",
                "a: the priority class has the name 'High'",
                "a: the pull Secret has the name 'reg/istry'",
                $"a: the trust anchors' ConfigMap has the name '{new string('r', 254)}'",
            ],
            from mistake in ModelValidator.ValidatePublished([.. builder.Resources])
            where mistake.Rule == DiagnosticRules.IllegalName
            let text = $"{mistake.Subject}: {mistake.Message.Split(',')[0]}"
            orderby text
            select text);
    }

    // What is said of what is lost, and of volumes.
    private static IReadOnlyList<string> Published(IDistributedApplicationBuilder builder) =>
        [.. from diagnostic in ModelValidator.ValidatePublished([.. builder.Resources]) where diagnostic.Rule.Code is "DAPRSHARED069" or "DAPRSHARED080" or "DAPRSHARED081" select diagnostic.ToString()];

    [Theory]
    [InlineData("tcp", 1)]
    [InlineData("http", 0)]
    [InlineData(null, 0)]
    public void An_app_without_an_endpoint_that_daprd_can_call_is_a_mistake_and_one_without_any_is_not(string? scheme, int mistakes)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("a").WithApp(builder.AddProcess("orders", scheme is null ? [] : [scheme]));

        Assert.Equal(mistakes, builder.Diagnostics().Count(mistake => mistake.Contains("DAPRSHARED005: a: app 'orders' has no endpoint that daprd can call; it has 'tcp'.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_right_application_has_no_mistakes()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "http").WithDaprShared();

        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public async Task All_mistakes_are_reported_at_once()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http");
        builder.AddDaprShared("a", appId: "My.Orders").WithApp(orders, "grpc");
        builder.AddDaprShared("b", appId: "same").WithRemoteUrl("orders:80");
        builder.AddDaprShared("c", appId: "same").WithOptions(options => options.LogLevel = "loud");

        var mistakes = await builder.MistakesAsync();

        Assert.Contains("DAPRSHARED001: a: app-id 'My.Orders'", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED005: a: app 'orders' has no endpoint 'grpc'; it has 'http'.", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED011: b: 'orders:80'", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED003: b, c:", mistakes, StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED009: c: option LogLevel = 'loud'", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_must_not_listen_on_a_port_of_daprd()
    {
        var builder = AppHost.Create();
        builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 3500).WithDaprShared();
        builder.AddContainer("billing", "shop/billing").WithHttpEndpoint(port: 3500, targetPort: 8080).WithDaprShared();

        var mistakes = await builder.MistakesAsync();

        Assert.Contains("DAPRSHARED008: orders-dapr: app 'orders' is called at port 3500 of its endpoint 'http'", mistakes, StringComparison.Ordinal);
        Assert.DoesNotContain("billing", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_plain_endpoints_need_a_name()
    {
        var builder = AppHost.Create();
        var orders = builder.AddExecutable("orders", "app", ".").WithHttpEndpoint(name: "public").WithHttpEndpoint(name: "admin");
        builder.AddDaprShared("orders-dapr").WithApp(orders);

        Assert.Contains("DAPRSHARED007: orders-dapr: app 'orders' has the endpoints 'public', 'admin'.", await builder.MistakesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_only_app_is_a_warning_and_starts()
    {
        var builder = AppHost.Create();
        builder.AddProcess("orders", "https").WithDaprShared();

        Assert.Null(await builder.MistakesAsync());
    }

    [Fact]
    public async Task An_app_with_a_sidecar_is_refused()
    {
        var builder = AppHost.Create();
        var orders = builder.AddProcess("orders", "http").WithDaprSidecar();
        builder.AddDaprShared("orders-shared", appId: "orders").WithApp(orders);

        Assert.Contains("DAPRSHARED004: orders-shared:", await builder.MistakesAsync(), StringComparison.Ordinal);
        Assert.Contains("DAPRSHARED004: orders-dapr:", Assert.Throws<DistributedApplicationException>(() => orders.WithDaprShared()).Message, StringComparison.Ordinal);
    }
}
