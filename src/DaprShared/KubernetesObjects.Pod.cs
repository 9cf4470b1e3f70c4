using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace DaprShared;

/// <summary>The pods.</summary>
public static partial class KubernetesObjects
{
    private sealed partial class Builder
    {
        private const string TokenVolume = "dapr-identity-token";

        // In seconds: Kubernetes' own, daprd's own, and what daprd may need beyond that.
        private const int DefaultGracePeriod = 30, DefaultGraceful = 5, Margin = 5;

        private V1PodTemplateSpec PodTemplate() => new()
        {
            Metadata = new() { Labels = Merge(daprd.Pod.Labels, Labels()), Annotations = Annotations() },
            Spec = new()
            {
                ServiceAccountName = ServiceAccountName,
                AutomountServiceAccountToken = Needs.Token,
                // Service links would put DAPR_…_PORT=tcp://… variables into the pod when a Service is called dapr-http.
                EnableServiceLinks = false,
                SecurityContext = daprd.Pod.PodSecurityContext ?? PodSettings.HardenedPod,
                NodeSelector = daprd.Pod.NodeSelector.Count == 0 ? null : Merge(daprd.Pod.NodeSelector),
                Tolerations = daprd.Pod.Tolerations.Count == 0 ? null : [.. daprd.Pod.Tolerations],
                Affinity = daprd.Pod.Affinity,
                TopologySpreadConstraints = Spread(),
                PriorityClassName = daprd.Pod.PriorityClassName,
                TerminationGracePeriodSeconds = GracePeriod(),
                ImagePullSecrets = daprd.Pod.ImagePullSecrets.Count == 0
                    ? null
                    : [.. daprd.Pod.ImagePullSecrets.Select(name => new V1LocalObjectReference { Name = name })],
                Containers = [daprd.Injection is { } injection ? Placeholder(injection) : Daprd()],
                Volumes = Volumes(),
            },
        };

