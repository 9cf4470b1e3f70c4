#pragma warning disable ASPIRECOMPUTE002 // Persistent volumes of an environment.

using System.Text.Json;
using Aspire.Hosting.Kubernetes;
using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

/// <summary>The published chart through Helm: what operators get, and what they can change.</summary>
public sealed class ChartTests
{
    private const string Pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    [Fact]
    public async Task The_chart_of_the_shop_is_clean()
    {
        using var helm = new Helm(await AppHost.PublishAsync(Shop));

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", helm.Lint(), StringComparison.Ordinal);
        var names = helm.Template().Select(manifest => $"{manifest.At("kind")} {manifest.At("metadata/name")}").ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("NetworkPolicy orders-dapr", names);
        Assert.Contains("PodDisruptionBudget storefront-dapr", names);
        Assert.Single(names, name => name == "ConfigMap shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task Trust_anchors_come_from_the_cluster_or_from_a_value_and_without_a_cluster_they_stay_empty()
    {
        using var helm = new Helm(await AppHost.PublishAsync(Shop));

        Assert.Equal("", Certificates(helm.Template()));
        var overridden = helm.Template("--set-file", $"daprShared.trustAnchors={helm.AddFile("ca.crt", Pem)}");
        Assert.Equal(Pem, Certificates(overridden));
        Assert.All(overridden.Where(manifest => manifest.At("spec/template/spec/containers/0/name") is "daprd"), manifest =>
        {
            Assert.Equal("shop-dapr-system-trust-bundle", Variable(manifest, "DAPR_TRUST_ANCHORS")["valueFrom"].At("configMapKeyRef/name"));
            var before = Find(helm.Template(), (string)manifest.At("kind")!, (string)manifest.At("metadata/name")!);
            Assert.NotEqual(before.At("spec/template/metadata/annotations/checksum~1trust-anchors"), manifest.At("spec/template/metadata/annotations/checksum~1trust-anchors"));
        });
    }

    [Fact]
    public async Task Trust_anchors_can_be_a_parameter_which_is_a_value_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithTrustAnchors(builder.AddParameter("dapr-ca"));
        });
        using var helm = new Helm(chart);

