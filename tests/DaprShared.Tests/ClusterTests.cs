using DaprShared.Cluster;
using DaprShared.Testing;
using k8s;
using Xunit;

namespace DaprShared.Tests;

/// <summary>What a cluster says, and what is made of it before anything is changed. A server of this process plays the cluster.</summary>
public sealed partial class ClusterTests : IDisposable
{
    private static readonly SharedDaprd Orders = new() { AppId = "orders" };
    private readonly ClusterStandIn _cluster = new ClusterStandIn().WithDapr();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_cluster_with_Dapr_and_nothing_in_the_way_is_fine() => Assert.Empty(await CheckAsync(Plan(Orders)));

    [Fact]
    public async Task Only_what_matters_is_asked_and_nothing_is_changed()
    {
        await CheckAsync(Plan(Orders));

        Assert.All(_cluster.Requests, request => Assert.StartsWith("GET ", request));
        Assert.DoesNotContain(_cluster.Requests, request => request.Contains("/secrets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_Dapr()
    {
        using var empty = new ClusterStandIn();

        Assert.Equal(
            [
                "error DAPRSHARED092: dapr-system: namespace 'dapr-system' has no Deployment dapr-operator. Install Dapr there first, for "
                    + "example with 'dapr init -k'.",
                "error DAPRSHARED098: dapr-system: ConfigMap 'dapr-trust-bundle' of namespace 'dapr-system' is missing or has no key "
                    + "'ca.crt'. Wait until Sentry runs, or give the certificates with WithTrustAnchors.",
            ],
            await CheckAsync(Plan(Orders), empty));
    }

    [Fact]
    public async Task Dapr_in_another_namespace()
    {
        var mistakes = await CheckAsync(Plan(Orders) with { ControlPlane = new() { Namespace = "platform" } });

        Assert.Contains("error DAPRSHARED092: platform: namespace 'platform' has no Deployment dapr-operator, but namespace 'dapr-system' "
            + "has. Name that one: ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with "
            + "{ Namespace = \"dapr-system\" }).", mistakes);
    }

    [Theory]
    [InlineData("1.17.13")]
    [InlineData("1.18.3")]
    [InlineData("1.19.1")]
    public async Task Neighbouring_versions_go_together(string version) =>
        Assert.Empty(await CheckAsync(Plan(Orders), _cluster.WithDapr(version)));

    [Fact]
    public async Task A_control_plane_that_is_too_old_for_the_pinned_daprd()
    {
        var mistakes = await CheckAsync(
            Plan(Orders, new() { AppId = "injected", Injection = new() }),
            _cluster.WithDapr("1.16.19").Add(Injector));

        Assert.Equal(
            [
                "warning DAPRSHARED093: dapr-system: the control plane is Dapr 1.16.19; 1.17 to 1.19 are supported. Upgrade the control "
                    + "plane, or test this version yourself.",
                "warning DAPRSHARED094: orders: daprd 1.18.3 and control plane 1.16.19 are more than one minor version apart, which "
                    + "nobody tests. Set another version with ConfigureDaprShared, or upgrade the control plane.",
            ],
            mistakes);
    }

    [Fact]
    public async Task The_version_of_a_control_plane_without_labels_is_its_images()
    {
        var mistakes = await CheckAsync(Plan(Orders), _cluster.Add("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"dapr-operator","namespace":"dapr-system"},
             "spec":{"selector":{},"template":{"spec":{"containers":[
               {"name":"dapr-operator","image":"registry.example.com:5000/dapr/operator:1.15.7@sha256:00"}]}}}}
            """));

        Assert.Contains(mistakes, mistake => mistake.Contains("the control plane is Dapr 1.15.7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_injected_daprd_needs_the_injector()
    {
        var plan = Plan(Orders with { Injection = new() });

        Assert.StartsWith(
            "error DAPRSHARED092: orders: namespace 'dapr-system' has no Deployment dapr-sidecar-injector",
            Assert.Single(await CheckAsync(plan)));
        Assert.Empty(await CheckAsync(plan, _cluster.Add(Injector)));
    }

    [Theory]
    [InlineData("restricted", "false", true)]
    [InlineData("restricted", "true", false)] // the chart's value sidecarDropALLCapabilities
    [InlineData("baseline", "false", false)]
    public async Task A_restricted_namespace_refuses_an_injected_daprd_with_capabilities(string standard, string drops, bool isRefused)
    {
        _cluster.Add(Injector.Replace(
            "\"template\":{}",
            $$$$"""
            "template":{"spec":{"containers":[
              {"name":"injector","env":[{"name":"SIDECAR_DROP_ALL_CAPABILITIES","value":"{{{{drops}}}}"}]}]}}
            """,
            StringComparison.Ordinal));
        _cluster.Add($$$$"""
            {"apiVersion":"v1","kind":"Namespace",
             "metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"{{{{standard}}}}"}}}
            """);

        var mistakes = await CheckAsync(Plan(Orders with { Injection = new() }));

        Assert.Equal(
            isRefused,
            mistakes.Any(mistake => mistake.StartsWith("error DAPRSHARED105: orders: namespace 'shop'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_CRD()
    {
        Assert.Empty(await CheckAsync(PlanWithKinds));
        Assert.Equal("error DAPRSHARED095: orders: the cluster does not know the kind dapr.io/v2alpha1/Subscription. Install the CRDs of "
            + "the control plane's version: Helm installs them once and never upgrades them.",
            Assert.Single(await CheckAsync(PlanWithKinds, _cluster.Serve("dapr.io/v2alpha1"))));
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    [InlineData("CronJob")]
    [InlineData("Job")]
    public async Task An_app_id_whose_workload_has_a_sidecar(string kind)
    {
        var mistakes = await CheckAsync(Plan(Orders),
            _cluster.Add(Workload(kind, "shop-orders", "orders", enabled: "true"))
                .Add(Workload(kind, "basket", "basket", enabled: "true")));

        Assert.Equal(
            $"error DAPRSHARED096: orders: {kind} 'shop-orders' of namespace 'shop' has a sidecar with the app-id 'orders'; both would "
                + "take its messages, and Dapr's operator would take over Service 'orders-dapr'. "
            + "Remove the annotation dapr.io/enabled from its pod template, then the operator's Service: kubectl delete service "
                + "orders-dapr -n shop --ignore-not-found. Or choose another app-id.",
            Assert.Single(mistakes));
    }

    [Fact]
    public async Task Workloads_without_a_sidecar_and_our_own_injected_one_are_not_in_the_way() =>
        Assert.Empty(
            await CheckAsync(Plan(Orders),
                _cluster.Add(Workload("Deployment", "shop-orders", "orders", enabled: "false"))
                    .Add(Workload("DaemonSet", "orders-dapr", "orders", enabled: "true"))));

    [Theory]
    [InlineData(
        """{"annotations":{"meta.helm.sh/release-name":"orders-shared","meta.helm.sh/release-namespace":"shop"}}""",
        "Helm release 'orders-shared'")]
    [InlineData("""{"annotations":{"meta.helm.sh/release-name":"shop","meta.helm.sh/release-namespace":"other"}}""", "Helm release 'shop'")]
    [InlineData(
        MadeForASidecar,
        "Deployment 'orders', for whose sidecar Dapr's operator made it")]
    [InlineData("""{"labels":{"app.kubernetes.io/managed-by":"dapr-shared"}}""", "plain manifests of dapr-shared")]
    [InlineData("{}", "somebody else")]
    public async Task A_Service_of_somebody_else(string metadata, string owner) =>
        Assert.Equal($"error DAPRSHARED097: orders: Service 'orders-dapr' of namespace 'shop' belongs to {owner}. Uninstall what it "
            + "belongs to, or remove it: kubectl delete service orders-dapr -n shop. Or choose another app-id or namespace.",
            Assert.Single(await CheckAsync(Plan(Orders), _cluster.Add(Service("orders-dapr", metadata)))));

    [Fact]
    public async Task The_Services_of_an_earlier_deployment_are_ours()
    {
        const string ours = """{"annotations":{"meta.helm.sh/release-name":"shop","meta.helm.sh/release-namespace":"shop"}}""";
        _cluster.Add(Service("orders-dapr", ours)).Add(Service("orders-dapr-api", "{}"));

        Assert.Contains("'orders-dapr-api'", Assert.Single(await CheckAsync(Plan(Orders))));
        Assert.Empty(await CheckAsync(new("shop", new(), [new(Orders) { ApiServiceName = "orders-service" }]) { Release = "shop" }));
    }

    [Fact]
    public async Task Plain_manifests_may_be_applied_again()
    {
        var plan = Plan(Orders with { TrustAnchors = TrustAnchors.FromConfigMap("roots") }) with { Release = null };
        _cluster.Add(Service("orders-dapr", """{"labels":{"app.kubernetes.io/managed-by":"dapr-shared"}}"""))
            .Add("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"roots","namespace":"shop"},"data":{"ca.crt":"PEM"}}""");

        Assert.Empty(await CheckAsync(plan));
    }

    [Fact]
    public async Task Trust_anchors_that_the_pods_would_not_find()
    {
        var plain = Plan(Orders) with { Release = null };
        Assert.Equal("error DAPRSHARED098: orders: ConfigMap 'dapr-trust-bundle' of namespace 'shop' is missing or has no key 'ca.crt', "
            + "so the pods would not start. Copy it: aspire do copy-dapr-trust-anchors.",
            Assert.Single(await CheckAsync(plain)));

        var named = Plan(Orders with { TrustAnchors = TrustAnchors.FromConfigMap("roots", "root.pem") });
        Assert.StartsWith(
            "error DAPRSHARED098: orders: ConfigMap 'roots' of namespace 'shop' is missing or has no key 'root.pem'",
            Assert.Single(await CheckAsync(named)));

        Assert.Empty(await CheckAsync(Plan(Orders with { TrustAnchors = TrustAnchors.Default }))); // a deployment copies it
        Assert.Empty(await CheckAsync(Plan(Orders with { TrustAnchors = TrustAnchors.FromPem("PEM") })));
    }

    [Fact]
    public async Task Another_trust_domain_and_mTLS_at_one_end_only()
    {
        _cluster.Add("""
            {"apiVersion":"dapr.io/v1alpha1","kind":"Configuration","metadata":{"name":"daprsystem","namespace":"dapr-system"},
             "spec":{"mtls":{"enabled":false,"controlPlaneTrustDomain":"corp.example"}}}
            """);

        Assert.Equal(
            [
                "error DAPRSHARED086: orders: the control plane's trust domain is 'corp.example', daprd expects 'cluster.local'. "
                    + "Set it: ConfigureDaprShared(options => options.ControlPlane = options.ControlPlane with { TrustDomain = "
                        + "\"corp.example\" }).",
                "warning DAPRSHARED087: orders: mTLS is off in the control plane and on here, so sidecars and these daprds cannot call "
                    + "each other. Set EnableMtls = false with WithOptions, or change the control plane.",
            ],
            await CheckAsync(Plan(Orders)));
    }

    [Fact]
    public async Task A_sidecar_that_this_release_takes_away_is_in_the_way_only_while_its_Service_is_there()
    {
        _cluster.Add(Workload("Deployment", "orders", "orders", enabled: "true", release: "shop"));
        Assert.Empty(await CheckAsync(Plan(Orders)));

        _cluster.Add(Service("orders-dapr", MadeForASidecar));
        Assert.StartsWith("error DAPRSHARED096: orders: Deployment 'orders'", Assert.Single(await CheckAsync(Plan(Orders))));
    }

    [Fact]
    public async Task A_trust_bundle_that_Helm_may_not_read_is_told_before_Helm_fails()
    {
        _cluster.Answer("/api/v1/namespaces/dapr-system/configmaps/dapr-trust-bundle", 403);

        Assert.Equal("error DAPRSHARED098: dapr-system: ConfigMap 'dapr-trust-bundle' of namespace 'dapr-system' may not be read by this "
            + "account, and Helm reads it when it installs the chart. "
            + "Allow it to get that ConfigMap, or give the certificates with WithTrustAnchors.", (await CheckAsync(Plan(Orders)))[0]);
        Assert.All(
            await CheckAsync(Plan(Orders with { TrustAnchors = TrustAnchors.FromPem("PEM") })),
            mistake => Assert.StartsWith("warning ", mistake));
    }

    private static DeploymentPlan PlanWithKinds
    {
        get
        {
            PlannedDaprd orders = new(Orders) { DaprKinds = ["dapr.io/v1alpha1/Component", "dapr.io/v2alpha1/Subscription"] };
            return new("shop", new(), [orders]) { Release = "shop" };
        }
    }

    private static DeploymentPlan Plan(params SharedDaprd[] daprds) =>
        new("shop", new(), [.. daprds.Select(daprd => new PlannedDaprd(daprd))]) { Release = "shop" };

    private static ClusterClient Client(ClusterStandIn cluster, TimeSpan? limit = null) =>
        new(new Kubernetes(new KubernetesClientConfiguration { Host = cluster.Url }), limit: limit);

    private async Task<IReadOnlyList<string>> CheckAsync(DeploymentPlan plan, ClusterStandIn? cluster = null, TimeSpan? limit = null)
    {
        using var client = Client(cluster ?? _cluster, limit);
        return
        [
            .. ClusterCheck.Check(plan, await ClusterReader.ReadAsync(client, plan, TestContext.Current.CancellationToken))
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }

    private const string MadeForASidecar = """
        {"labels":{"dapr.io/enabled":"true"},
         "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"orders","uid":"1"}]}
        """;

    private static string Injector => """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"dapr-sidecar-injector","namespace":"dapr-system"},
         "spec":{"selector":{},"template":{}}}
        """;

    private static string Workload(string kind, string name, string appId, string enabled, string? release = null)
    {
        var template = $$$"""{"metadata":{"annotations":{"dapr.io/enabled":"{{{enabled}}}","dapr.io/app-id":"{{{appId}}}"} } }""";
        var spec = kind == "CronJob"
            ? $$$"""{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{{{template}}} } } }"""
            : $$$"""{"selector":{},"serviceName":"x","template":{{{template}}} }""";
        var owner = release is null ? "{}" : $$$"""{"meta.helm.sh/release-name":"{{{release}}}","meta.helm.sh/release-namespace":"shop"}""";
        return $$$"""
            {"apiVersion":"{{{(kind.EndsWith("Job", StringComparison.Ordinal) ? "batch" : "apps")}}}/v1","kind":"{{{kind}}}",
             "metadata":{"name":"{{{name}}}","namespace":"shop","annotations":{{{owner}}} },"spec":{{{spec}}} }
            """;
    }

    private static string Service(string name, string metadata)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(metadata)!.AsObject();
        (json["name"], json["namespace"]) = (name, "shop");
        return $$"""{"apiVersion":"v1","kind":"Service","metadata":{{json.ToJsonString()}},"spec":{} }""";
    }
}
