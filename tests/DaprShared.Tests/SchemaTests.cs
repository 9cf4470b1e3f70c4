using System.Reflection;
using DaprShared.Testing;
using k8s.Models;
using Xunit;

namespace DaprShared.Tests;

/// <summary>All that can be written, in each version of Kubernetes: no unknown field, no wrong kind of value, nothing missing.</summary>
public class SchemaTests
{
    private static readonly SharedDaprd Everything = new()
    {
        AppId = "orders",
        App = new("orders", "8080"),
        ApiToken = new("orders-secrets", "api-token"),
        AppToken = new("orders-secrets", "app-token"),
        TrustAnchors = TrustAnchors.FromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        Options = new() { Config = "shop", DaprBlockShutdownDuration = TimeSpan.FromMinutes(1) },
        Image = ContainerImage.Daprd with { PullPolicy = "Always" },
        Pod = new()
        {
            ServiceAccountName = "mine",
            ServiceAccountAnnotations = Map("role", "42"),
            Labels = Map("team", "1"),
            Annotations = Map("note", "true"),
            NodeSelector = Map("pool", "8"),
            Tolerations =
            [
                new() { Key = "dedicated", OperatorProperty = "Equal", Value = "yes", Effect = "NoExecute", TolerationSeconds = 60 },
            ],
            Affinity = new()
            {
                NodeAffinity = new()
                {
                    RequiredDuringSchedulingIgnoredDuringExecution = new()
                    {
                        NodeSelectorTerms =
                        [
                            new() { MatchExpressions = [new() { Key = "zone", OperatorProperty = "In", Values = ["1"] }] },
                        ],
                    },
                },
                PodAntiAffinity = new()
                {
                    PreferredDuringSchedulingIgnoredDuringExecution =
                    [
                        new()
                        {
                            Weight = 100,
                            PodAffinityTerm = new() { TopologyKey = "zone", LabelSelector = new() { MatchLabels = Map("team", "1") } },
                        },
                    ],
                },
            },
            PriorityClassName = "platform",
            Volumes =
            [
                new() { Name = "scratch", EmptyDir = new() { Medium = "Memory", SizeLimit = new("10Mi") } },
                new()
                {
                    Name = "certs",
                    Secret = new() { SecretName = "certs", DefaultMode = 0x120, Items = [new() { Key = "ca", Path = "ca.crt" }] },
                },
                new() { Name = "roots", Projected = new() { Sources = [new() { ConfigMap = new() { Name = "roots", Optional = true } }] } },
            ],
            VolumeMounts =
            [
                new() { Name = "scratch", MountPath = "/scratch" },
                new() { Name = "certs", MountPath = "/certs", ReadOnlyProperty = true },
            ],
            Environment = Map("SSL_CERT_DIR", "/certs"),
            SecretEnvironment = new Dictionary<string, TokenReference> { ["PASSWORD"] = new("redis", "password") },
            ImagePullSecrets = ["registry"],
            ReadableSecrets = ["keys"],
            MountServiceAccountToken = true,
            PodSecurityContext = new()
            {
                FsGroup = 2000,
                RunAsNonRoot = true,
                SupplementalGroups = [1, 2],
                SeccompProfile = new() { Type = "RuntimeDefault" },
            },
            ContainerSecurityContext = new()
            {
                RunAsUser = 65532,
                AllowPrivilegeEscalation = false,
                Capabilities = new() { Drop = ["ALL"] },
                SeLinuxOptions = new() { Level = "s0" },
            },
            Resources = new() { Requests = Quantities("1"), Limits = Quantities("2") },
            ApiServiceType = "NodePort",
        },
        Workload = new()
        {
            TrafficPolicy = TrafficPolicy.NodeLocal,
            Autoscaling = new(2, 6),
            MaxSurge = 2,
            MaxUnavailable = 1,
            Clients =
            [
                new() { PodSelector = new() { MatchLabels = Map("job", "nightly") } },
                new() { NamespaceSelector = new() { MatchExpressions = [new() { Key = "team", OperatorProperty = "Exists" }] } },
            ],
            MetricsNamespaces = new() { MatchLabels = Map("team", "ops") },
            PodMonitor = new() { Interval = "30s", Labels = Map("release", "prometheus") },
            // These three are on unless they are switched off.
            PodDisruptionBudget = true,
            TopologySpread = true,
            NetworkPolicy = true,
        },
    };

