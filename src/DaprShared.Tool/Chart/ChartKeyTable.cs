using System.Globalization;
using k8s.Models;
using static DaprShared.Tool.Chart.Fate;

namespace DaprShared.Tool.Chart;

/// <summary>
/// The table of all keys: those of the official chart (dapr-shared chart 1.16.0), nested under <c>shared.</c> and at top level, and our
/// own, for whatever else the model knows. A row for each option of daprd comes from <see cref="DaprdOptionTable"/>.
/// <c>docs/from-the-chart.md</c> has the same rows.
/// </summary>
internal static class ChartKeyTable
{
    private const string NoInitContainer =
        "there is no init container any more: daprd takes the root certificate from the ConfigMap dapr-trust-bundle";

    private static readonly ChartKey[] _own =
    [
        // The app.
        Text("shared.appId", Honoured, "--app-id", (d, v) => d.AppId = v),
        Text("shared.remoteURL", Honoured, "--app-channel-address", (d, v) => d.RemoteHost = v),
        Number("shared.remotePort", Honoured, "--app-port", (d, v) => d.RemotePort = v),

        // The workload.
        Text("shared.strategy", Honoured, "DaemonSet or Deployment", (d, v) => d.Strategy = v),
        Number("shared.deployment.replicas", Honoured, "replicas of the Deployment", (d, v) => d.Replicas = v),
        Map("shared.scheduling.nodeSelector", "nodeSelector", (d, v) => d.Pod = d.Pod with { NodeSelector = v }),
        Model<List<V1Toleration>>("tolerations", "list of Toleration", Honoured, "tolerations", (d, v) =>
            d.Pod = d.Pod with { Tolerations = v }),
        Model<V1Affinity>("affinity", "Affinity", Honoured, "affinity", (d, v) =>
            d.Pod = d.Pod with { Affinity = v is { NodeAffinity: null, PodAffinity: null, PodAntiAffinity: null } ? null : v }),
        Map("podAnnotations", "annotations of the pod", (d, v) => d.Pod = d.Pod with { Annotations = v }),
        Model<List<V1LocalObjectReference>>("imagePullSecrets", "list of LocalObjectReference", Honoured, "imagePullSecrets", (d, v) =>
            d.Pod = d.Pod with { ImagePullSecrets = [.. v.Select(secret => secret.Name ?? "")] }),
        Of("podSecurityContext", ValueTypes.KubernetesOver("PodSecurityContext", () => PodSettings.HardenedPod), Honoured,
            "securityContext of the pod", (d, v) => d.Pod = d.Pod with { PodSecurityContext = v }),
        Of("securityContext", ValueTypes.KubernetesOver("SecurityContext", () => PodSettings.HardenedContainer), Honoured,
            "securityContext of the container", (d, v) => d.Pod = d.Pod with { ContainerSecurityContext = v }),
        Of("shared.daprd.resources", ValueTypes.KubernetesOver("ResourceRequirements", () => new PodSettings().Resources), Added,
            "resources of the container", (d, v) => d.Pod = d.Pod with { Resources = v }),

        Of("shared.podLabels", ValueTypes.Map, Added, "labels of the pod", (d, v) => d.Pod = d.Pod with { Labels = v }),
        Model<List<V1Volume>>("shared.volumes", "list of Volume", Added, "volumes of the pod", (d, v) =>
            d.Pod = d.Pod with { Volumes = v }),
        Model<List<V1VolumeMount>>("shared.daprd.volumeMounts", "list of VolumeMount", Added, "volumeMounts of the container", (d, v) =>
            d.Pod = d.Pod with { VolumeMounts = v }),
        Model<List<V1EnvVar>>("shared.daprd.env", "list of EnvVar", Added, "env of the container", (d, v) => d.Environment(v)),
        Model<List<string>>("shared.daprd.extraArgs", "list of text", Added, "args of the container", (d, v) =>
            d.ExtraArguments = [.. v.Select(TextOrReference.FromText)]),
        Model<List<string>>("shared.daprd.readableSecrets", "list of text", Added, "Role", (d, v) =>
            d.Pod = d.Pod with { ReadableSecrets = v }),
        Text("shared.priorityClassName", Added, "priorityClassName", (d, v) =>
            d.Pod = d.Pod with { PriorityClassName = v.Length == 0 ? null : v }),

        // How many daprds there are, how they are replaced and what they need.
        Number("shared.autoscaling.minReplicas", Added, "HorizontalPodAutoscaler", (d, v) => d.MinReplicas = v),
        Number("shared.autoscaling.maxReplicas", Added, "HorizontalPodAutoscaler", (d, v) => d.MaxReplicas = v),
        Number("shared.autoscaling.targetCPUUtilizationPercentage", Added, "HorizontalPodAutoscaler", (d, v) => d.CpuUtilization = v),
        Number("shared.rollingUpdate.maxSurge", Added, "maxSurge", (d, v) => d.Workload = d.Workload with { MaxSurge = v }),
        Number("shared.rollingUpdate.maxUnavailable", Added, "maxUnavailable", (d, v) =>
            d.Workload = d.Workload with { MaxUnavailable = v }),
        Boolean("shared.daprd.inboundRetries.enabled", Added, "Resiliency", (d, v) => d.InboundRetries = v),
        Boolean("shared.workflows.enabled", Added, "Configuration", (d, v) => d.Needs = v ? DaprNeeds.Workflows : DaprNeeds.None),

        // Injected mode.
        Boolean("shared.injection.enabled", Added, "dapr.io/enabled", (d, v) => d.IsInjected = v),
        Boolean("shared.injection.pinImage", Added, "dapr.io/sidecar-image", (d, v) => d.Injection = d.Injection with { PinImage = v }),
        .. Image("shared.injection.placeholder.image", Added, "image of the placeholder",
            (d, change) => d.Injection = d.Injection with { PlaceholderImage = change(d.Injection.PlaceholderImage) },
            new SidecarInjection().PlaceholderImage),
        Of("shared.injection.placeholder.resources",
            ValueTypes.KubernetesOver("ResourceRequirements", () => new SidecarInjection().PlaceholderResources), Added,
            "resources of the placeholder",
            (d, v) => d.Injection = d.Injection with { PlaceholderResources = v }),

        // What stands around the workload.
        Switch("shared.networkPolicy.enabled", "NetworkPolicy", (work, v) => work with { NetworkPolicy = v }),
        Model<V1LabelSelector>("shared.networkPolicy.appPods", "LabelSelector", Added, "NetworkPolicy", (d, v) => d.AppPods = v),
        Model<List<V1NetworkPolicyPeer>>("shared.networkPolicy.clients", "list of NetworkPolicyPeer", Added, "NetworkPolicy", (d, v) =>
            d.Workload = d.Workload with { Clients = v }),
        Model<V1LabelSelector>("shared.networkPolicy.metricsNamespaces", "LabelSelector", Added, "NetworkPolicy", (d, v) =>
            d.Workload = d.Workload with { MetricsNamespaces = v }),
        Switch("shared.podDisruptionBudget.enabled", "PodDisruptionBudget", (work, v) => work with { PodDisruptionBudget = v }),
        Switch("shared.topologySpread.enabled", "topologySpreadConstraints", (work, v) => work with { TopologySpread = v }),
        Switch("shared.prometheusAnnotations.enabled", "prometheus.io/*", (work, v) => work with { PrometheusAnnotations = v }),
        Of("shared.podMonitor.labels", ValueTypes.Map, Added, "PodMonitor", (d, v) => d.Monitor(monitor => monitor with { Labels = v })),
        Text("shared.podMonitor.interval", Added, "PodMonitor", (d, v) => d.Monitor(monitor => monitor with { Interval = v })),
        Switch("shared.podMonitor.enabled", "PodMonitor", (work, v) => work with { PodMonitor = v ? work.PodMonitor ?? new() : null }),
        Text("shared.trustAnchors.configMap", Added, "DAPR_TRUST_ANCHORS", (d, v) => d.TrustConfigMap = v),
        Text("shared.trustAnchors.key", Added, "DAPR_TRUST_ANCHORS", (d, v) => d.TrustKey = v),
        Text("shared.trustAnchors.pem", Added, "DAPR_TRUST_ANCHORS", (d, v) => d.TrustPem = v),

        // ServiceAccount, Services, names.
        Boolean("shared.serviceAccount.create", Honoured, "ServiceAccount", (d, v) => d.Pod = d.Pod with { CreateServiceAccount = v }),
        Boolean("shared.serviceAccount.automount", Added, "automountServiceAccountToken", (d, v) =>
            d.Pod = d.Pod with { MountServiceAccountToken = v }),
        Text("shared.serviceAccount.name", Honoured, "serviceAccountName", (d, v) => d.Pod = d.Pod with { ServiceAccountName = v }),
        Map("shared.serviceAccount.annotations", "annotations of the ServiceAccount", (d, v) =>
            d.Pod = d.Pod with { ServiceAccountAnnotations = v }),
        OneOf("shared.service.type", Honoured, "type of the API Service", ["ClusterIP", "NodePort", "LoadBalancer"], (d, v) =>
            d.Pod = d.Pod with { ApiServiceType = v }),
        OneOf("shared.service.internalTrafficPolicy", Added, "internalTrafficPolicy", ["Local", "Cluster"], (d, v) =>
            d.Workload = d.Workload with { TrafficPolicy = v == "Local" ? TrafficPolicy.NodeLocal : TrafficPolicy.Cluster }),
        Text("nameOverride", Ignored, "names follow the app-id", (d, v) => d.NameOverride = v),
        Text("fullnameOverride", Ignored, "names follow the app-id", (d, v) => d.FullnameOverride = v),

        // The image.
        .. Image("shared.daprd.image", Honoured, "image", (d, change) => d.Image = change(d.Image), ContainerImage.Daprd),

        // The control plane.
        Text("shared.controlPlane.namespace", Honoured, "DAPR_CONTROLPLANE_NAMESPACE", (d, v) =>
            d.ControlPlane = d.ControlPlane with { Namespace = v }),
        Text("shared.controlPlane.trustDomain", Honoured, "DAPR_CONTROLPLANE_TRUST_DOMAIN", (d, v) =>
            d.ControlPlane = d.ControlPlane with { TrustDomain = v }),
        Text("shared.controlPlane.clusterDomain", Added, "the domain in all addresses", (d, v) =>
            d.ControlPlane = d.ControlPlane with { ClusterDomain = v }),
        Text("shared.controlPlane.operator.address", Honoured, "--control-plane-address", (d, v) => d.Operator.Host = v),
        Number("shared.controlPlane.operator.port", Replaced, "--control-plane-address", (d, v) => d.Operator.Port = v),
        Text("shared.controlPlane.sentry.address", Honoured, "--sentry-address", (d, v) => d.Sentry.Host = v),
        Number("shared.controlPlane.sentry.port", Replaced, "--sentry-address", (d, v) => d.Sentry.Port = v),
        Text("shared.controlPlane.placementServer.address", Honoured, "--placement-host-address", (d, v) => d.Placement.Host = v),
        Number("shared.controlPlane.placementServer.port", Honoured, "--placement-host-address", (d, v) => d.Placement.Port = v),
        Text("shared.scheduler.address", Replaced, "--scheduler-host-address", (d, v) => d.Scheduler = v),
        Text("shared.daprd.serviceAccountIdentityToken.audience", Honoured, "audience of the projected token", (d, v) => d.Audience = v),

        // Tokens.
        Text("shared.daprd.token", Replaced, "DAPR_API_TOKEN, from a Secret", (d, v) => d.LiteralApiToken(v)),
        Text("shared.daprd.tokenSecret.name", Added, "DAPR_API_TOKEN", (d, v) => d.ApiTokenSecret = v),
        Text("shared.daprd.tokenSecret.key", Added, "DAPR_API_TOKEN", (d, v) => d.ApiTokenKey = v),
        Text("shared.daprd.appTokenSecret.name", Added, "APP_API_TOKEN", (d, v) => d.AppTokenSecret = v),
        Text("shared.daprd.appTokenSecret.key", Added, "APP_API_TOKEN", (d, v) => d.AppTokenKey = v),

        // The chart's template reads checkPath, its values.yaml has path; here both work.
        Text("shared.daprd.appHealth.checkPath", Honoured, "--app-health-check-path", (d, v) => d.HealthCheckPath = v),

        // The init container.
        Text("shared.initContainer.token", Ignored, "the chart never gave it to daprd", (d, v) => d.LiteralInitToken(v)),
        IgnoredText("shared.initContainer.image.registry", NoInitContainer),
        IgnoredText("shared.initContainer.image.name", NoInitContainer),
        IgnoredText("shared.initContainer.image.tag", NoInitContainer),
        IgnoredText("shared.initContainer.image.pullPolicy", NoInitContainer),
    ];

