using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

public class InjectionTests
{
    private static readonly SharedDaprd Orders = new()
    {
        AppId = "orders",
        App = new("orders.shop.svc.cluster.local", "8080", "grpc"),
        Strategy = SharedStrategy.Deployment,
        Injection = new(),
    };

    [Fact]
    public void The_pod_reads_so() => Assert.Equal(
        """
        metadata:
          annotations:
            checksum/config: "25c567d5848c6430725780eebe06d07849858cebdc36cfaf83a35aca9773032b"
            dapr.io/api-token-secret: orders-dapr-token
            dapr.io/app-channel-address: orders.shop.svc.cluster.local
            dapr.io/app-id: orders
            dapr.io/app-port: "8080"
            dapr.io/app-protocol: grpc
            dapr.io/block-shutdown-duration: "5s"
            dapr.io/disable-builtin-k8s-secret-store: "true"
            dapr.io/enable-metrics: "true"
            dapr.io/enabled: "true"
            dapr.io/env: GOMEMLIMIT=900MiB
            dapr.io/grpc-port: "50001"
            dapr.io/internal-grpc-port: "50002"
            dapr.io/log-as-json: "true"
            dapr.io/log-level: info
            dapr.io/metrics-port: "9090"
            dapr.io/sidecar-cpu-limit: "300m"
            dapr.io/sidecar-cpu-request: "100m"
            dapr.io/sidecar-listen-addresses: ""
            dapr.io/sidecar-memory-limit: "1000Mi"
            dapr.io/sidecar-memory-request: "250Mi"
          labels:
            app.kubernetes.io/component: dapr-shared
            app.kubernetes.io/instance: orders-dapr
            app.kubernetes.io/managed-by: dapr-shared
            app.kubernetes.io/name: daprd
            dapr.io/app-id: orders
        spec:
          automountServiceAccountToken: false
          containers:
          - name: placeholder
            image: registry.k8s.io/pause:3.10.1
            readinessProbe:
              failureThreshold: 5
              httpGet:
                path: /v1.0/healthz/outbound
                port: 3501
              initialDelaySeconds: 1
              periodSeconds: 1
              timeoutSeconds: 1
            resources:
              limits:
                cpu: "10m"
                memory: "16Mi"
              requests:
                cpu: "1m"
                memory: "4Mi"
            securityContext:
              allowPrivilegeEscalation: false
              capabilities:
                drop:
                - ALL
              readOnlyRootFilesystem: true
              runAsNonRoot: true
          enableServiceLinks: false
          securityContext:
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
          serviceAccountName: orders-daprd
          terminationGracePeriodSeconds: 35

        """,
        ManifestYaml.Write(Template(Orders)));

    [Fact]
    public void The_Service_of_an_annotated_Deployment_is_the_operators_and_that_of_a_DaemonSet_is_ours()
    {
        Assert.Equal(["orders-dapr-api"], Services(Orders).Select(service => service.Metadata.Name));
        Assert.Equal(["orders-dapr", "orders-dapr-api"],
            Services(Orders with { Strategy = SharedStrategy.DaemonSet }).Select(service => service.Metadata.Name));
    }

    [Fact]
    public void The_app_reaches_daprd_before_its_own_port_is_open()
    {
        Assert.True(Services(Orders)[0].Spec.PublishNotReadyAddresses);
        Assert.Null(Services(Orders with { Injection = null })[1].Spec.PublishNotReadyAddresses);
    }

    [Fact]
    public void The_injector_brings_no_named_public_port_so_Services_lead_to_numbers() =>
        Assert.Equal(["3500", "50001"], Services(Orders)[0].Spec.Ports.Select(port => port.TargetPort.ToString()));

    // Each option of the table, set to something, is an annotation with that value or a diagnostic that names the option.
    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_becomes_its_annotation_or_is_refused(string flag)
    {
        var option = DaprdOptionTable.ByFlag(flag);
        var options = new DaprdOptions();
        var value = option switch
        {
            { Allowed.Count: > 0 } => option.Allowed[^1],
            { Type: DaprdOptionType.Boolean } => option.KubernetesDefault == "true" ? "false" : "true",
            { Type: DaprdOptionType.Number or DaprdOptionType.Port } => "7000",
            { Type: DaprdOptionType.Duration } => "7s",
            { Type: DaprdOptionType.Quantity } => "7Mi",
            _ => "something",
        };
        option.Write!(options, value);
        var daprd = Orders with { Options = options };

        var refused = Validator.Validate(daprd, DaprdMode.Kubernetes)
            .Where(diagnostic => diagnostic.Rule == DiagnosticRules.NotInjectable)
            .ToList();
        if (refused.Count == 0)
        {
            Assert.Equal(value, Template(daprd).Metadata.Annotations[$"dapr.io/{option.Annotation}"]);
        }
        else
        {
            Assert.Contains($"option {option.Name} = '{value}'", Assert.Single(refused).Message, StringComparison.Ordinal);
            Assert.True(option.Annotation is null || flag == "enable-metrics");
        }
    }