        private SortedDictionary<string, string> Annotations()
        {
            // Sentry compares the requested identity with dapr.io/app-id, and takes the trust domain from dapr.io/config, which it refuses
            // when empty (dapr v1.18.3 pkg/sentry/server/validator/kubernetes).
            IEnumerable<KeyValuePair<string, string>> dapr = daprd.Injection is not null
                ? InjectedAnnotations.Build(daprd, settings.Resolve)
                : [
                    KeyValuePair.Create("dapr.io/app-id", daprd.AppId),
                    .. string.IsNullOrEmpty(daprd.Options.Config)
                        ? []
                        : new Dictionary<string, string> { ["dapr.io/config"] = daprd.Options.Config },
                ];
            object[] inputs =
            [
                .. daprd is { Injection: null, TrustAnchors.Pem: not null } ? [TrustBundle()] : Array.Empty<object>(),
                .. DaprObjects.Generated(daprd, DaprdMode.Kubernetes),
                .. settings.StartupInputs,
            ];
            return Merge(
                daprd.Pod.Annotations,
                dapr,
                inputs.Length == 0 ? [] : new Dictionary<string, string>
                {
                    ["checksum/config"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ManifestYaml.WriteAll(inputs)))),
                });
        }

        // The pod ends when daprd does; Kubernetes must not kill it while it still holds its shutdown back. What it has to finish
        // afterwards has as long as in any other pod.
        private long? GracePeriod()
        {
            var graceful = (daprd.Options.DaprGracefulShutdownSeconds is >= 0 and var set ? set : DefaultGraceful) + Margin;
            var blocked = daprd.Options.DaprBlockShutdownDuration ?? DaprdOptionTable.DefaultBlockShutdown;
            var seconds = Math.Max(DefaultGracePeriod, graceful) + (long)Math.Ceiling(blocked.TotalSeconds);
            return seconds == DefaultGracePeriod ? null : seconds;
        }

        /// <summary>
        /// The container that an injected pod must have. It does nothing, but its readiness is daprd's: all containers of a pod share one
        /// network, and the probe goes to the pod's address, where port 3501 is daprd's public port. A pod that the injector missed is
        /// never ready.
        /// </summary>
        private V1Container Placeholder(SidecarInjection injection) => new()
        {
            Name = "placeholder",
            Image = injection.PlaceholderImage.ToString(),
            ImagePullPolicy = injection.PlaceholderImage.PullPolicy,
            Resources = injection.PlaceholderResources,
            SecurityContext = PodSettings.HardenedContainer,
            ReadinessProbe = Readiness(),
        };

        private V1Container Daprd() => new()
        {
            // Sentry and dashboards know the container by this name, and the injector leaves a pod alone that has it.
            Name = "daprd",
            Image = daprd.Image.ToString(),
            ImagePullPolicy = daprd.Image.PullPolicy,
            Command = [DaprdCommandLine.Executable],
            Args =
            [
                .. settings.Arguments
                    ?? [.. DaprdCommandLine.Build(daprd, DaprdMode.Kubernetes).Select(argument => argument.Format(settings.Resolve))],
                .. daprd.ExtraArguments.Select(argument => argument.Resolve(settings.Resolve)),
            ],
            Env = Environment(),
            Ports =
            [
                .. from port in Ports
                   select new V1ContainerPort { Name = port.ServicePort, ContainerPort = port.Of(daprd), Protocol = "TCP" },
            ],
            Resources = daprd.Pod.EffectiveResources,
            SecurityContext = daprd.Pod.ContainerSecurityContext ?? PodSettings.HardenedContainer,
            // The injector's numbers. TCP, and outbound health: full health waits for the app, so it would restart daprd while the app is
            // down or scaled to zero, and an app that waits for the API would wait for ever.
            LivenessProbe = new()
            {
                TcpSocket = new() { Port = DaprdPorts.Public.Of(daprd) },
                InitialDelaySeconds = 180,
                TimeoutSeconds = 3,
                PeriodSeconds = 10,
                FailureThreshold = 5,
            },
            ReadinessProbe = Readiness(),
            VolumeMounts =
            [
                new() { Name = TokenVolume, MountPath = "/var/run/secrets/dapr.io/sentrytoken", ReadOnlyProperty = true },
                .. daprd.Pod.VolumeMounts,
            ],
        };

        private V1Probe Readiness() => new()
        {
            HttpGet = new() { Path = "/v1.0/healthz/outbound", Port = DaprdPorts.Public.Of(daprd) },
            InitialDelaySeconds = 1,
            TimeoutSeconds = 1,
            PeriodSeconds = 1,
            FailureThreshold = 5,
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
                    ValueFrom = new()
                    {
                        ConfigMapKeyRef = new()
                        {
                            Name = Anchors.ConfigMapName ?? ObjectNames.TrustAnchors(daprd.AppId),
                            Key = Anchors.Key,
                        },
                    },
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

            if (daprd.Pod.MemoryLimitForGo is { } limit)
            {
                environment.Add(Value("GOMEMLIMIT", limit));
            }

            environment.AddRange(from pair in Sorted(daprd.Pod.Environment) select Value(pair.Key, pair.Value));
            environment.AddRange(from pair in Sorted(daprd.Pod.SecretEnvironment) select Secret(pair.Key, pair.Value));
            return environment;
        }

        private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> map) =>
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal);

        private TrustAnchors Anchors => daprd.TrustAnchors ?? TrustAnchors.Default;

        // The injector brings the identity token of its own pods.
        private List<V1Volume>? Volumes()
        {
            List<V1Volume> volumes = [.. daprd.Injection is null ? [IdentityToken()] : Array.Empty<V1Volume>(), .. daprd.Pod.Volumes];
            return volumes.Count == 0 ? null : volumes;
        }

        private V1Volume IdentityToken() => new()
        {
            Name = TokenVolume,
            Projected = new()
            {
                DefaultMode = 420,
                Sources =
                [
                    new()
                    {
                        ServiceAccountToken = new()
                        {
                            Audience = daprd.ControlPlane.SentryAudience,
                            ExpirationSeconds = 7200,
                            Path = "token",
                        },
                    },
                ],
            },
        };

        private V1EnvVar Secret(string name, TokenReference token) => new()
        {
            Name = name,
            ValueFrom = new() { SecretKeyRef = new() { Name = token.SecretName ?? ObjectNames.TokenSecret(daprd.AppId), Key = token.Key } },
        };

        private static V1EnvVar Value(string name, string value) => new() { Name = name, Value = value };

        private static V1EnvVar Field(string name, string path) =>
            new() { Name = name, ValueFrom = new() { FieldRef = new() { FieldPath = path } } };
    }
}