    /// <summary>Gets all rows.</summary>
    public static IReadOnlyList<ChartKey> All { get; } =
    [
        .. _own,
        .. from option in DaprdOptionTable.All
           where option.IsUserOption && _own.All(row => row.Key != option.ChartKey)
           select OptionRow(option),
    ];

    /// <summary>Keys that older charts or their README have, and what they are called today.</summary>
    public static IReadOnlyDictionary<string, string> Renamed { get; } = new Dictionary<string, string>
    {
        ["shared.channelAddress"] = "shared.remoteURL",
        ["shared.daprd.app.port"] = "shared.remotePort",
        ["shared.controlPlane.operatorAddress"] = "shared.controlPlane.operator.address",
        ["shared.controlPlane.sentryAddress"] = "shared.controlPlane.sentry.address",
        ["shared.controlPlane.placementServerAddress"] = "shared.controlPlane.placementServer.address",
    };

    /// <summary>Returns the key that sets an option of daprd.</summary>
    public static string KeyOf(DaprdOption option) => option.ChartKey ?? $"shared.daprd.options.{option.Flag}";

    private static ChartKey OptionRow(DaprdOption option)
    {
        var type = option.Type switch
        {
            DaprdOptionType.Number or DaprdOptionType.Port => ValueTypes.Number,
            DaprdOptionType.Boolean => ValueTypes.Boolean,
            DaprdOptionType.Quantity => ValueTypes.Quantity,
            DaprdOptionType.List => ValueTypes.List,
            _ => ValueTypes.Text,
        };
        return Of(KeyOf(option), type, option.ChartKey is null ? Added : Honoured, $"--{option.Flag}", (d, v) => d.Option(option, v));
    }

