namespace DaprShared.Hosting.Tests;

/// <summary>Services and the NetworkPolicy: who calls whom, and at which address.</summary>
public sealed class AddressTests
{
    [Fact]
    public async Task Selectors_meet_the_labels_of_the_pods()
    {
        var chart = await Chart.PublishAsync(builder => builder.AddDaprShared("orders"));

        var labels = (Dictionary<object, object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/metadata/labels")!;
        foreach (var (name, path) in new[]
        {
            ("DaemonSet/orders-dapr", "spec/selector/matchLabels"),
            ("Service/orders-service", "spec/selector"),
            ("Service/orders-dapr", "spec/selector"),
        })
        {
            Assert.Subset(labels.ToHashSet(), ((Dictionary<object, object>)chart.Object(name).At(path)!).ToHashSet());
        }
    }

    [Fact]
    public async Task Who_refers_to_a_daprd_may_call_it()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders");
            builder.AddContainer("orders", "shop/orders").WithReference(dapr);
            builder.AddContainer("worker", "shop/worker").WithReference(dapr);
            builder.AddContainer("other", "shop/other");
        });

        var peer = chart.Object("NetworkPolicy/orders-dapr").At("spec/ingress/0/from/0/podSelector");
        Assert.Equal("app.kubernetes.io/component", peer.At("matchExpressions/0/key"));
        Assert.Equal(["orders", "worker"], (List<object>)peer.At("matchExpressions/0/values")!);
        Assert.Equal("{{ .Release.Name }}", peer.At("matchLabels/app.kubernetes.io~1instance"));
    }

    [Fact]
    public async Task An_app_that_is_not_in_the_chart_is_any_pod_of_the_namespace()
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var dapr = builder.AddDaprShared("orders");
            builder.AddContainer("worker", "shop/worker").WithReference(dapr);
            builder.AddProcess("function").WithReference(dapr);
        });

        Assert.Contains("- podSelector: {}", chart.Object("NetworkPolicy/orders-dapr"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ClusterIP", false)]
    [InlineData("LoadBalancer", true)]
    public async Task A_Service_that_a_customization_opens_to_the_outside_is_open(string type, bool isOpen)
    {
        var chart = await Chart.PublishAsync(builder =>
        {
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
            orders.WithReference(builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithApp(orders)
                .PublishAsKubernetesService(published => published.Service!.Spec.Type = type));
        });

        Assert.Equal(type, chart.Object("Service/orders-dapr-service").At("spec/type"));
        Assert.Equal(isOpen, chart.Object("NetworkPolicy/orders-dapr").At("spec/ingress/0/from") is null);
    }

    [Fact]
    public async Task An_endpoint_has_the_name_and_the_port_that_others_were_given()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithEndpoint("http", endpoint => (endpoint.Port, endpoint.IsExternal) = (80, true));
            builder.AddContainer("orders", "shop/orders").WithReference(dapr);
            k8s.AddIngress("public").WithPath("/", dapr.GetEndpoint("http"));
        });

        var service = chart.Object("Service/orders-dapr-service");
        Assert.Equal("http://orders-dapr-service:80", chart["values.yaml"].At("config/orders/DAPR_HTTP_ENDPOINT"));
        Assert.Equal(
            ("http", "80", "dapr-http"),
            (service.At("spec/ports/0/name"), service.At("spec/ports/0/port"), service.At("spec/ports/0/targetPort")));
        var ingress = chart.Objects().Single(item => item.Name.StartsWith("Ingress/", StringComparison.Ordinal)).Yaml;
        Assert.Equal("http", ingress.At("spec/rules/0/http/paths/0/backend/service/port/name"));
    }

    [Fact]
    public async Task The_port_of_a_project_stays_a_value_of_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder
                .AddProject(
                    "orders",
                    Path.Combine(AppContext.BaseDirectory, "Orders.csproj"),
                    options => options.ExcludeLaunchProfile = true)
                .WithHttpEndpoint()
                .WithDaprShared());

        var arguments = ((List<object>)chart["templates/orders-dapr/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>();
        Assert.Contains("--app-port={{ .Values.parameters.orders.port_http | include `dapr-shared.text` }}", arguments);
    }

    [Fact]
    public async Task A_url_in_a_parameter_is_a_value_of_the_chart_which_takes_it_apart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithRemoteUrl(builder.AddParameter("shop-url", "http://shop:8080", publishValueAsDefault: true)));

        var arguments = ((List<object>)chart["templates/orders-dapr/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!)
            .Cast<string>()
            .ToList();
        const string url =
            "(include `dapr-shared.required` (list .Values.config.orders_dapr.shop_url "
            + "`The app's URL, parameter 'shop-url', is empty. Pass it: --set config.orders_dapr.shop_url=...`))";
        Assert.Contains($"--app-channel-address={{{{ (urlParse {url}).hostname | include `dapr-shared.text` }}}}", arguments);
        Assert.Contains(
            $"--app-port={{{{ regexFind `:[0-9]+$` (urlParse {url}).host | trimPrefix `:` | default `80` | include `dapr-shared.text` }}}}",
            arguments);
        Assert.Equal("http://shop:8080", chart["values.yaml"].At("config/orders_dapr/shop_url"));
    }

    [Fact]
    public async Task What_carries_a_value_of_the_chart_is_no_variable_of_daprd()
    {
        using var helm = new Helm(await Chart.PublishAsync(builder =>
        {
            var region = builder.AddParameter("region", "north", publishValueAsDefault: true);
            builder.AddDaprShared("orders")
                .WithRemoteUrl(builder.AddParameter("shop-url", "http://shop:8080", publishValueAsDefault: true))
                .WithEnvironment("QUEUE", ReferenceExpression.Create($"queue.{region}"));
        }));

        var manifests = helm.Template();
        var data = (Dictionary<object, object>)manifests.Find("ConfigMap", "orders-config").At("data")!;
        Assert.Equal(new Dictionary<object, object> { ["QUEUE"] = "queue.north" }, data);
        var workload = manifests.Find("DaemonSet", "orders-dapr");
        Assert.Contains("--app-channel-address=shop", workload.Texts("spec/template/spec/containers/0/args"));
        Assert.All(
            (List<object>)workload.At("spec/template/spec/containers/0/env")!,
            variable => Assert.Matches("^[A-Z_]+$", (string)variable.At("name")!));
        Assert.DoesNotContain(manifests, manifest => manifest.Contains("daprd.part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_tokens_are_keys_of_Secrets_in_the_chart()
    {
        var chart = await Chart.PublishAsync(builder =>
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithAppToken(builder.AddParameter("shop-token", "s3cret", secret: true))));

        var environment = ((List<object>)chart["templates/orders-dapr/shared_daprd.yaml"].At("spec/template/spec/containers/0/env")!)
            .Cast<Dictionary<object, object>>()
            .Where(variable => variable.ContainsKey("valueFrom"))
            .ToDictionary(variable => (string)variable["name"]);
        foreach (var name in new[] { "DAPR_API_TOKEN", "APP_API_TOKEN" })
        {
            var key = (Dictionary<object, object>)((Dictionary<object, object>)environment[name]["valueFrom"])["secretKeyRef"];
            Assert.Equal(("orders-dapr-secrets", name), (key["name"], key["key"]));
        }

        Assert.Null(chart["templates/orders-dapr/shared_daprd.yaml"].At("spec/template/spec/containers/0/envFrom"));
        Assert.StartsWith(
            "{{ include `dapr-shared.required` (list .Values.secrets.orders_dapr.shop_token ",
            (string)chart.Object("Secret/orders-dapr-secrets").At("stringData/APP_API_TOKEN")!,
            StringComparison.Ordinal);
        Assert.Equal("{{ .Values.secrets.orders.shop_token }}", chart.Object("Secret/orders-secrets").At("stringData/APP_API_TOKEN"));
        Assert.DoesNotContain(chart.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }
}
