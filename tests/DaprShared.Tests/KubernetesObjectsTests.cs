using k8s;
using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public class KubernetesObjectsTests
{
    private static readonly SharedDaprd Orders = new() { AppId = "orders", App = new("orders", "8080") };

    public static TheoryData<SharedStrategy> Strategies { get; } = [SharedStrategy.DaemonSet, SharedStrategy.Deployment];

    [Theory]
    [InlineData(SharedStrategy.DaemonSet, "Examples/daemonset.yaml")]
    [InlineData(SharedStrategy.Deployment, "Examples/deployment.yaml")]
    public void The_manifest_of_an_app_reads_so(SharedStrategy strategy, string example) => Page.IsUpToDate(
        $"tests/DaprShared.Tests/{example}",
        ManifestYaml.WriteAll(KubernetesObjects.Build(Orders with { Strategy = strategy }, new() { Namespace = "shop" })));

    [Theory]
    [InlineData(SharedStrategy.DaemonSet, "DaemonSet")]
    [InlineData(SharedStrategy.Deployment, "Deployment")]
    public void There_are_six_objects_and_none_of_them_is_a_role(SharedStrategy strategy, string kind) => Assert.Equal(
        [
            "ServiceAccount orders-daprd",
            "Resiliency orders-dapr-inbound",
            "NetworkPolicy orders-dapr",
            "Service orders-dapr",
            "Service orders-dapr-api",
            $"{kind} orders-dapr",
        ],
        Build(strategy).Select(manifest => $"{manifest.Kind} {manifest.Metadata.Name}"));

    [Fact]
    public void The_ServiceAccount_has_no_token() => Assert.False(Single<V1ServiceAccount>(Build()).AutomountServiceAccountToken);

    [Fact]
    public void A_ServiceAccount_of_somebody_else_is_used_and_not_written()
    {
        var objects = KubernetesObjects.Build(Orders with { Pod = new() { CreateServiceAccount = false, ServiceAccountName = "mine" } });

        Assert.Empty(objects.OfType<V1ServiceAccount>());
        Assert.Equal("mine", Pod(objects).Spec.ServiceAccountName);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Peers_find_every_pod_under_a_headless_Service(SharedStrategy strategy)
    {
        var peers = Service(Build(strategy), "orders-dapr");

        Assert.Equal("None", peers.Spec.ClusterIP);
        Assert.Null(peers.Spec.InternalTrafficPolicy);
        Assert.Equal(
            ["dapr-http 3500", "dapr-grpc 50001", "dapr-internal 50002", "dapr-public 3501", "dapr-metrics 9090"],
            peers.Spec.Ports.Select(port => $"{port.Name} {port.Port}"));
    }

    [Theory]
    [InlineData(SharedStrategy.DaemonSet, "Local")]
    [InlineData(SharedStrategy.Deployment, null)]
    public void The_app_of_a_DaemonSet_stays_on_its_node(SharedStrategy strategy, string? policy)
    {
        var api = Service(Build(strategy), "orders-dapr-api");

        Assert.Equal(policy, api.Spec.InternalTrafficPolicy);
        Assert.Null(api.Spec.ClusterIP);
        Assert.Equal(["dapr-http 3500", "dapr-grpc 50001"], api.Spec.Ports.Select(port => $"{port.Name} {port.Port}"));
    }

    [Fact]
    public void A_DaemonSet_has_no_replicas_and_a_Deployment_has_one_until_told_otherwise()
    {
        Assert.Equal(1, Single<V1Deployment>(Build(SharedStrategy.Deployment)).Spec.Replicas);
        Assert.Equal(0,
            Single<V1Deployment>(
                KubernetesObjects.Build(Orders with { Strategy = SharedStrategy.Deployment, Replicas = 0 })).Spec.Replicas);
        Assert.DoesNotContain("replicas", ManifestYaml.WriteAll(Build()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_new_daprd_is_ready_before_the_old_one_goes(SharedStrategy strategy)
    {
        var (surge, unavailable) = Build(strategy)[^1] switch
        {
            V1DaemonSet daemons =>
                (daemons.Spec.UpdateStrategy.RollingUpdate.MaxSurge, daemons.Spec.UpdateStrategy.RollingUpdate.MaxUnavailable),
            V1Deployment deployment =>
                (deployment.Spec.Strategy.RollingUpdate.MaxSurge, deployment.Spec.Strategy.RollingUpdate.MaxUnavailable),
            _ => throw new InvalidOperationException(),
        };

        Assert.Equal(("1", "0"), (surge.ToString(), unavailable.ToString()));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Selectors_match_the_pods_and_nothing_that_a_sidecar_carries(SharedStrategy strategy)
    {
        var objects = Build(strategy);
        var selectors = objects.OfType<V1Service>().Select(service => service.Spec.Selector)
            .Append(
                objects[^1] is V1DaemonSet daemons
                    ? daemons.Spec.Selector.MatchLabels
                    : ((V1Deployment)objects[^1]).Spec.Selector.MatchLabels);

        Assert.All(selectors, selector =>
        {
            Assert.Subset(Pod(objects).Metadata.Labels.ToHashSet(), selector.ToHashSet());
            Assert.DoesNotContain(selector.Keys, key => key.StartsWith("dapr.io/", StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_pod_is_hardened(SharedStrategy strategy)
    {
        var pod = Pod(Build(strategy)).Spec;
        var container = Assert.Single(pod.Containers);

        Assert.False(pod.AutomountServiceAccountToken);
        Assert.False(pod.EnableServiceLinks);
        Assert.Null(pod.InitContainers);
        Assert.Null(pod.HostNetwork);
        Assert.Null(pod.Tolerations);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.True(container.SecurityContext.RunAsNonRoot);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.NotNull(container.Resources.Requests["memory"]);
        Assert.NotNull(container.Resources.Limits["memory"]);
    }

    [Fact]
    public void The_container_is_daprd_in_a_pinned_version()
    {
        var container = Pod(Build()).Spec.Containers[0];

        Assert.Equal("daprd", container.Name);
        Assert.Equal($"docker.io/daprio/daprd:{ContainerImage.DefaultVersion}", container.Image);
        Assert.Equal(["/daprd"], container.Command);
        Assert.Equal(DaprdCommandLine.Build(Orders, DaprdMode.Kubernetes).Select(argument => argument.ToString()), container.Args);
    }

    [Theory]
    [InlineData("docker.io", null, "docker.io/daprio/daprd:1.18.3")]
    [InlineData("", null, "daprio/daprd:1.18.3")]
    [InlineData("docker.io", "sha256:abc", "docker.io/daprio/daprd@sha256:abc")]
    public void An_image_reads_as_a_runtime_takes_it(string registry, string? digest, string image) =>
        Assert.Equal(image, new ContainerImage { Registry = registry, Digest = digest }.ToString());

    [Fact]
    public void Liveness_does_not_depend_on_the_app_and_readiness_means_the_API()
    {
        var container = Pod(Build()).Spec.Containers[0];
        var (live, ready) = (container.LivenessProbe, container.ReadinessProbe);

        Assert.Equal("3501", live.TcpSocket.Port.ToString());
        Assert.Equal((180, 3, 10, 5), (live.InitialDelaySeconds, live.TimeoutSeconds, live.PeriodSeconds, live.FailureThreshold));
        Assert.Equal(("/v1.0/healthz/outbound", "3501"), (ready.HttpGet.Path, ready.HttpGet.Port.ToString()));
        Assert.Equal(3501, container.Ports.Single(port => port.Name == "dapr-public").ContainerPort);
    }

    [Fact]
    public void No_token_stands_in_a_manifest_but_only_where_it_is_kept()
    {
        var daprd = Orders with { AppToken = new("orders-secrets", "app-token") };
        var environment = Pod(KubernetesObjects.Build(daprd)).Spec.Containers[0].Env.ToDictionary(variable => variable.Name);

        Assert.Null(environment["DAPR_API_TOKEN"].Value);
        Assert.Equal(("orders-dapr-token", "token"), Key(environment["DAPR_API_TOKEN"]));
        Assert.Null(environment["APP_API_TOKEN"].Value);
        Assert.Equal(("orders-secrets", "app-token"), Key(environment["APP_API_TOKEN"]));

        static (string, string) Key(V1EnvVar variable) => (variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key);
    }

    [Fact]
    public void Without_a_token_there_is_no_variable_of_it() =>
        Assert.DoesNotContain(
            Pod(KubernetesObjects.Build(Orders with { ApiToken = null })).Spec.Containers[0].Env,
            variable => variable.Name == "DAPR_API_TOKEN");

    [Fact]
    public void The_environment_names_the_pod_and_the_control_plane()
    {
        var environment = Pod(Build()).Spec.Containers[0].Env.ToDictionary(variable => variable.Name);

        Assert.Equal("metadata.namespace", environment["NAMESPACE"].ValueFrom.FieldRef.FieldPath);
        Assert.Equal("metadata.name", environment["POD_NAME"].ValueFrom.FieldRef.FieldPath);
        Assert.Equal("dapr-system", environment["DAPR_CONTROLPLANE_NAMESPACE"].Value);
        Assert.Equal("cluster.local", environment["DAPR_CONTROLPLANE_TRUST_DOMAIN"].Value);
        Assert.Equal("dapr-trust-bundle ca.crt",
            $"{environment["DAPR_TRUST_ANCHORS"].ValueFrom.ConfigMapKeyRef.Name} "
                + $"{environment["DAPR_TRUST_ANCHORS"].ValueFrom.ConfigMapKeyRef.Key}");
        Assert.DoesNotContain("DAPR_SCHEDULER_HOST_ADDRESS", environment.Keys); // dead since 1.17
    }

    [Fact]
    public void No_variable_of_the_container_can_be_set_a_second_time()
    {
        var daprd = Orders with { AppToken = new() };
        var own = Pod(KubernetesObjects.Build(daprd)).Spec.Containers[0].Env.Select(variable => variable.Name).ToList();
        var pod = new PodSettings
        {
            Environment = own.Append("BOTH").ToDictionary(name => name, _ => "x"),
            SecretEnvironment = new Dictionary<string, TokenReference> { ["BOTH"] = new("s", "k") },
        };

        Assert.Equal(
            [.. own.Select(name => $"variable '{name}' is daprd's own."), "variable 'BOTH' is a value and a key of a Secret."],
            from mistake in Validator.Validate(daprd with { Pod = pod },
                DaprdMode.Kubernetes)
            where mistake.Rule == DiagnosticRules.VariableTaken
            select mistake.Message);
        Assert.Empty(Validator.Validate(daprd with { Pod = pod }, DaprdMode.Standalone));
    }

    [Theory]
    [InlineData("1000Mi", "900MiB")]
    [InlineData("1Gi", "921MiB")]
    [InlineData("500M", "429MiB")]
    public void Go_knows_its_memory_limit(string limit, string expected)
    {
        var pod = new PodSettings { Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(limit) } } };

        Assert.Equal(expected,
            Pod(KubernetesObjects.Build(Orders with { Pod = pod })).Spec.Containers[0].Env.Single(
                variable => variable.Name == "GOMEMLIMIT").Value);
    }

    [Fact]
    public void The_identity_token_is_for_Sentry_only()
    {
        var pod = Pod(Build()).Spec;
        var volume = Assert.Single(pod.Volumes);
        var token = Assert.Single(volume.Projected.Sources).ServiceAccountToken;
        var mount = Assert.Single(pod.Containers[0].VolumeMounts);

        Assert.Equal(
            ("spiffe://cluster.local/ns/dapr-system/dapr-sentry", 7200L, "token"),
            (token.Audience, token.ExpirationSeconds, token.Path));
        Assert.Equal((volume.Name, "/var/run/secrets/dapr.io/sentrytoken", true), (mount.Name, mount.MountPath, mount.ReadOnlyProperty));
    }

    [Fact]
    public void Sentry_finds_app_id_and_Configuration_in_annotations_and_never_an_empty_one()
    {
        var without = Pod(KubernetesObjects.Build(Orders with { Options = new() { Config = "" } })).Metadata;
        var with = Pod(KubernetesObjects.Build(Orders with { Options = new() { Config = "tracing" } })).Metadata;

        Assert.Equal("orders", without.Annotations["dapr.io/app-id"]);
        Assert.Equal("orders", without.Labels["dapr.io/app-id"]);
        Assert.DoesNotContain("dapr.io/config", without.Annotations.Keys);
        Assert.Equal("tracing", with.Annotations["dapr.io/config"]);
    }

    [Fact]
    public void The_injector_has_no_reason_to_touch_the_pod() =>
        Assert.DoesNotContain("dapr.io/enabled", ManifestYaml.WriteAll(Build()), StringComparison.Ordinal);

    [Fact]
    public void Ports_follow_the_options_everywhere()
    {
        var objects = KubernetesObjects.Build(Orders with { Options = new() { DaprHttpPort = 3600, MetricsPort = 9191 } });

        Assert.Contains(Service(objects, "orders-dapr-api").Spec.Ports, port => port is { Name: "dapr-http", Port: 3600 });
        Assert.Contains(Service(objects, "orders-dapr").Spec.Ports, port => port is { Name: "dapr-metrics", Port: 9191 });
        Assert.Contains(Pod(objects).Spec.Containers[0].Ports, port => port is { Name: "dapr-http", ContainerPort: 3600 });
        Assert.Contains("--dapr-http-port=3600", Pod(objects).Spec.Containers[0].Args);
    }

    [Fact]
    public void A_reference_is_resolved_by_the_caller_and_forgotten_by_nobody()
    {
        var daprd = Orders with { App = new(TextOrReference.FromReference("host"), "8080") };

        var objects = KubernetesObjects.Build(daprd, new() { Resolve = reference => $"{{{{ .Values.{reference} }}}}" });

        Assert.Contains("--app-channel-address={{ .Values.host }}", Pod(objects).Spec.Containers[0].Args);
        Assert.Throws<InvalidOperationException>(() => KubernetesObjects.Build(daprd));
    }

    [Fact]
    public void Every_object_is_in_the_namespace_that_the_caller_names()
    {
        Assert.All(
            KubernetesObjects.Build(Orders, new() { Namespace = "shop" }),
            manifest => Assert.Equal("shop", manifest.Metadata.NamespaceProperty));
        Assert.All(Build(), manifest => Assert.Null(manifest.Metadata.NamespaceProperty));
    }

    private static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Build(SharedStrategy strategy = SharedStrategy.DaemonSet) =>
        KubernetesObjects.Build(Orders with { Strategy = strategy });

    private static T Single<T>(IEnumerable<object> objects) => Assert.Single(objects.OfType<T>());

    private static V1Service Service(IEnumerable<object> objects, string name) =>
        objects.OfType<V1Service>().Single(service => service.Metadata.Name == name);

    private static V1PodTemplateSpec Pod(IReadOnlyList<object> objects) =>
        objects[^1] is V1DaemonSet daemons ? daemons.Spec.Template : ((V1Deployment)objects[^1]).Spec.Template;
}