    private static ChartKey Of<T>(string key, ValueType<T> type, Fate fate, string sets, Action<Draft, T> set) where T : class =>
        new(key, type.Name, fate, sets, (draft, node) =>
        {
            if (type.Read(node, key, draft.Diagnostics) is { } value)
            {
                set(draft, value);
            }
        });

    private static ChartKey Text(string key, Fate fate, string sets, Action<Draft, string> set) =>
        Of(key, ValueTypes.Text, fate, sets, set);

    private static ChartKey Number(string key, Fate fate, string sets, Action<Draft, int> set) =>
        Of(key, ValueTypes.Number, fate, sets, (d, v) => set(d, int.Parse(v, CultureInfo.InvariantCulture)));

    private static ChartKey Boolean(string key, Fate fate, string sets, Action<Draft, bool> set) =>
        Of(key, ValueTypes.Boolean, fate, sets, (d, v) => set(d, v == "true"));

    private static ChartKey Switch(string key, string sets, Func<WorkloadSettings, bool, WorkloadSettings> set) =>
        Boolean(key, Added, sets, (d, v) => d.Workload = set(d.Workload, v));

    private static ChartKey Map(string key, string sets, Action<Draft, IReadOnlyDictionary<string, string>> set) =>
        Of(key, ValueTypes.Map, Honoured, sets, set);