    private static readonly SharedDaprd[] Models =
    [
        new() { AppId = "plain" },
        new()
        {
            AppId = "plain",
            Strategy = SharedStrategy.Deployment,
            Replicas = 0,
            ApiToken = null,
            Workload = new() { NetworkPolicy = false, PrometheusAnnotations = false },
        },
        Everything with
        {
            Workload = Everything.Workload with { Autoscaling = null },
            Pod = Everything.Pod with { ApiServiceType = "ClusterIP" },
        },
        Everything with { Strategy = SharedStrategy.Deployment, Workload = Everything.Workload with { TrafficPolicy = null } },
        Everything with
        {
            Strategy = SharedStrategy.Deployment,
            Replicas = 3,
            Workload = Everything.Workload with { Autoscaling = null, TrafficPolicy = TrafficPolicy.Cluster },
        },
        Everything with
        {
            TrustAnchors = null,
            Injection = new() { PinImage = true },
            Pod = Everything.Pod with { Volumes = [], VolumeMounts = [] },
        },
        Everything with { TrustAnchors = null, Injection = new(), Strategy = SharedStrategy.Deployment, Replicas = 2 },
    ];

    private static readonly DaprObject[] DaprModels =
    [
        DaprObjects.Component(new() { Name = "empty", Type = "pubsub.in-memory" }),
        DaprObjects.Component(new()
        {
            Name = "statestore",
            Type = "state.redis",
            Metadata =
            [
                new("redisHost", "redis:6379"),
                new("actorStateStore", "true"),
                new("user", EnvironmentVariable: "USER"),
                new("password", Secret: new("redis")),
            ],
            Scopes = ["orders"],
            IgnoreErrors = true,
        }),
        DaprObjects.LocalConfiguration(Everything),
        DaprObjects.Configuration(new()
        {
            Name = "shop",
            Features = new Dictionary<string, bool> { ["HotReload"] = true },
            TracingSamplingRate = 1,
            Metrics = new(IncreasedCardinality: false, PathMatching: ["/orders/{id}"]),
            HttpPipeline = [new("limits", "middleware.http.ratelimit")],
            AppHttpPipeline = [new("upper", "middleware.http.uppercase")],
            TrustDomain = "shop",
            AllowInvocation = false,
        }),
        DaprObjects.Resiliency(new() { Name = "empty" }),
        DaprObjects.Resiliency(new()
        {
            Name = "patience",
            Timeouts = new Dictionary<string, TimeSpan> { ["short"] = TimeSpan.FromSeconds(2) },
            Retries = new Dictionary<string, DaprRetry>
            {
                ["again"] = new()
                {
                    Policy = DaprRetryPolicy.Exponential,
                    Duration = TimeSpan.FromSeconds(1),
                    MaxInterval = TimeSpan.FromSeconds(9),
                    MaxRetries = 3,
                    HttpStatusCodes = "500",
                    GrpcStatusCodes = "2",
                },
            },
            CircuitBreakers = new Dictionary<string, DaprCircuitBreaker>
            {
                ["fuse"] = new()
                {
                    MaxRequests = 1,
                    Interval = TimeSpan.FromSeconds(8),
                    Timeout = TimeSpan.FromSeconds(45),
                    Trip = "consecutiveFailures > 8",
                },
            },
            Apps = new Dictionary<string, DaprPolicies> { ["storefront"] = new("short", "again", "fuse") },
            Components = new Dictionary<string, DaprComponentPolicies> { ["statestore"] = new(new("short"), new(Retry: "again")) },
            Actors = new Dictionary<string, DaprActorPolicies> { ["Cart"] = new(new(CircuitBreaker: "fuse")) },
            Scopes = ["orders"],
        }),
        DaprObjects.Subscription(new()
        {
            Name = "placed",
            PubSub = "pubsub",
            Topic = "1",
            Route = "/orders",
            Rules = [new("event.type == \"refund\"", "/refunds")],
            DeadLetterTopic = "poison",
            Metadata = Map("rawPayload", "true"),
            BulkSubscribe = new(100, TimeSpan.FromSeconds(1.5)),
            Scopes = ["orders"],
        }),
    ];

    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public void Every_object_is_one_that_the_version_of_Kubernetes_knows(string version) => KubernetesSchema.Of(version).Accepts(
        (from model in Models
         select ManifestYaml.WriteAll(KubernetesObjects.Build(model, new() { Namespace = "shop", StartupInputs = DaprModels })))
            .Append(ManifestYaml.WriteAll(DaprModels)));