        Assert.Equal("", chart["values.yaml"].At("config/orders/dapr_ca"));
        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        Assert.Equal(
            "{{ include `dapr-shared.required` (list (.Values.config.orders.dapr_ca | trim) `The trust anchors of orders are empty. Pass it: --set-file config.orders.dapr_ca=...`) }}\n",
            chart.Object("ConfigMap/orders-dapr-trust").At("data/ca.crt"));
        var manifests = helm.Template("--set-file", $"config.orders.dapr_ca={helm.AddFile("ca.crt", Pem)}");
        Assert.Equal($"{Pem}\n", Find(manifests, "ConfigMap", "orders-dapr-trust").At("data/ca.crt"));
        Assert.Equal("orders-dapr-trust", Variable(Find(manifests, "DaemonSet", "orders-dapr"), "DAPR_TRUST_ANCHORS")["valueFrom"].At("configMapKeyRef/name"));
        Assert.DoesNotContain(manifests, manifest => manifest.At("metadata/name") is "orders-config" or "shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task Trust_anchors_can_be_a_ConfigMap_that_exists()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithTrustAnchorsFromConfigMap("roots", "root.pem");
        });

        var anchors = Variable(chart["templates/orders/shared_daprd.yaml"], "DAPR_TRUST_ANCHORS")["valueFrom"];
        Assert.Equal(("roots", "root.pem"), (anchors.At("configMapKeyRef/name"), anchors.At("configMapKeyRef/key")));
        Assert.DoesNotContain(chart.Keys, file => file.Contains("trust", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_refers_to_a_daprd_may_call_it()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
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
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders");
            builder.AddContainer("worker", "shop/worker").WithReference(dapr);
            builder.AddProcess("function").WithReference(dapr);
        });

        Assert.Contains("- podSelector: {}", chart.Object("NetworkPolicy/orders-dapr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autoscaled_Deployment_has_no_replicas()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsDeployment().WithAutoscaling(2, 6, cpuUtilization: 70).WithTrafficPolicy(TrafficPolicy.Cluster);
        });

        Assert.DoesNotContain("replicas:", chart["templates/orders/shared_daprd.yaml"], StringComparison.Ordinal);
        Assert.Equal("orders-dapr", chart.Object("HorizontalPodAutoscaler/orders-dapr").At("spec/scaleTargetRef/name"));
        Assert.Equal("1", chart.Object("PodDisruptionBudget/orders-dapr").At("spec/maxUnavailable"));
        Assert.Equal("kubernetes.io/hostname", chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/topologySpreadConstraints/0/topologyKey"));
    }

    [Fact]
    public async Task The_pod_is_placed_and_sized_as_the_platform_wants_it()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders")
                .WithNodePool(k8s.AddNodePool("dapr"))
                .WithNodeSelector("kubernetes.io/os", "linux")
                .WithToleration("dedicated", "dapr", "NoSchedule")
                .WithPriorityClass("platform")
                .WithImagePullSecret("registry")
                .WithServiceAccountAnnotation("azure.workload.identity/client-id", "42")
                .WithResources(cpuRequest: "500m", cpuLimit: "1", memoryLimit: "2Gi")
                .WithPodSettings(pod => pod with { Labels = new Dictionary<string, string> { ["team"] = "shop" } })
                .WithWorkloadSettings(workload => workload with { NetworkPolicy = false, MaxSurge = 0, MaxUnavailable = 2 })
                .WithEnvironment("HTTPS_PROXY", "http://proxy:3128");
        });

        var workload = chart["templates/orders/shared_daprd.yaml"];
        var pod = workload.At("spec/template/spec");
        Assert.Equal("linux", pod.At("nodeSelector/kubernetes.io~1os"));
        Assert.Contains("dapr", ((Dictionary<object, object>)pod.At("nodeSelector")!).Values);
        Assert.Equal("NoSchedule", pod.At("tolerations/0/effect"));
        Assert.Equal("platform", pod.At("priorityClassName"));
        Assert.Equal("registry", pod.At("imagePullSecrets/0/name"));
        Assert.Equal("{{ .Values.config.orders.DAPRD_CPU_REQUEST | include `dapr-shared.text` }}", pod.At("containers/0/resources/requests/cpu"));
        Assert.Equal(["500m", "250Mi", "1", "2Gi"], new[] { "CPU_REQUEST", "MEMORY_REQUEST", "CPU_LIMIT", "MEMORY_LIMIT" }.Select(name => chart["values.yaml"].At($"config/orders/DAPRD_{name}")));
        Assert.Equal("orders-config", pod.At("containers/0/envFrom/0/configMapRef/name"));
        Assert.Equal("shop", workload.At("spec/template/metadata/labels/team"));
        Assert.Equal("2", workload.At("spec/updateStrategy/rollingUpdate/maxUnavailable"));
        Assert.Equal("42", chart.Object("ServiceAccount/orders-daprd").At("metadata/annotations/azure.workload.identity~1client-id"));
        Assert.DoesNotContain(chart.Keys, file => file.Contains("networkpolicy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_injected_daprd_is_annotations_on_a_placeholder()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var redis = builder.AddContainer("redis", "redis").WithEndpoint(targetPort: 6379, name: "tcp");
            var store = builder.AddDaprSharedComponent("statestore", "state.redis")
                .WithMetadata("redisHost", redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort));
            builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(port: 80, targetPort: 8080)
                .WithDaprShared(dapr => dapr.WithReference(store).WithInjectedDaprd().PublishAsDeployment(2));
        });
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var manifests = helm.Template();
        var workload = Find(manifests, "Deployment", "orders-dapr");
        Assert.Equal(
            new Dictionary<object, object>
            {
                ["dapr.io/enabled"] = "true",
                ["dapr.io/app-id"] = "orders",
                ["dapr.io/app-channel-address"] = "orders-service",
                ["dapr.io/app-port"] = "80",
                ["dapr.io/app-protocol"] = "http",
                ["dapr.io/grpc-port"] = "50001",
                ["dapr.io/internal-grpc-port"] = "50002",
                ["dapr.io/sidecar-listen-addresses"] = "",
                ["dapr.io/disable-builtin-k8s-secret-store"] = "true",
                ["dapr.io/enable-metrics"] = "true",
                ["dapr.io/metrics-port"] = "9090",
                ["dapr.io/log-level"] = "info",
                ["dapr.io/log-as-json"] = "true",
                ["dapr.io/api-token-secret"] = "orders-dapr-token",
                ["dapr.io/env"] = "GOMEMLIMIT=943718400",
                ["dapr.io/env-from-secret"] = "STATESTORE_REDISHOST=orders-dapr-secrets:STATESTORE_REDISHOST",
                ["dapr.io/sidecar-cpu-limit"] = "300m",
                ["dapr.io/sidecar-cpu-request"] = "100m",
                ["dapr.io/sidecar-memory-limit"] = "1000Mi",
                ["dapr.io/sidecar-memory-request"] = "250Mi",
            }.OrderBy(pair => pair.Key),
            ((Dictionary<object, object>)workload.At("spec/template/metadata/annotations")!).Where(pair => !$"{pair.Key}".StartsWith("checksum", StringComparison.Ordinal)).OrderBy(pair => pair.Key));
        Assert.Equal("registry.k8s.io/pause:3.10.1", workload.At("spec/template/spec/containers/0/image"));
        Assert.Equal("3501", workload.At("spec/template/spec/containers/0/readinessProbe/httpGet/port"));
        Assert.Null(workload.At("spec/template/spec/containers/0/envFrom"));
        Assert.Null(workload.At("spec/template/spec/volumes"));

        // The operator writes and owns the Service <app-id>-dapr of an annotated Deployment.
        Assert.DoesNotContain(manifests, manifest => manifest.At("kind") is "Service" && manifest.At("metadata/name") is "orders-dapr");
        Assert.Equal("3500", Find(manifests, "Service", "orders-dapr-service").At("spec/ports/0/targetPort"));
        Assert.Equal("true", Find(manifests, "Service", "orders-dapr-service").At("spec/publishNotReadyAddresses"));
        Assert.StartsWith("{{ include `dapr-shared.required` (list .Values.secrets.orders_dapr.orders_dapr_api_token ", (string)chart.Object("Secret/orders-dapr-token").At("stringData/token")!, StringComparison.Ordinal);
        Assert.Equal("redis-service:6379", Find(manifests, "Secret", "orders-dapr-secrets").At("stringData/STATESTORE_REDISHOST"));
        Assert.DoesNotContain(manifests, manifest => manifest.At("metadata/name") is "shop-dapr-system-trust-bundle");
    }

    [Fact]
    public async Task An_injected_daprd_of_a_version_is_pinned()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithImageTag("1.17.13").WithInjectedDaprd();
        });

        using var helm = new Helm(chart);
        object? Image(params string[] arguments) => Find(helm.Template(arguments), "DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/dapr.io~1sidecar-image");
        Assert.Equal("docker.io/daprio/daprd:1.17.13", Image());
        Assert.Equal("mirror/daprd:1.18.2", Image("--set", "config.orders.DAPRD_IMAGE=mirror/daprd:1.18.2"));
        Assert.Equal("None", chart.Object("Service/orders-dapr").At("spec/clusterIP")); // the operator does not watch a DaemonSet
    }

    [Fact]
    public async Task What_operators_change_are_values_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders-dapr", appId: "orders").PublishAsDeployment(replicas: 2).WithOptions(options => options.LogLevel = "warn").WithResources(memoryLimit: "500Mi");
        });
        using var helm = new Helm(chart);

        Assert.Equal(
            ["docker.io/daprio/daprd:1.18.3", "warn", "2", "100m", "250Mi", "300m", "500Mi"],
            new[] { "IMAGE", "LOG_LEVEL", "REPLICAS", "CPU_REQUEST", "MEMORY_REQUEST", "CPU_LIMIT", "MEMORY_LIMIT" }.Select(name => chart["values.yaml"].At($"config/orders_dapr/DAPRD_{name}")));

        Assert.Equal("2", Find(helm.Template(), "Deployment", "orders-dapr").At("spec/replicas"));
        var deployment = Find(
            helm.Template("--set", "config.orders_dapr.DAPRD_IMAGE=mirror/daprd:1.18.2,config.orders_dapr.DAPRD_REPLICAS=0,config.orders_dapr.DAPRD_MEMORY_LIMIT=2Gi,config.orders_dapr.DAPRD_LOG_LEVEL=info"),
            "Deployment", "orders-dapr");
        Assert.Equal("0", deployment.At("spec/replicas"));
        var container = deployment.At("spec/template/spec/containers/0");
        Assert.Equal("mirror/daprd:1.18.2", container.At("image"));
        Assert.Contains("--log-level=info", (List<object>)container.At("args")!);
        Assert.Equal(("2Gi", "250Mi"), (container.At("resources/limits/memory"), container.At("resources/requests/memory")));
        Assert.Null(container.At("envFrom"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_image_that_is_built_is_the_publishers_value_and_the_chart_is_complete(bool isInjected)
    {
        var context = Directory.CreateTempSubdirectory("dapr-shared-").FullName;
        File.WriteAllText(Path.Combine(context, "Dockerfile"), "FROM docker.io/daprio/daprd:1.18.3");
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithDockerfile(context);
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });
        using var helm = new Helm(chart);

        var pod = Find(helm.Template("--set", "parameters.orders_dapr.orders_dapr_image=registry.example/orders-dapr:7"), "DaemonSet", "orders-dapr").At("spec/template");
        Assert.Equal("registry.example/orders-dapr:7", isInjected ? pod.At("metadata/annotations/dapr.io~1sidecar-image") : pod.At("spec/containers/0/image"));
        Assert.Null(chart["values.yaml"].At("config/orders_dapr/DAPRD_IMAGE"));
        // The steps that seal and complete it.
        Assert.Contains("templates/orders-dapr/shared_daprd.yaml", chart.Keys);
        Assert.Contains("README.md", chart.Keys);
        Assert.Equal(!isInjected, chart["values.yaml"].Contains("daprShared:", StringComparison.Ordinal));
        Directory.Delete(context, recursive: true);
    }

    [Theory]
    [InlineData("1000Mi", "943718400")]
    [InlineData("2Gi", "1932735283")]
    [InlineData("1.5G", "1350000000")]
    [InlineData("1000000000", "900000000")]
    [InlineData("1e9", "off")]
    public async Task Go_keeps_below_the_memory_limit_that_an_operator_sets(string limit, string expected)
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        }));

        var daemonSet = Find(helm.Template("--set-string", $"config.orders.DAPRD_MEMORY_LIMIT={limit}"), "DaemonSet", "orders-dapr");

        Assert.Equal(expected, ((List<object>)daemonSet.At("spec/template/spec/containers/0/env")!).Single(variable => variable.At("name") is "GOMEMLIMIT").At("value"));
    }

    [Theory]
    [InlineData("--set", "config.orders.DAPRD_MEMORY_LIMIT=1073741824")]
    [InlineData("--values", "numbers.yaml")]
    public async Task A_memory_limit_may_be_a_number(string option, string value)
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        }));
        var file = helm.AddFile("numbers.yaml", "config:\n  orders:\n    DAPRD_MEMORY_LIMIT: 1073741824\n    DAPRD_CPU_LIMIT: 0.5\n");

        var daemonSet = Find(helm.Template(option, option == "--values" ? file : value), "DaemonSet", "orders-dapr");

        Assert.Equal("1073741824", daemonSet.At("spec/template/spec/containers/0/resources/limits/memory"));
        Assert.Equal(option == "--values" ? "0.5" : "300m", daemonSet.At("spec/template/spec/containers/0/resources/limits/cpu"));
        Assert.Equal("966367641", Variable(daemonSet, "GOMEMLIMIT")["value"]);
    }

    [Fact]
    public async Task Another_number_of_replicas_leaves_the_pods_alone()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsDeployment(2);
        }));

        object? Pods(params string[] arguments) => ManifestYaml.Write(JsonSerializer.SerializeToNode(Find(helm.Template(arguments), "Deployment", "orders-dapr").At("spec/template"))!);
        Assert.Equal(Pods(), Pods("--set", "config.orders.DAPRD_REPLICAS=5"));
        Assert.NotEqual(Pods(), Pods("--set", "secrets.orders.orders_api_token=x"));
    }

    [Fact]
    public async Task What_the_publishers_classes_do_not_know_is_kept()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders")
                .WithPodSettings(pod => pod with
                {
                    Volumes =
                    [
                        new() { Name = "gone", Projected = new() { Sources = [new() { ClusterTrustBundle = new() { Name = "gone", Path = "ca.crt" } }] } },
                        new() { Name = "roots", Projected = new() { Sources = [new() { ClusterTrustBundle = new() { Name = "company", Path = "ca.crt" } }] } },
                    ],
                    VolumeMounts = [new() { Name = "roots", MountPath = "/roots" }],
                })
                .PublishAsKubernetesService(published =>
                {
                    var pod = published.Workload!.PodTemplate.Spec;
                    pod.Volumes.RemoveAll(volume => volume.Name == "gone");
                    pod.PriorityClassName = "platform";
                });
        });

        var pod = chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec");
        Assert.Equal(["dapr-identity-token", "roots"], ((List<object>)pod.At("volumes")!).Select(volume => volume.At("name")));
        Assert.Equal("company", pod.At("volumes/1/projected/sources/0/clusterTrustBundle/name"));
        Assert.Equal("platform", pod.At("priorityClassName"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_publishers_volumes_are_those_of_the_pods(bool isInjected)
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            var k8s = builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var dapr = builder.AddDaprShared("orders").WithVolume("scratch", "/scratch").WithVolume("certs", "/certs").WithPersistentVolume(k8s.AddPersistentVolume("models").WithAccessMode(PersistentVolumeAccessMode.ReadWriteMany), "/models", isReadOnly: true)
                .WithPodSettings(pod => pod with { Volumes = [new() { Name = "certs", Secret = new() { SecretName = "certs" } }], VolumeMounts = [new() { Name = "certs", MountPath = "/certs", ReadOnlyProperty = true }] });
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });

        var workload = chart["templates/orders/shared_daprd.yaml"];
        var pod = workload.At("spec/template/spec");
        Assert.Equal("DaemonSet", workload.At("kind"));
        var volumes = ((List<object>)pod.At("volumes")!).ToDictionary(volume => (string)volume.At("name")!);
        Assert.Empty((IDictionary<object, object>)volumes["scratch"].At("emptyDir")!);
        Assert.Equal(chart.Object("PersistentVolumeClaim/models").At("metadata/name"), volumes["models"].At("persistentVolumeClaim/claimName"));
        Assert.Equal("certs", volumes["certs"].At("secret/secretName")); // what is said for the cluster stands
        Assert.Equal(("true", "2000", "OnRootMismatch"), (pod.At("securityContext/runAsNonRoot"), pod.At("securityContext/fsGroup"), pod.At("securityContext/fsGroupChangePolicy")));
        if (isInjected)
        {
            var annotations = workload.At("spec/template/metadata/annotations");
            Assert.Equal(("certs:/certs,models:/models", "scratch:/scratch"), (annotations.At("dapr.io~1volume-mounts"), annotations.At("dapr.io~1volume-mounts-rw")));
        }
        else
        {
            Assert.Equal([("dapr-identity-token", "true"), ("certs", "true"), ("scratch", null), ("models", "true")], from mount in (List<object>)pod.At("containers/0/volumeMounts")! select (mount.At("name"), mount.At("readOnly")));
        }

        using var helm = new Helm(chart);
        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_affinity_is_what_was_said_and_no_more()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithPodSettings(pod => pod with
            {
                Affinity = new() { PodAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = [new() { TopologyKey = "zone", LabelSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "redis" } } }] } },
            });
        });

        // The publisher's classes would add `namespaceSelector: {}`, which is all namespaces, and a node affinity that no cluster takes.
        var affinity = chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/affinity");
        Assert.Equal(["podAffinity"], Keys(affinity));
        Assert.Equal(["labelSelector", "topologyKey"], Keys(affinity.At("podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0")).Order());

        static IEnumerable<object> Keys(object? map) => ((Dictionary<object, object>)map!).Keys;
    }

    [Fact]
    public async Task A_pod_with_an_account_of_somebody_else_needs_none_of_ours()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsKubernetesService(published => published.Workload!.PodTemplate.Spec.ServiceAccountName = "orders-identity");
        });

        Assert.Equal("orders-identity", chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/serviceAccountName"));
        Assert.DoesNotContain(chart.Keys, file => file.Contains("serviceaccount", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_refers_to_a_Secret_or_a_ConfigMap_follows_its_name(bool isInjected)
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", "redis:6379").WithSecretMetadata("redisPassword", builder.AddParameter("password", secret: true));
            var key = builder.AddParameter("region-key", secret: true);
            var dapr = builder.AddDaprShared("orders").WithReference(store).WithEnvironment("A", "b").WithEnvironment("REGION_KEY", key);
            dapr.PublishAsKubernetesService(published =>
            {
                published.Secret!.Metadata.Name = "vault";
                if (published.ConfigMap is { } map)
                {
                    map.Metadata.Name = "settings";
                }
            });
            _ = isInjected ? dapr.WithInjectedDaprd() : dapr;
        });

        Assert.DoesNotContain(chart, file => file.Value.Contains("orders-secrets", StringComparison.Ordinal) || file.Value.Contains("orders-config", StringComparison.Ordinal));
        Assert.Equal("vault", chart["templates/orders/component-statestore.yaml"].At("spec/metadata/1/secretKeyRef/name"));
        var pod = chart.Object("DaemonSet/orders-dapr").At("spec/template");
        if (isInjected)
        {
            Assert.Contains("A=vault:A", (string)pod.At("metadata/annotations/dapr.io~1env-from-secret")!, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("vault", Variable(chart.Object("DaemonSet/orders-dapr"), "DAPR_API_TOKEN")["valueFrom"].At("secretKeyRef/name"));
            Assert.Equal("vault", Variable(chart.Object("DaemonSet/orders-dapr"), "REGION_KEY")["valueFrom"].At("secretKeyRef/name"));
            Assert.Equal(["settings"], ((List<object>)pod.At("spec/containers/0/envFrom")!).Select(source => source.At("configMapRef/name")));
            // The component names the key; nobody reads the password as a variable.
            Assert.DoesNotContain("STATESTORE_REDISPASSWORD", chart.Object("DaemonSet/orders-dapr"), StringComparison.Ordinal);
            Assert.Contains("{ name: vault, key: DAPR_API_TOKEN }", chart["README.md"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_object_that_a_customization_takes_away_is_somebody_elses_to_provide()
    {
        Dictionary<string, Action<KubernetesResource>> removals = new()
        {
            ["Secret/orders-secrets"] = published => published.Secret = null,
            ["ConfigMap/orders-config"] = published => published.ConfigMap = null,
            ["Service/orders-service"] = published => published.Service = null,
            ["DaemonSet/orders-dapr"] = published => published.Workload = null,
            ["NetworkPolicy/orders-dapr"] = published => published.AdditionalResources.Clear(),
        };
        foreach (var (name, remove) in removals)
        {
            var chart = await AppHost.PublishAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                builder.AddDaprShared("orders").WithEnvironment("A", "b").PublishAsKubernetesService(remove);
            });

            Assert.Equal(removals.Keys.Except([name]), chart.Objects().Select(item => item.Name).Where(removals.ContainsKey).OrderBy(other => removals.Keys.ToList().IndexOf(other)));
            using var helm = new Helm(chart);
            Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_workload_without_a_pod_is_refused()
    {
        Action<KubernetesResource>[] removals =
        [
            published => ((DaemonSet)published.Workload!).Spec = null!,
            published => ((DaemonSet)published.Workload!).Spec.Template = null!,
            published => published.Workload!.PodTemplate.Spec = null!,
        ];
        foreach (var remove in removals)
        {
            var (errors, _) = await AppHost.FailAsync(builder =>
            {
                builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
                builder.AddDaprShared("orders").PublishAsKubernetesService(remove);
            });

            Assert.Equal(["error DAPRSHARED088: orders: a customization has left the workload without a pod. Keep Workload.PodTemplate.Spec, or set Workload to null."], errors);
        }
    }

    [Fact]
    public async Task A_customization_sees_the_publishers_own_classes_and_has_the_last_word()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").PublishAsDeployment().PublishAsKubernetesService(published =>
            {
                var deployment = Assert.IsType<Aspire.Hosting.Kubernetes.Resources.Deployment>(published.Workload);
                deployment.Spec.Replicas = 7;
                deployment.Spec.MinReadySeconds = 5;
                deployment.Spec.Template.Spec.HostIpc = true;
                deployment.Spec.Template.Spec.SetHostnameAsFqdn = true;
                deployment.Spec.Template.Spec.Containers[0].Env.Add(new() { Name = "BRACES", Value = "{{ .Release.Name }}" });
                deployment.Spec.Template.Spec.Volumes.Add(new() { Name = "scratch", EmptyDir = new() { SizeLimit = "{{ 5 | int }}" } });
            });
        }));

        var deployment = Find(helm.Template(), "Deployment", "orders-dapr");
        Assert.Equal(("7", "5"), (deployment.At("spec/replicas"), deployment.At("spec/minReadySeconds")));
        var pod = deployment.At("spec/template/spec");
        Assert.Equal(("true", "true"), (pod.At("hostIPC"), pod.At("setHostnameAsFQDN")));
        Assert.Equal("shop", ((List<object>)pod.At("containers/0/env")!).Single(variable => variable.At("name") is "BRACES").At("value"));
        Assert.Equal("5", pod.At("volumes/1/emptyDir/sizeLimit"));
    }

    [Fact]
    public async Task Without_a_trust_bundle_the_installation_fails_and_says_what_to_do()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders");
        });
        using var helm = new Helm(chart.Where(file => !file.Key.StartsWith("templates/", StringComparison.Ordinal) || file.Key is "templates/_dapr_shared.tpl" or "templates/orders/trust_bundle.yaml"));
        using var empty = new ClusterStandIn();
        using var full = new ClusterStandIn().WithTrustBundle(Pem);

        var error = Assert.ThrowsAny<Exception>(() => helm.TemplateIn(empty)).Message;
        Assert.Contains("there is no ConfigMap dapr-trust-bundle with key ca.crt in namespace dapr-system. Install Dapr's control plane first", error, StringComparison.Ordinal);
        Assert.Equal(Pem, Certificates(helm.TemplateIn(full)));

        // Who names the certificates needs no right to look for them.
        var before = empty.Requests.Count;
        Assert.Equal(Pem, Certificates(helm.TemplateIn(empty, "--set-file", $"daprShared.trustAnchors={helm.AddFile("ca.crt", Pem)}")));
        Assert.DoesNotContain(empty.Requests.Skip(before), request => request.Contains("/api/v1/namespaces/dapr-system", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_value_that_has_to_be_given_the_installation_fails_and_says_which()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithTrustAnchors(builder.AddParameter("dapr-ca"));
        }));
        using var cluster = new ClusterStandIn().Serve("v1", "Namespace", "ConfigMap", "Secret", "Service", "ServiceAccount").Serve("apps/v1", "DaemonSet").Serve("networking.k8s.io/v1", "NetworkPolicy");
        var certificates = $"config.orders.dapr_ca={helm.AddFile("ca.crt", Pem)}";
        string Error(params string[] arguments) => Assert.ThrowsAny<Exception>(() => helm.TemplateIn(cluster, arguments)).Message;

        Assert.Contains("The trust anchors of orders are empty. Pass it: --set-file config.orders.dapr_ca=...", Error("--set", "secrets.orders.orders_api_token=t"), StringComparison.Ordinal);
        Assert.Contains("DAPR_API_TOKEN of orders is empty and would protect nothing. Pass it: --set secrets.orders.orders_api_token=...", Error("--set-file", certificates), StringComparison.Ordinal);
        Assert.Equal($"{Pem}\n", Find(helm.TemplateIn(cluster, "--set", "secrets.orders.orders_api_token=t", "--set-file", certificates), "ConfigMap", "orders-dapr-trust").At("data/ca.crt"));
    }

    [Fact]
    public async Task A_changed_variable_restarts_daprd()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithEnvironment("A", "1");
        }));

        object? Checksum(params string[] arguments) => Find(helm.Template(arguments), "DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/checksum~1environment");
        Assert.Equal(Checksum(), Checksum());
        Assert.NotEqual(Checksum(), Checksum("--set", "config.orders.A=2"));
        Assert.NotEqual(Checksum(), Checksum("--set", "secrets.orders.orders_api_token=x"));
    }

    [Theory]
    [InlineData(false, "orders-dapr")]
    [InlineData(true, "settings")]
    public async Task Workflows_in_several_daprds_get_the_feature_that_they_need(bool hasConfiguration, string name)
    {
        void Workflows(IDistributedApplicationBuilder builder)
        {
            var dapr = builder.AddDaprShared("orders").WithWorkflows();
            if (hasConfiguration)
            {
                dapr.WithReference(builder.AddDaprSharedConfiguration("settings").WithTracing(samplingRate: 1));
            }
        }

        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            Workflows(builder);
        });
        var plain = await AppHost.PublishAsync(Workflows);

        foreach (var (configuration, workload) in new[]
        {
            (chart[$"templates/orders/configuration-{name}.yaml"], chart["templates/orders/shared_daprd.yaml"]),
            (plain[$"dapr-shared/orders/configuration-{name}.yaml"], plain["dapr-shared/orders/daemonset-orders-dapr.yaml"]),
        })
        {
            Assert.Equal("WorkflowsClusteredDeployment", configuration.At("spec/features/0/name"));
            Assert.Equal(name, workload.At("spec/template/metadata/annotations/dapr.io~1config"));
            Assert.Contains($"--config={name}", (List<object>)workload.At("spec/template/spec/containers/0/args")!);
        }
    }

    [Fact]
    public async Task A_chart_without_a_token_or_the_app_s_URL_is_clean_but_no_cluster_takes_it()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithAppToken().WithRemoteUrl(builder.AddParameter("url"));
        });
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        Assert.Equal("t", Find(helm.Template("--set", "secrets.orders.orders_api_token=t"), "Secret", "orders-secrets").At("stringData/DAPR_API_TOKEN"));
        var secret = chart.Object("Secret/orders-secrets").At("stringData");
        Assert.Equal(
            "{{ include `dapr-shared.required` (list .Values.secrets.orders.orders_api_token `DAPR_API_TOKEN of orders is empty and would protect nothing. Pass it: --set secrets.orders.orders_api_token=...`) }}",
            secret.At("DAPR_API_TOKEN"));
        Assert.Contains("--set secrets.orders.orders_app_token=", (string)secret.At("APP_API_TOKEN")!, StringComparison.Ordinal);
        var address = ((List<object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!).Cast<string>().Single(argument => argument.StartsWith("--app-channel-address=", StringComparison.Ordinal));
        Assert.Contains("--set config.orders.url=", address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_of_a_user_may_stand_anywhere()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithArgs(context => context.Args.Insert(0, "--app-health-threshold=7")).WithArgs("--app-id-hint={{ mine }}");
        });

        var arguments = ((List<object>)chart["templates/orders/shared_daprd.yaml"].At("spec/template/spec/containers/0/args")!).Cast<string>().ToList();
        Assert.Contains("--app-health-threshold=7", arguments);
        Assert.Contains("--app-id-hint={{`{{`}} mine }}", arguments);
        Assert.Equal(arguments.Count, arguments.DistinctBy(argument => argument.Split('=')[0]).Count());
    }

    [Fact]
    public async Task Daprd_restarts_with_what_its_environment_takes_from_others()
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders").WithEnvironment("LOUD", ReferenceExpression.CreateConditional(builder.AddParameter("loud").Resource, "true", ReferenceExpression.Create($"1"), ReferenceExpression.Create($"0")));
        }));

        string? Checksum(string value) => (string?)Find(helm.Template("--set-string", $"parameters.orders.loud={value}"), "DaemonSet", "orders-dapr").At("spec/template/metadata/annotations/checksum~1environment");
        Assert.NotEqual(Checksum("true"), Checksum("false"));
        Assert.Equal(Checksum("true"), Checksum("true"));
    }

    [Theory]
    [InlineData("true", "1")]
    [InlineData("false", "say \"no\"")]
    public async Task What_a_condition_of_the_environment_chooses_is_text(string value, string expected)
    {
        using var helm = new Helm(await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            var condition = builder.AddParameter("loud").Resource;
            builder.AddDaprShared("orders").WithEnvironment("LOUD", ReferenceExpression.CreateConditional(condition, "true", ReferenceExpression.Create($"1"), ReferenceExpression.Create($"say \"no\"")));
        }));

        var data = Find(helm.Template("--set-string", $"parameters.orders.loud={value}"), "ConfigMap", "orders-config");
        Assert.Contains($"LOUD: \"{expected.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_container_was_given_is_carried()
    {
        static void Orders(IDistributedApplicationBuilder builder) =>
            builder.AddDaprShared("orders").WithImagePullPolicy(ImagePullPolicy.Missing).WithArgs("--app-health-threshold=7");

        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            Orders(builder);
        });
        var plain = await AppHost.PublishAsync(Orders);

        foreach (var workload in new[] { chart["templates/orders/shared_daprd.yaml"], plain["dapr-shared/orders/daemonset-orders-dapr.yaml"] })
        {
            Assert.Equal("IfNotPresent", workload.At("spec/template/spec/containers/0/imagePullPolicy"));
            Assert.Equal("--app-health-threshold=7", ((List<object>)workload.At("spec/template/spec/containers/0/args")!)[^1]);
        }
    }

    [Fact]
    public async Task Every_daprd_sends_its_traces_to_the_dashboard_of_the_chart()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
            builder.AddContainer("first", "shop/first").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
            var dapr = builder.AddDaprShared("second-dapr", appId: "second");
            dapr.WithApp(builder.AddContainer("second", "shop/second").WithHttpEndpoint(targetPort: 8080).WithReference(dapr));
        });
        using var helm = new Helm(chart);

        foreach (var daprd in new[] { "first-dapr", "second-dapr" })
        {
            var environment = Find(helm.Template(), "ConfigMap", $"{daprd}-config").At("data");
            Assert.Equal("http://k8s-dashboard-service:18889", environment.At("OTEL_EXPORTER_OTLP_ENDPOINT"));
            Assert.Equal(("grpc", "true", daprd), (environment.At("OTEL_EXPORTER_OTLP_PROTOCOL"), environment.At("OTEL_EXPORTER_OTLP_INSECURE"), environment.At("OTEL_SERVICE_NAME")));
        }
    }

    [Fact]
    public async Task Two_braces_in_what_a_user_wrote_are_no_expression()
    {
        var chart = await AppHost.PublishAsync(builder =>
        {
            builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
            builder.AddDaprShared("orders")
                .WithReference(builder.AddDaprSharedComponent("hook", "bindings.http").WithMetadata("note", "a {{ b }} c"))
                .WithServiceAccountAnnotation("note", "{{ account }}")
                .WithOptions(options => options.AllowedOrigins = "{{ origins }}")
                .WithPodSettings(pod => pod with { Annotations = new Dictionary<string, string> { ["note"] = "{{ pod }}" } });
        });
        using var helm = new Helm(chart);

        Assert.Contains("0 chart(s) failed", helm.Lint(), StringComparison.Ordinal);
        var manifests = helm.Template();
        Assert.Equal("a {{ b }} c", Find(manifests, "Component", "hook").At("spec/metadata/0/value"));
        Assert.Equal("{{ account }}", Find(manifests, "ServiceAccount", "orders-daprd").At("metadata/annotations/note"));
        var workload = Find(manifests, "DaemonSet", "orders-dapr");
        Assert.Equal("{{ pod }}", workload.At("spec/template/metadata/annotations/note"));
        Assert.Contains("--allowed-origins={{ origins }}", (List<object>)workload.At("spec/template/spec/containers/0/args")!);
        Assert.Equal("shop", workload.At("metadata/labels/app.kubernetes.io~1instance"));
    }

    // As playground/Shop.AppHost, without building its projects.
    private static void Shop(IDistributedApplicationBuilder builder)
    {
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        var redis = builder.AddContainer("redis", "library/redis", "8.2").WithEndpoint(targetPort: 6379, name: "tcp");
        var address = redis.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort);
        var store = builder.AddDaprSharedComponent("statestore", "state.redis").WithMetadata("redisHost", address);
        var pubsub = builder.AddDaprSharedComponent("pubsub", "pubsub.redis").WithMetadata("redisHost", address);
        var orders = builder.AddProject("orders", Path.Combine(AppContext.BaseDirectory, "Orders.csproj"), options => options.ExcludeLaunchProfile = true).WithHttpEndpoint();
        var dapr = builder.AddDaprShared("orders-dapr", appId: "orders").WithApp(orders).WithReference(store).WithReference(pubsub).PublishAsDaemonSet();
        orders.WithReference(dapr).WaitFor(dapr);
        builder.AddContainer("storefront", "shop/storefront").WithHttpEndpoint(targetPort: 8080).WithExternalHttpEndpoints()
            .WithDaprShared(storefront => storefront.WithReference(pubsub).PublishAsDeployment(replicas: 2));
    }

    private static string Certificates(IEnumerable<string> manifests) =>
        ((string)Find(manifests, "ConfigMap", "shop-dapr-system-trust-bundle").At("data/ca.crt")!).TrimEnd();

    private static string Find(IEnumerable<string> manifests, string kind, string name) =>
        manifests.Single(manifest => manifest.At("kind") is string found && found == kind && manifest.At("metadata/name") is string other && other == name);

    private static Dictionary<object, object> Variable(string workload, string name) =>
        ((List<object>)workload.At("spec/template/spec/containers/0/env")!).Cast<Dictionary<object, object>>().Single(variable => (string)variable["name"] == name);
}
