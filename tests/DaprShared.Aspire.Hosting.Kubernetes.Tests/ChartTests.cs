using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>The published chart as a whole: what is in it, what Helm says of it, and what stays of an earlier one.</summary>
public sealed class ChartTests
{
    [Fact]
    public async Task The_chart_of_the_shop_is_clean()
    {
        using var helm = new Helm(await Chart.PublishAsync(Chart.Shop));

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", helm.Lint(), StringComparison.Ordinal);
        var names = helm.Template().Select(manifest => $"{manifest.At("kind")} {manifest.At("metadata/name")}").ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("NetworkPolicy orders-dapr", names);
        Assert.Contains("PodDisruptionBudget storefront-dapr", names);
        Assert.Single(names, name => name == "ConfigMap shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task A_chart_without_a_token_or_the_app_s_URL_is_clean_but_no_cluster_takes_it()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithAppToken().WithRemoteUrl(builder.AddParameter("url")));
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var token = helm.Template("--set", "secrets.orders.orders_api_token=t").Find("Secret", "orders-secrets");
        Assert.Equal("t", token.At("stringData/DAPR_API_TOKEN"));
        var secret = chart.Object("Secret/orders-secrets").At("stringData");
        Assert.Equal(
            "{{ include `dapr-shared.required` (list .Values.secrets.orders.orders_api_token "
            + "`DAPR_API_TOKEN of orders is empty and would protect nothing. Pass it: --set secrets.orders.orders_api_token=...`) }}",
            secret.At("DAPR_API_TOKEN"));
        Assert.Contains("--set secrets.orders.orders_app_token=", (string)secret.At("APP_API_TOKEN")!, StringComparison.Ordinal);
        var address = ((List<object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>()
            .Single(argument => argument.StartsWith("--app-channel-address=", StringComparison.Ordinal));
        Assert.Contains("--set config.orders.url=", address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_value_that_has_to_be_given_the_installation_fails_and_says_which()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders").WithTrustAnchors(builder.AddParameter("dapr-ca"))));
        using var cluster = new ClusterStandIn()
            .Serve("v1", "Namespace", "ConfigMap", "Secret", "Service", "ServiceAccount")
            .Serve("apps/v1", "DaemonSet")
            .Serve("networking.k8s.io/v1", "NetworkPolicy");
        var certificates = $"config.orders.dapr_ca={helm.AddFile("ca.crt", Chart.Pem)}";
        string Error(params string[] arguments) => Assert.ThrowsAny<Exception>(() => helm.TemplateIn(cluster, arguments)).Message;

        Assert.Contains(
            "The trust anchors of orders are empty. Pass it: --set-file config.orders.dapr_ca=...",
            Error("--set", "secrets.orders.orders_api_token=t"),
            StringComparison.Ordinal);
        Assert.Contains(
            "DAPR_API_TOKEN of orders is empty and would protect nothing. Pass it: --set secrets.orders.orders_api_token=...",
            Error("--set-file", certificates),
            StringComparison.Ordinal);
        var manifests = helm.TemplateIn(cluster, "--set", "secrets.orders.orders_api_token=t", "--set-file", certificates);
        Assert.Equal($"{Chart.Pem}\n", manifests.Find("ConfigMap", "orders-dapr-trust").At("data/ca.crt"));
    }

    [Fact]
    public async Task A_chart_that_its_own_step_writes_can_be_installed()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder => builder.AddDaprShared("orders"), step: "publish-k8s"));

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_writes_the_chart_only()
    {
        var files = await Chart.PublishAsync(Chart.Shop);

        Assert.DoesNotContain(files.Keys, file => file.StartsWith("dapr-shared/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_step_of_the_plain_manifests_has_the_plain_target()
    {
        var files = await Chart.PublishAsync(Chart.Shop, PlainManifests.StepName);

        Assert.DoesNotContain("Chart.yaml", files.Keys);
        var arguments = files["dapr-shared/orders/daemonset-orders-dapr.yaml"].Texts("spec/template/spec/containers/0/args");
        Assert.Subset(
            arguments.ToHashSet(),
            new HashSet<string> { "--mode=kubernetes", "--app-id=orders", "--app-channel-address=orders" });
        Assert.All(arguments, argument => Assert.StartsWith("--", argument, StringComparison.Ordinal));
        Assert.DoesNotContain(files.Objects(), item => item.Yaml.Contains("{{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Aspires_own_manifest_has_the_containers_as_they_run_here()
    {
        var manifest = (await Chart.PublishAsync(builder => builder.AddDaprShared("orders"), "publish-manifest"))["aspire-manifest.json"];

        Assert.Contains("--mode=standalone", manifest.Texts("resources/orders/args"));
        Assert.DoesNotContain("DAPRD_", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daprd_that_is_gone_again_leaves_nothing()
    {
        static void Orders(IDistributedApplicationBuilder builder) =>
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);

        Assert.Equal(await Chart.PublishAsync(Orders), await Chart.PublishAsync(builder =>
        {
            Orders(builder);
            builder.Resources.Remove(builder.AddDaprShared("orders-dapr", appId: "orders").Resource);
        }));
    }

    [Fact]
    public async Task Publishing_says_what_each_way_of_running_the_daprds_costs()
    {
        var (log, _) = await AppHost.LogAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.ConfigureDaprShared(options => options.Nodes = 12);
            var orders = builder.AddContainer("orders", "shop/orders")
                .WithHttpEndpoint(targetPort: 8080)
                .WithAnnotation(new ReplicaAnnotation(4));
            orders.WithReference(builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).PublishAsDeployment(replicas: 2));
        });

        var summary = Assert.Single(log, line => line.StartsWith("Dapr Shared: 1 daprd, Helm chart in ", StringComparison.Ordinal));
        Assert.Contains(
            "\n    daprds (CPU, memory): 2 (200m, 500Mi); as sidecars 4 (400m, 1000Mi), as DaemonSets on 12 nodes 12 (1200m, 3000Mi), "
            + "as Deployments 2 (200m, 500Mi)\n",
            summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_readme_is_for_apps_that_are_not_in_the_chart()
    {
        var readme = (await Chart.PublishAsync(builder =>
        {
            builder.AddDaprShared("orders").WithAppToken();
            builder.AddDaprShared("basket").WithInjectedDaprd();
        }))["README.md"];

        Assert.Contains(
            """

            ## orders

            The app's variables:

                - name: DAPR_GRPC_ENDPOINT
                  value: http://orders-service:50001
                - name: DAPR_HTTP_ENDPOINT
                  value: http://orders-service:3500
                - name: DAPR_API_TOKEN
                  valueFrom: { secretKeyRef: { name: orders-secrets, key: DAPR_API_TOKEN } }
                - name: APP_API_TOKEN
                  valueFrom: { secretKeyRef: { name: orders-secrets, key: APP_API_TOKEN } }
            """,
            readme, StringComparison.Ordinal);
        Assert.Contains("secretKeyRef: { name: basket-dapr-token, key: token }", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_publishes_are_the_same_bytes() =>
        Assert.Equal(await Chart.PublishAsync(Chart.Shop), await Chart.PublishAsync(Chart.Shop));
}