    private static ChartKey Model<T>(string key, string type, Fate fate, string sets, Action<Draft, T> set) where T : class =>
        Of(key, ValueTypes.Kubernetes<T>(type), fate, sets, set);

    // The parts of an image; the chart knows no digest.
    private static ChartKey[] Image(
        string key, Fate fate, string sets, Action<Draft, Func<ContainerImage, ContainerImage>> set, ContainerImage defaults) =>
    [
        Text($"{key}.registry", fate, sets, (d, v) => set(d, image => image with { Registry = v })),
        Text($"{key}.name", fate, sets, (d, v) => set(d, image => image with { Name = v })),
        Text($"{key}.tag", fate, sets, (d, v) => set(d, image => image with { Tag = v.Length == 0 ? defaults.Tag : v })),
        Text($"{key}.digest", Added, sets, (d, v) => set(d, image => image with { Digest = d.Digest($"{key}.digest", v) })),
        OneOf($"{key}.pullPolicy", fate, "imagePullPolicy", ["Always", "IfNotPresent", "Never"], (d, v) =>
            set(d, image => image with { PullPolicy = v })),
    ];

    private static ChartKey OneOf(string key, Fate fate, string sets, string[] allowed, Action<Draft, string> set) =>
        Text(key, fate, sets, (draft, value) =>
    {
        if (allowed.Contains(value))
        {
            set(draft, value);
        }
        else
        {
            draft.Report(DiagnosticRules.IllegalOption, key, $"'{value}' is not one of {string.Join(", ", allowed)}.",
                "Choose one of them.");
        }
    });

    private static ChartKey IgnoredText(string key, string why) =>
        Text(key, Ignored, why, (draft, _) => draft.Report(DiagnosticRules.IgnoredValue, key, $"has no effect: {why}.", "Remove it."));
}
