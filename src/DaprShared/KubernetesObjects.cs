using k8s;
using k8s.Models;

namespace DaprShared;

/// <summary>What differs between the places that the objects are written to.</summary>
public sealed record ObjectSettings
{
    /// <summary>Gets the namespace of every object, or <see langword="null"/> to leave it to whoever applies them.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets the name of the API Service, or <see langword="null"/> for <c>&lt;app-id&gt;-dapr-api</c>.</summary>
    public string? ApiServiceName { get; init; }

    /// <summary>Gets labels that replace the recommended ones on every object and in every selector, or <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Gets what turns a reference in the model into text. A reference without it is a fault of the caller.</summary>
    public Func<object, string> Resolve { get; init; } = static reference =>
        throw new InvalidOperationException($"The reference '{reference}' has no value here.");
}

/// <summary>The one builder of the Kubernetes objects of a shared daprd.</summary>
public static class KubernetesObjects
{
    private const string TokenVolume = "dapr-identity-token";

    /// <summary>
    /// Returns the objects in the order in which they are applied: ServiceAccount, headless Service, API Service, workload.
    /// </summary>
    /// <param name="daprd">A shared daprd without errors.</param>
    /// <param name="settings">What differs between targets.</param>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Build(SharedDaprd daprd, ObjectSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(daprd);
        var build = new Builder(daprd, settings ?? new());
        return
        [
            .. daprd.Pod.CreateServiceAccount ? [build.ServiceAccount()] : Array.Empty<IKubernetesObject<V1ObjectMeta>>(),
            build.PeerService(),
            build.ApiService(),
            daprd.Strategy == SharedStrategy.DaemonSet ? build.DaemonSet() : build.Deployment(),
        ];
    }

    private sealed class Builder(SharedDaprd daprd, ObjectSettings settings)
    {
        // The ports by the names that the operator gives them on its own Services (dapr v1.18.3 pkg/operator/handlers/dapr_handler.go).
        private readonly (string Name, int Number)[] _ports =
        [
            ("dapr-http", DaprdOptionTable.PortOf(daprd, "dapr-http-port")),
            ("dapr-grpc", DaprdOptionTable.PortOf(daprd, "dapr-grpc-port")),
            ("dapr-internal", DaprdOptionTable.PortOf(daprd, "dapr-internal-grpc-port")),
            ("dapr-public", DaprdOptionTable.PortOf(daprd, "dapr-public-port")),
            ("dapr-metrics", DaprdOptionTable.PortOf(daprd, "metrics-port")),
        ];

        private int PublicPort => _ports[3].Number;

        public V1ServiceAccount ServiceAccount() => new()
        {
            ApiVersion = "v1",
            Kind = "ServiceAccount",
            Metadata = Metadata(ServiceAccountName, daprd.Pod.ServiceAccountAnnotations),
            AutomountServiceAccountToken = false,
        };

        // Headless, so that a caller's daprd finds every pod; ClusterIP would pin it to one (components-contrib v1.18.4 nameresolution/kubernetes).
        public V1Service PeerService() => Service(ObjectNames.Daprd(daprd.AppId), _ports, new() { ClusterIP = "None" });

        // A DaemonSet's app talks to the daprd on its own node or to none.
        public V1Service ApiService() => Service(settings.ApiServiceName ?? ObjectNames.ApiService(daprd.AppId), _ports[..2], new()
        {
            Type = daprd.Pod.ApiServiceType,
            InternalTrafficPolicy = daprd.Strategy == SharedStrategy.DaemonSet ? "Local" : null,
        });

        // A new daprd is ready before the old one goes, on each node too: the app's API has no gap while daprd is upgraded.
        public V1DaemonSet DaemonSet() => new()
        {
            ApiVersion = "apps/v1",
            Kind = "DaemonSet",
            Metadata = Metadata(ObjectNames.Daprd(daprd.AppId)),
            Spec = new()
            {
                Selector = Selector(),
                UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 0 } },
                Template = PodTemplate(),
            },
        };

        public V1Deployment Deployment() => new()
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = Metadata(ObjectNames.Daprd(daprd.AppId)),
            Spec = new()
            {
                Replicas = daprd.Replicas ?? 1,
                Selector = Selector(),
                Strategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 0 } },
                Template = PodTemplate(),
            },
        };

        private V1PodTemplateSpec PodTemplate() => new()
        {
            Metadata = new()
            {
                Labels = Merge(Labels(), daprd.Pod.Labels),
                // Sentry compares the requested identity with this annotation, and takes the trust domain from dapr.io/config, which it
                // refuses when empty (dapr v1.18.3 pkg/sentry/server/validator/kubernetes).
                Annotations = Merge(
                    new Dictionary<string, string> { ["dapr.io/app-id"] = daprd.AppId },
                    string.IsNullOrEmpty(daprd.Options.Config) ? [] : new Dictionary<string, string> { ["dapr.io/config"] = daprd.Options.Config },
                    daprd.Pod.Annotations),
            },
            Spec = new()
            {
                ServiceAccountName = ServiceAccountName,
                AutomountServiceAccountToken = false,
                // Service links would put DAPR_…_PORT=tcp://… variables into the pod when a Service is called dapr-http.
                EnableServiceLinks = false,
                SecurityContext = daprd.Pod.PodSecurityContext ?? PodSettings.HardenedPod,
                NodeSelector = daprd.Pod.NodeSelector.Count == 0 ? null : Merge(daprd.Pod.NodeSelector),
                Tolerations = daprd.Pod.Tolerations.Count == 0 ? null : [.. daprd.Pod.Tolerations],
                Affinity = daprd.Pod.Affinity,
                ImagePullSecrets = daprd.Pod.ImagePullSecrets.Count == 0 ? null : [.. daprd.Pod.ImagePullSecrets.Select(name => new V1LocalObjectReference { Name = name })],
                Containers = [Daprd()],
                Volumes = [IdentityToken()],
            },
        };

        private V1Container Daprd() => new()
        {
            // Sentry and dashboards know the container by this name, and the injector leaves a pod alone that has it.
            Name = "daprd",
            Image = daprd.Image.ToString(),
            ImagePullPolicy = daprd.Image.PullPolicy,
            Command = [DaprdCommandLine.Executable],
            Args = [.. DaprdCommandLine.Build(daprd, DaprdMode.Kubernetes).Select(argument => argument.Format(settings.Resolve))],
            Env = Environment(),
            Ports = [.. _ports.Select(port => new V1ContainerPort { Name = port.Name, ContainerPort = port.Number, Protocol = "TCP" })],
            Resources = daprd.Pod.Resources,
            SecurityContext = daprd.Pod.ContainerSecurityContext ?? PodSettings.HardenedContainer,
            // The injector's numbers. TCP, and outbound health: full health waits for the app, so it would restart daprd while the app is down
            // or scaled to zero, and an app that waits for the API would wait for ever.
            LivenessProbe = new()
            {
                TcpSocket = new() { Port = PublicPort },
                InitialDelaySeconds = 180,
                TimeoutSeconds = 3,
                PeriodSeconds = 10,
                FailureThreshold = 5,
            },
            ReadinessProbe = new()
            {
                HttpGet = new() { Path = "/v1.0/healthz/outbound", Port = PublicPort },
                InitialDelaySeconds = 1,
                TimeoutSeconds = 1,
                PeriodSeconds = 1,
                FailureThreshold = 5,
            },
            VolumeMounts = [new() { Name = TokenVolume, MountPath = "/var/run/secrets/dapr.io/sentrytoken", ReadOnlyProperty = true }],
        };

        private List<V1EnvVar> Environment()
        {
            List<V1EnvVar> environment =
            [
                // Without NAMESPACE daprd asks the operator for a Configuration of no namespace.
                Field("NAMESPACE", "metadata.namespace"),
                Field("POD_NAME", "metadata.name"),
                Value("DAPR_CONTROLPLANE_NAMESPACE", daprd.ControlPlane.Namespace),
                Value("DAPR_CONTROLPLANE_TRUST_DOMAIN", daprd.ControlPlane.TrustDomain),
                // The public root only; daprd takes it from this variable and from nowhere else.
                new()
                {
                    Name = "DAPR_TRUST_ANCHORS",
                    ValueFrom = new() { ConfigMapKeyRef = new() { Name = ObjectNames.TrustBundle, Key = ObjectNames.TrustBundleKey } },
                },
            ];
            if (daprd.ApiToken is { } apiToken)
            {
                environment.Add(Secret(AppEnvironment.ApiToken, apiToken));
            }

            if (daprd.AppToken is { } appToken)
            {
                environment.Add(Secret(AppEnvironment.AppToken, appToken));
            }

            if (daprd.Pod.Resources.Limits?.TryGetValue("memory", out var limit) == true)
            {
                environment.Add(Value("GOMEMLIMIT", $"{(long)(limit.ToDecimal() * 0.9m / (1024 * 1024))}MiB"));
            }

            return environment;
        }

        private V1Volume IdentityToken() => new()
        {
            Name = TokenVolume,
            Projected = new()
            {
                DefaultMode = 420,
                Sources =
                [
                    new() { ServiceAccountToken = new() { Audience = daprd.ControlPlane.SentryAudience, ExpirationSeconds = 7200, Path = "token" } },
                ],
            },
        };

        private V1Service Service(string name, (string Name, int Number)[] ports, V1ServiceSpec spec)
        {
            spec.Selector = SelectorLabels();
            spec.Ports = [.. ports.Select(port => new V1ServicePort { Name = port.Name, Port = port.Number, TargetPort = port.Name, Protocol = "TCP" })];
            return new() { ApiVersion = "v1", Kind = "Service", Metadata = Metadata(name), Spec = spec };
        }

        private string ServiceAccountName => string.IsNullOrEmpty(daprd.Pod.ServiceAccountName) ? ObjectNames.ServiceAccount(daprd.AppId) : daprd.Pod.ServiceAccountName;

        private V1ObjectMeta Metadata(string name, IReadOnlyDictionary<string, string>? annotations = null) => new()
        {
            Name = name,
            NamespaceProperty = settings.Namespace,
            Labels = Labels(),
            Annotations = annotations is { Count: > 0 } ? Merge(annotations) : null,
        };

        private V1LabelSelector Selector() => new() { MatchLabels = SelectorLabels() };

        private SortedDictionary<string, string> SelectorLabels() => Merge(
            settings.Labels ?? new Dictionary<string, string>
            {
                ["app.kubernetes.io/name"] = "daprd",
                ["app.kubernetes.io/instance"] = ObjectNames.Daprd(daprd.AppId),
            });

        // The app-id label stays out of the selectors: an injected sidecar's pod carries it too.
        private SortedDictionary<string, string> Labels() => Merge(
            SelectorLabels(),
            settings.Labels is not null ? [] : new Dictionary<string, string>
            {
                ["app.kubernetes.io/component"] = "dapr-shared",
                ["app.kubernetes.io/managed-by"] = "dapr-shared",
            },
            new Dictionary<string, string> { ["dapr.io/app-id"] = daprd.AppId });

        private V1EnvVar Secret(string name, TokenReference token) => new()
        {
            Name = name,
            ValueFrom = new() { SecretKeyRef = new() { Name = token.SecretName ?? ObjectNames.TokenSecret(daprd.AppId), Key = token.Key } },
        };

        private static V1EnvVar Value(string name, string value) => new() { Name = name, Value = value };

        private static V1EnvVar Field(string name, string path) => new() { Name = name, ValueFrom = new() { FieldRef = new() { FieldPath = path } } };

        // Sorted, so that the same model is the same bytes; a later map wins.
        private static SortedDictionary<string, string> Merge(params IEnumerable<KeyValuePair<string, string>>[] maps)
        {
            var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in maps.SelectMany(map => map))
            {
                merged[key] = value;
            }

            return merged;
        }
    }
}
