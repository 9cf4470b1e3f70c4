using System.Text.RegularExpressions;

namespace DaprShared.Tool.Chart;

/// <summary>Says what the core's validator says in terms of the values: keys in place of the names of properties.</summary>
internal static class ChartDiagnostics
{
    private static readonly Dictionary<string, string> _keyOfOption =
        DaprdOptionTable.All.Where(option => option.IsUserOption).ToDictionary(option => option.Name, ChartKeyTable.KeyOf);

    /// <summary>Gets the key that sets a member of the model, for each member that a diagnostic may name.</summary>
    public static IReadOnlyDictionary<string, string> KeyOfMember { get; } = new Dictionary<string, string>(_keyOfOption)
    {
        [nameof(SharedDaprd.AppId)] = "shared.appId",
        [nameof(RemoteApp.Host)] = "shared.remoteURL",
        [nameof(RemoteApp.Port)] = "shared.remotePort",
        [nameof(RemoteApp.Protocol)] = "shared.daprd.app.protocol",
        [nameof(ObjectSettings.Namespace)] = "--namespace",
        [$"{nameof(SharedDaprd)}.{nameof(SharedDaprd.Resources)}"] = "--resources-path",
        [nameof(SharedDaprd.Replicas)] = "shared.deployment.replicas",
        [nameof(SharedDaprd.Needs)] = "shared.workflows.enabled",
        [nameof(SharedDaprd.InboundRetries)] = "shared.daprd.inboundRetries.enabled",
        [nameof(SharedDaprd.ApiToken)] = "shared.daprd.tokenSecret",
        [nameof(SharedDaprd.AppToken)] = "shared.daprd.appTokenSecret",
        [nameof(SharedDaprd.ExtraArguments)] = "shared.daprd.extraArgs",
        [nameof(SharedDaprd.TrustAnchors)] = "shared.trustAnchors",
        [nameof(TrustAnchors.Pem)] = "shared.trustAnchors.pem",
        [nameof(TrustAnchors.ConfigMapName)] = "shared.trustAnchors.configMap",
        [nameof(ContainerImage.Tag)] = "shared.daprd.image.tag",
        [nameof(ContainerImage.PullPolicy)] = "shared.daprd.image.pullPolicy",
        [nameof(ControlPlane.OperatorOverride)] = "shared.controlPlane.operator",
        [nameof(ControlPlane.SentryOverride)] = "shared.controlPlane.sentry",
        [nameof(ControlPlane.SentryAudienceOverride)] = "shared.daprd.serviceAccountIdentityToken.audience",
        [nameof(PodSettings.Annotations)] = "podAnnotations",
        [nameof(PodSettings.ContainerSecurityContext)] = "securityContext",
        [nameof(PodSettings.Environment)] = "shared.daprd.env",
        [nameof(PodSettings.SecretEnvironment)] = "shared.daprd.env",
        [nameof(PodSettings.ImagePullSecrets)] = "imagePullSecrets",
        [nameof(PodSettings.MountServiceAccountToken)] = "shared.serviceAccount.automount",
        [nameof(PodSettings.ReadableSecrets)] = "shared.daprd.readableSecrets",
        [nameof(PodSettings.PriorityClassName)] = "shared.priorityClassName",
        [nameof(PodSettings.Resources)] = "shared.daprd.resources",
        [nameof(PodSettings.ServiceAccountName)] = "shared.serviceAccount.name",
        [nameof(PodSettings.ServiceAccountAnnotations)] = "shared.serviceAccount.annotations",
        [nameof(PodSettings.VolumeMounts)] = "shared.daprd.volumeMounts",
        [nameof(WorkloadSettings.Autoscaling)] = "shared.autoscaling",
        [nameof(WorkloadSettings.MaxSurge)] = "shared.rollingUpdate.maxSurge",
        [nameof(WorkloadSettings.MaxUnavailable)] = "shared.rollingUpdate.maxUnavailable",
        [nameof(WorkloadSettings.TrafficPolicy)] = "shared.service.internalTrafficPolicy",
    };

    // What messages and fixes call otherwise than the values do.
    private static readonly Dictionary<string, string> _words = new(_keyOfOption)
    {
        [nameof(WorkloadSettings.MaxSurge)] = "maxSurge",
        [nameof(WorkloadSettings.MaxUnavailable)] = "maxUnavailable",
        [nameof(PodSettings.ReadableSecrets)] = "shared.daprd.readableSecrets",
        [nameof(PodSettings.MountServiceAccountToken)] = "shared.serviceAccount.automount",
        [nameof(SharedDaprd.InboundRetries)] = "shared.daprd.inboundRetries.enabled",
        ["WithServiceAccount"] = "shared.serviceAccount.name",
        ["WithAppHealthCheck"] = "shared.daprd.appHealth.path",
        ["TrafficPolicy.Cluster"] = "Cluster",
        ["ControlPlane.Namespace"] = "shared.controlPlane.namespace",
        ["ControlPlane.TrustDomain"] = "shared.controlPlane.trustDomain",
        ["WithTrustAnchors"] = "shared.trustAnchors.configMap or shared.trustAnchors.pem",
        ["WithResources"] = "shared.daprd.resources",
        ["WithApiToken"] = "shared.daprd.tokenSecret.name",
        ["WithAppToken"] = "shared.daprd.appTokenSecret.name",
        ["Explicit mode"] = "Explicit mode (shared.injection.enabled: false)",
    };

    private static readonly Regex _word = new($@"\b({string.Join('|', _words.Keys.Select(Regex.Escape))})\b");

    public static Diagnostic InKeys(Diagnostic diagnostic) => diagnostic with
    {
        Subject = KeyOfMember.GetValueOrDefault(diagnostic.Member ?? "", diagnostic.Subject),
        Message = _word.Replace(diagnostic.Message, match => _words[match.Value]),
        Fix = _word.Replace(diagnostic.Fix, match => _words[match.Value]),
    };
}