    [Theory]
    [InlineData(typeof(PodSettings), nameof(PodSettings.CreateServiceAccount))]
    [InlineData(
        typeof(WorkloadSettings),
        nameof(WorkloadSettings.NetworkPolicy),
        nameof(WorkloadSettings.PodDisruptionBudget),
        nameof(WorkloadSettings.TopologySpread),
        nameof(WorkloadSettings.PrometheusAnnotations))]
    public void The_models_use_all_settings(Type settings, params string[] writeMoreByDefault)
    {
        object used = settings == typeof(PodSettings) ? Everything.Pod : Everything.Workload;
        var @default = Activator.CreateInstance(settings)!;
        Assert.Equal(writeMoreByDefault.Order(),
            settings.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => Equals(property.GetValue(used), property.GetValue(@default)))
                .Select(property => property.Name)
                .Order());
    }

    [Theory]
    [MemberData(nameof(KubernetesSchema.Versions), MemberType = typeof(KubernetesSchema))]
    public void What_the_version_does_not_know_is_a_mistake(string version)
    {
        var schema = KubernetesSchema.Of(version);
        var service = ManifestYaml.Write(KubernetesObjects.Build(new() { AppId = "orders" }).OfType<V1Service>().Last());
        string[] Mistakes(string text, string replacement)
        {
            Assert.Contains(text, service, StringComparison.Ordinal);
            return [.. schema.Mistakes(service.Replace(text, replacement, StringComparison.Ordinal)).Distinct()];
        }

        Assert.Empty(Mistakes("targetPort: dapr-http", "targetPort: 3500")); // a number or a name
        Assert.Equal(["Service orders-dapr-api:.spec.trafficPolicy: unknown field"], Mistakes("internalTrafficPolicy", "trafficPolicy"));
        Assert.Equal(["Service orders-dapr-api:.spec.ports[0].port is not a number: 3500"], Mistakes("port: 3500", "port: \"3500\""));
        Assert.Equal(
            ["Service orders-dapr-api:.spec.internalTrafficPolicy is not a string: off"],
            Mistakes("internalTrafficPolicy: Local", "internalTrafficPolicy: off"));
        Assert.Equal(
            ["Service orders-dapr-api:.spec.internalTrafficPolicy is not a string: "],
            Mistakes("internalTrafficPolicy: Local", "internalTrafficPolicy:"));
        Assert.Equal(
            ["Service orders-dapr-api:.metadata.labels.dapr.io/app-id is not a string: 1"],
            Mistakes("app-id: orders", "app-id: 1"));
        Assert.Equal(["Service orders-dapr-api:.spec.ports[0].port is missing"], Mistakes("port: 3500", "nodePort: 3500"));
        Assert.Equal(["v2 Service: unknown kind"], Mistakes("apiVersion: v1", "apiVersion: v2"));
        Assert.Equal(
            [
                "Component (store): line 4: Component has no field spec.typ.",
                "Component (store): line 4: spec.type is missing; without it the document is refused.",
                "Component (store): line 4: spec.metadata is missing; without it the document is refused.",
                "Component (store): line 5: Component has no field scope.",
            ],
            schema.Mistakes("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: { name: store }\n"
                + "spec: { version: v1, typ: state.redis }\nscope: [orders]\n"));
    }

    // One field that is new in each.
    [Theory]
    [InlineData("1.30", "1.31", "securityContext: { supplementalGroupsPolicy: Strict }")]
    [InlineData("1.31", "1.32", "resources: { limits: { cpu: '1' } }")]
    [InlineData("1.32", "1.33", "containers: [{ name: a, lifecycle: { stopSignal: SIGINT } }]")]
    [InlineData("1.33", "1.34", "hostnameOverride: a")]
    [InlineData("1.34", "1.35", "workloadRef: { name: a, podGroup: b }")]
    public void A_schema_is_that_of_its_version(string before, string version, string pod)
    {
        var yaml = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  "
            + $"{(pod.StartsWith("containers", StringComparison.Ordinal) ? "" : "containers: []\n  ")}{pod}\n";

        Assert.Contains("unknown field", Assert.Single(KubernetesSchema.Of(before).Mistakes(yaml)), StringComparison.Ordinal);
        Assert.Empty(KubernetesSchema.Of(version).Mistakes(yaml));
    }

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };

    private static Dictionary<string, ResourceQuantity> Quantities(string cpu) => new() { ["cpu"] = new(cpu), ["memory"] = new("1Gi") };
}