    public static TheoryData<string> Options { get; } =
    [
        .. DaprdOptionTable.All.Where(option => option.IsUserOption).Select(option => option.Flag),
    ];

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "docker.io/daprio/daprd:1.18.3")]
    public void The_version_is_the_control_planes_unless_it_is_pinned(bool pin, string? image) =>
        Assert.Equal(image, Annotation(Orders with { Injection = new() { PinImage = pin } }, "sidecar-image"));

    [Fact]
    public void Placement_and_scheduler_are_the_control_planes_own_and_can_be_switched_off()
    {
        Assert.Null(Annotation(Orders, "placement-host-address"));
        Assert.Null(Annotation(Orders, "scheduler-host-address"));
        var off = Orders with { ControlPlane = new() { Placement = false, Scheduler = false } };
        Assert.Equal("", Annotation(off, "placement-host-address"));
        Assert.Equal("", Annotation(off, "scheduler-host-address"));
    }

    [Fact]
    public void Tokens_variables_and_mounts_are_annotations_too()
    {
        var daprd = Orders with
        {
            AppToken = new("orders-app-token"),
            Pod = new()
            {
                SecretEnvironment = new Dictionary<string, TokenReference>
                {
                    ["REDIS"] = new("redis", "password"),
                    ["BREDIS"] = new("redis", "old"),
                    ["A"] = new("a", "b"),
                },
                Environment = new Dictionary<string, string> { ["NO_PROXY"] = "10.0.0.0/8,.svc" },
                Volumes =
                [
                    new() { Name = "certificates", Secret = new() { SecretName = "ca" } },
                    new() { Name = "data", EmptyDir = new() },
                ],
                VolumeMounts =
                [
                    new() { Name = "certificates", MountPath = "/certificates", ReadOnlyProperty = true },
                    new() { Name = "data", MountPath = "/data" },
                ],
            },
        };

        Assert.Equal("orders-app-token", Annotation(daprd, "app-token-secret"));
        Assert.Equal("GOMEMLIMIT=900MiB,NO_PROXY=10.0.0.0/8,.svc", Annotation(daprd, "env"));
        // A name that is a part of another one comes before it: daprd looks for the first place of a name in the list of names.
        Assert.Equal("A=a:b,REDIS=redis:password,BREDIS=redis:old", Annotation(daprd, "env-from-secret"));
        Assert.Equal("certificates:/certificates", Annotation(daprd, "volume-mounts"));
        Assert.Equal("data:/data", Annotation(daprd, "volume-mounts-rw"));
        Assert.Equal(["certificates", "data"], Template(daprd).Spec.Volumes.Select(volume => volume.Name));
    }

    public static TheoryData<SharedDaprd, string> Mistakes { get; } = new()
    {
        { Orders with { ApiToken = new("s", "TOKEN") }, "DAPRSHARED061: orders: the API token is in key 'TOKEN'" },
        { Orders with { TrustAnchors = TrustAnchors.Default }, "DAPRSHARED060: orders: trust anchors" },
        { Orders with { ControlPlane = new() { SentryOverride = "sentry:443" } }, "DAPRSHARED060: orders: Sentry address = 'sentry:443'" },
        { Orders with { Image = ContainerImage.Daprd with { PullPolicy = "Always" } }, "DAPRSHARED060: orders: pull policy = 'Always'" },
        { Orders with { Pod = new() { ContainerSecurityContext = new() } }, "DAPRSHARED060: orders: security context" },
        { Orders with { Options = new() { EnableMetrics = false } }, "DAPRSHARED060: orders: option EnableMetrics = 'false'" },
        {
            Orders with { Options = new() { DaprHttpPort = 3600 } },
            "DAPRSHARED060: orders: option DaprHttpPort = '3600' has no annotation; the sidecar injector always uses 3500."
        },
        {
            Orders with { Pod = new() { Environment = new Dictionary<string, string> { ["A"] = "1, B=2" } } },
            "DAPRSHARED060: orders: environment variable A = '1, B=2'"
        },
        {
            Orders with { ExtraArguments = ["--new-flag"] },
            "DAPRSHARED060: orders: extra arguments = 'set' has no annotation; the sidecar injector gives daprd its own arguments only."
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void What_the_injector_cannot_do_is_refused(SharedDaprd daprd, string diagnostic)
    {
        var mistake = Assert.Single(Validator.Validate(daprd, DaprdMode.Kubernetes));

        Assert.Contains(diagnostic, mistake.ToString(), StringComparison.Ordinal);
        Assert.NotNull(mistake.Member);
    }

    private static V1PodTemplateSpec Template(SharedDaprd daprd) =>
        KubernetesObjects.Build(daprd).OfType<V1Deployment>().Single().Spec.Template;

    private static string? Annotation(SharedDaprd daprd, string name) =>
        Template(daprd).Metadata.Annotations.TryGetValue($"dapr.io/{name}", out var value) ? value : null;

    private static List<V1Service> Services(SharedDaprd daprd) => [.. KubernetesObjects.Build(daprd).OfType<V1Service>()];
}
