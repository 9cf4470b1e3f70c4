#pragma warning disable ASPIREPIPELINES001 // A step of the pipeline is how a late customization comes.

using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;

namespace DaprShared.Hosting.Tests;

/// <summary>AppHost lines in, Aspire's chart out.</summary>
public sealed class PublishTests
{
    [Theory]
    [InlineData("k8s")]
    [InlineData("compose")]
    [InlineData("")]
    public async Task A_resource_may_have_capitals_and_its_app_id_has_none(string environment)
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            _ = environment switch
            {
                "k8s" => (object)builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false),
                "compose" => builder.AddDockerComposeEnvironment("compose").WithSharedDaprds(),
                _ => builder,
            };
            builder.AddContainer("Front", "shop/front").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            builder.AddDaprShared("Jobs");
        });

        var arguments = environment == "compose"
            ? new[] { "front-dapr", "jobs" }.Select(name => files["docker-compose.yaml"].At($"services/{name}/command"))
            : new[] { "front", "jobs" }.Select(appId => files.Object($"DaemonSet/{appId}-dapr").At("spec/template/spec/containers/0/args"));
        Assert.Equal(["--app-id=front", "--app-id=jobs"], arguments.Select(list => ((List<object>)list!)[1]));
    }

    [Fact]
    public async Task A_shared_daprd_becomes_a_DaemonSet_and_its_app_calls_the_daprd_on_its_node()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).PublishAsDaemonSet();
            orders.WithReference(dapr).WaitFor(dapr);
        });

        Assert.Equal(
            [
                "Chart.yaml",
                "README.md",
                "templates/_dapr_shared.tpl",
                "templates/orders-dapr/shared_daprd.yaml",
                "templates/orders-dapr/trust_bundle.yaml",
                "templates/orders/config.yaml",
                "templates/orders/deployment.yaml",
                "templates/orders/secrets.yaml",
                "templates/orders/service.yaml",
                "values.yaml",
            ],
            chart.Keys);

        var workload = chart["templates/orders-dapr/shared_daprd.yaml"];
        Assert.Equal("DaemonSet", workload.At("kind"));
        Assert.Equal("orders-dapr", workload.At("metadata/name"));
        Assert.Equal("daprd", workload.At("spec/template/spec/containers/0/name"));
        var arguments = ((List<object>)workload.At("spec/template/spec/containers/0/args")!).Cast<string>();
        Assert.Contains("--mode=kubernetes", arguments);
        Assert.Contains("--app-channel-address=orders-service", arguments);
        Assert.Contains("--app-port=80", arguments); // the Service's port, not the container's

        Assert.Equal("None", chart.Object("Service/orders-dapr").At("spec/clusterIP"));
        Assert.Equal("orders-dapr", chart.Object("Service/orders-dapr").At("metadata/name"));
        Assert.Equal("Local", chart.Object("Service/orders-dapr-service").At("spec/internalTrafficPolicy"));
        Assert.Equal("orders-dapr-service", chart.Object("Service/orders-dapr-service").At("metadata/name"));
        Assert.Equal("http://orders-dapr-service:3500", chart["values.yaml"].At("config/orders/DAPR_HTTP_ENDPOINT"));
        Assert.Equal("http://orders-dapr-service:50001", chart["values.yaml"].At("config/orders/DAPR_GRPC_ENDPOINT"));
        Assert.Equal("{{ .Values.secrets.orders.orders_dapr_api_token }}", chart.Object("Secret/orders-secrets").At("stringData/DAPR_API_TOKEN"));
        Assert.StartsWith("{{ include `dapr-shared.required` (list .Values.secrets.orders_dapr.orders_dapr_api_token ", (string)chart.Object("Secret/orders-dapr-secrets").At("stringData/DAPR_API_TOKEN")!, StringComparison.Ordinal);
        Assert.Equal("", chart["values.yaml"].At("secrets/orders_dapr/orders_dapr_api_token"));
        Assert.Equal("", chart["values.yaml"].At("daprShared/trustAnchors"));
    }

    [Fact]
    public async Task Selectors_meet_the_labels_of_the_pods()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        var labels = (Dictionary<object, object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/metadata/labels")!;
        foreach (var (name, path) in new[] { ("DaemonSet/orders-dapr", "spec/selector/matchLabels"), ("Service/orders-service", "spec/selector"), ("Service/orders-dapr", "spec/selector") })
        {
            Assert.Subset(labels.ToHashSet(), ((Dictionary<object, object>)chart.Object(name).At(path)!).ToHashSet());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_Deployment_has_the_replicas_and_its_api_is_not_bound_to_a_node(int replicas)
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.PublishAsDeployment(replicas));
        });

        var workload = chart["templates/orders-dapr/shared_daprd.yaml"];
        Assert.StartsWith("---\n# Generated by dapr-shared. Changes are lost on the next run.\napiVersion: apps/v1\nkind: Deployment\n", workload);
        Assert.Contains("\n  replicas: {{ .Values.config.orders_dapr.DAPRD_REPLICAS | int }}\n", workload);
        Assert.Equal(replicas.ToString(System.Globalization.CultureInfo.InvariantCulture), chart["values.yaml"].At("config/orders_dapr/DAPRD_REPLICAS"));
        Assert.Null(chart.Object("Service/orders-dapr-service").At("spec/internalTrafficPolicy"));
    }

    [Fact]
    public async Task The_readme_is_for_apps_that_are_not_in_the_chart()
    {
        var readme = (await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
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
    public async Task A_readme_of_the_users_own_stays()
    {
        var files = await AppHost.PublishAsync(builder =>
        {
            File.WriteAllText(Path.Combine(builder.Configuration["Pipeline:OutputPath"]!, "README.md"), "Ours.");
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        Assert.Equal("Ours.", files["README.md"]);
        Assert.Contains("Chart.yaml", files.Keys);
    }

    [Fact]
    public async Task A_file_of_the_users_own_in_place_of_the_named_templates_is_an_error_before_anything_is_written()
    {
        var (errors, files) = await AppHost.FailAsync(builder =>
        {
            var templates = Directory.CreateDirectory(Path.Combine(builder.Configuration["Pipeline:OutputPath"]!, "templates")).FullName;
            File.WriteAllText(Path.Combine(templates, "_dapr_shared.tpl"), "Ours.");
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });

        Assert.Contains("DAPRSHARED026", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(["templates/_dapr_shared.tpl"], files.Keys);
        Assert.Equal("Ours.", files["templates/_dapr_shared.tpl"]);
    }

    [Fact]
    public async Task A_chart_that_its_own_step_writes_can_be_installed()
    {
        using var helm = new Helm(await AppHost.PublishAsync(
            builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                builder.AddDaprShared("orders");
            },
            step: "publish-k8s"));

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_of_a_project_stays_a_value_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddProject("orders", Path.Combine(AppContext.BaseDirectory, "Orders.csproj"), options => options.ExcludeLaunchProfile = true).WithHttpEndpoint().WithDaprShared();
        });

        var arguments = ((List<object>)chart["templates/orders-dapr/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!).Cast<string>();
        Assert.Contains("--app-port={{ .Values.parameters.orders.port_http | include `dapr-shared.text` }}", arguments);
    }

    [Fact]
    public async Task A_component_becomes_one_object_scoped_to_the_app_ids_that_refer_to_it_and_its_secret_stays_a_reference()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort))
                .WithSecretMetadata("redisPassword", builder.AddParameter("password", "s3cret", secret: true));
            builder.AddDaprShared("orders").WithReference(store);
            builder.AddDaprShared("billing").WithReference(store);
        });

        var file = Assert.Single(chart.Keys, key => key.Contains("component", StringComparison.Ordinal));
        Assert.Equal(["billing", "orders"], (List<object>)chart[file].At("scopes")!);
        Assert.Equal("STATESTORE_REDISHOST", chart[file].At("spec/metadata/0/envRef"));
        Assert.Equal("orders-secrets", chart[file].At("spec/metadata/1/secretKeyRef/name"));
        Assert.Equal("STATESTORE_REDISPASSWORD", chart[file].At("spec/metadata/1/secretKeyRef/key"));
        Assert.Equal("kubernetes", chart[file].At("auth/secretStore"));
        Assert.Equal("redis-service:6379", chart["values.yaml"].At("config/billing/STATESTORE_REDISHOST"));
        Assert.Equal("{{ .Values.config.orders.STATESTORE_REDISHOST | include `dapr-shared.text` }}", chart.Object("ConfigMap/orders-config").At("data/STATESTORE_REDISHOST"));
        Assert.DoesNotContain(chart.Values, text => text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ClusterIP", false)]
    [InlineData("LoadBalancer", true)]
    public async Task A_Service_that_a_customization_opens_to_the_outside_is_open(string type, bool isOpen)
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080);
            orders.WithReference(builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).PublishAsKubernetesService(published => published.Service!.Spec.Type = type));
        });

        Assert.Equal(type, chart.Object("Service/orders-dapr-service").At("spec/type"));
        Assert.Equal(isOpen, chart.Object("NetworkPolicy/orders-dapr").At("spec/ingress/0/from") is null);
    }

    [Fact]
    public async Task Traces_may_go_elsewhere_than_to_the_dashboard()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.AddDaprShared("orders-dapr", appId: "orders")
                .WithPodSettings(pod => pod with { Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317" } });
        });

        // A variable of the container stands over those of a ConfigMap.
        var environment = (List<object>)chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/containers/0/env")!;
        Assert.Contains(environment, variable => variable.At("name") is "OTEL_EXPORTER_OTLP_ENDPOINT" && variable.At("value") is "http://collector:4317");
    }

    [Fact]
    public async Task Publishing_says_what_each_way_of_running_the_daprds_costs()
    {
        var (log, _) = await AppHost.LogAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.ConfigureDaprShared(options => options.Nodes = 12);
            var orders = builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithAnnotation(new ReplicaAnnotation(4));
            orders.WithReference(builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).PublishAsDeployment(replicas: 2));
        });

        Assert.Contains(log, line => line.EndsWith(
            """
            daprds  sidecars          DaemonSet (12 nodes)  Deployment       chosen
            orders  4 (400m, 1000Mi)  12 (1200m, 3000Mi)    2 (200m, 500Mi)  Deployment
            total   4 (400m, 1000Mi)  12 (1200m, 3000Mi)    2 (200m, 500Mi)  2 (200m, 500Mi)
            """.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_users_customization_sees_the_final_objects()
    {
        var kinds = new List<string>();
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsKubernetesService(published =>
            {
                kinds.Add(published.Workload!.Kind!);
                kinds.AddRange(published.AdditionalResources.OfType<ChartManifest>().Select(manifest => manifest.Manifest.Kind));
                published.Workload.PodTemplate.Spec.PriorityClassName = "system-cluster-critical";
            });
        });

        Assert.Equal(["DaemonSet", "ConfigMap", "ServiceAccount", "NetworkPolicy", "Service"], kinds);
        Assert.Equal("system-cluster-critical", chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/priorityClassName"));
    }

    [Fact]
    public async Task Two_publishes_are_the_same_bytes()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var store = builder.AddDaprSharedComponent("statestore", "state.in-memory");
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared(dapr => dapr.WithReference(store));
        }

        Assert.Equal(await AppHost.PublishAsync(Shop), await AppHost.PublishAsync(Shop));
    }

    [Fact]
    public async Task An_object_of_a_user_may_have_the_name_of_the_workload()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsKubernetesService(published => published.AdditionalResources.Add(new ConfigMap { Metadata = { Name = "orders-dapr" }, Data = { ["a"] = "b" } }));
        });

        Assert.Equal("b", chart.Object("ConfigMap/orders-dapr").At("data/a"));
        Assert.Equal("orders-dapr", chart.Object("DaemonSet/orders-dapr").At("metadata/name"));
    }

    [Fact]
    public async Task A_customization_that_comes_late_sees_the_final_objects_too()
    {
        var account = "";
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders").Resource;
            // As Azure's steps do it for workload identities.
            builder.Pipeline.AddStep(
                "late",
                _ =>
                {
                    dapr.Annotations.Add(new KubernetesServiceCustomizationAnnotation(published =>
                    {
                        account = $"{published.Workload!.Kind} {published.Service!.Metadata.Name} {published.Workload.PodTemplate.Spec.ServiceAccountName}";
                        published.Workload.PodTemplate.Spec.ServiceAccountName = "of-the-cloud";
                    }));
                    return Task.CompletedTask;
                },
                requiredBy: WellKnownPipelineSteps.PublishPrereq);
        });

        Assert.Equal("DaemonSet orders-service orders-daprd", account);
        Assert.Equal("of-the-cloud", chart.Object("DaemonSet/orders-dapr").At("spec/template/spec/serviceAccountName"));
        Assert.DoesNotContain(chart.Objects(), item => item.Name.StartsWith("ServiceAccount/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_environment_is_published_without_touching_the_other_s_chart()
    {
        static void Shop(IDistributedApplicationBuilder builder)
        {
            builder.AddDaprShared("orders").WithComputeEnvironment(builder.AddKubernetesEnvironment("a").WithSharedDaprds().WithDashboard(false));
            builder.AddDaprShared("billing").WithComputeEnvironment(builder.AddKubernetesEnvironment("b").WithSharedDaprds().WithDashboard(false));
        }

        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            var both = await AppHost.PublishToAsync(folder, Shop);
            Assert.Equal(both["a/templates/_dapr_shared.tpl"], both["b/templates/_dapr_shared.tpl"]);
            Assert.Equal(both.Keys, (await AppHost.PublishToAsync(folder, Shop, step: "publish-a")).Keys);
            Assert.Contains("b/templates/billing/shared_daprd.yaml", both.Keys);
            Directory.Delete(Path.Combine(folder, "b"), recursive: true);
            Assert.All((await AppHost.PublishToAsync(folder, Shop, step: "publish-a")).Keys, file => Assert.StartsWith("a/", file));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_endpoint_has_the_name_and_the_port_that_others_were_given()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithEndpoint("http", endpoint => (endpoint.Port, endpoint.IsExternal) = (80, true));
            builder.AddContainer("orders", "shop/orders").WithReference(dapr);
            k8s.AddIngress("public").WithPath("/", dapr.GetEndpoint("http"));
        });

        var service = chart.Object("Service/orders-dapr-service");
        Assert.Equal("http://orders-dapr-service:80", chart["values.yaml"].At("config/orders/DAPR_HTTP_ENDPOINT"));
        Assert.Equal(("http", "80", "dapr-http"), (service.At("spec/ports/0/name"), service.At("spec/ports/0/port"), service.At("spec/ports/0/targetPort")));
        Assert.Equal("http", chart.Objects().Single(item => item.Name.StartsWith("Ingress/", StringComparison.Ordinal)).Yaml.At("spec/rules/0/http/paths/0/backend/service/port/name"));
    }

    [Fact]
    public async Task What_an_earlier_publish_wrote_and_this_one_does_not_is_removed_and_nothing_else()
    {
        static void Kubernetes(IDistributedApplicationBuilder builder) => builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        static void Autoscaled(IDistributedApplicationBuilder builder)
        {
            Kubernetes(builder);
            builder.AddDaprShared("billing");
            builder.AddDaprShared("orders").PublishAsDeployment().WithAutoscaling(2, 4).WithReference(builder.AddDaprSharedComponent("statestore", "state.redis"));
        }

        static void Injected(IDistributedApplicationBuilder builder)
        {
            Kubernetes(builder);
            builder.AddDaprShared("orders").PublishAsDeployment().WithInjectedDaprd();
        }

        const string ours = "---\nkind: ConfigMap\n";
        var folder = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        try
        {
            var autoscaled = await AppHost.PublishToAsync(folder, Autoscaled);
            Assert.Equal(autoscaled, await AppHost.PublishToAsync(folder, Autoscaled));
            File.WriteAllText(Path.Combine(folder, "templates", "orders", "ours.yaml"), ours);
            // A customization that takes the workload away leaves the others to the publisher.
            File.WriteAllText(Path.Combine(folder, "templates", "orders", "service.yaml"), "---\nkind: Service\n");

            var injected = await AppHost.PublishToAsync(folder, Injected);

            Assert.Contains("templates/orders/component-statestore.yaml", autoscaled.Keys);
            Assert.Contains("templates/billing/shared_daprd.yaml", autoscaled.Keys);
            Assert.DoesNotContain("templates/billing/shared_daprd.yaml", injected.Keys);
            Assert.Equal((await AppHost.PublishAsync(Injected)).Append(new("templates/orders/ours.yaml", ours)).OrderBy(file => file.Key, StringComparer.Ordinal), injected);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
