using System.Text.RegularExpressions;

namespace DaprShared.Tool.Chart;

/// <summary>Says what the core's validator says in terms of the values: keys in place of the names of properties.</summary>
internal static class ChartDiagnostics
{
    // The key that a mistake is about when its message names no option: the first whose text the message begins with.
    private static readonly (DiagnosticRule Rule, string Text, string Key)[] _keyOfMistake =
    [
        (DiagnosticRules.IllegalAppId, "", "shared.appId"),
        (DiagnosticRules.AppIdTooLong, "", "shared.appId"),
        (DiagnosticRules.HostIsNoHost, "", "shared.remoteURL"),
        (DiagnosticRules.RemoteIncomplete, "", "shared.remotePort"),
        (DiagnosticRules.NegativeReplicas, "", "shared.deployment.replicas"),
        (DiagnosticRules.IgnoredValue, "replicas", "shared.deployment.replicas"),
        (DiagnosticRules.IgnoredValue, "annotations of the ServiceAccount", "shared.serviceAccount.annotations"),
        (DiagnosticRules.UnsupportedVersion, "", "shared.daprd.image.tag"),
        (DiagnosticRules.TokenOff, "", "shared.daprd.tokenSecret.name"),
        (DiagnosticRules.WorkflowsNotShared, "", "shared.workflows.enabled"),
        (DiagnosticRules.NoServiceAccount, "", "shared.serviceAccount.name"),
        (DiagnosticRules.ReservedAnnotation, "", "podAnnotations"),
        (DiagnosticRules.RequestAboveLimit, "", "shared.daprd.resources"),
        (DiagnosticRules.IllegalAutoscaling, "the CPU is measured", "shared.daprd.resources"),
        (DiagnosticRules.IllegalAutoscaling, "", "shared.autoscaling"),
        (DiagnosticRules.IllegalRollout, "", "shared.rollingUpdate"),
        (DiagnosticRules.NodeLocalDeployment, "", "shared.service.internalTrafficPolicy"),
        (DiagnosticRules.MissingVolume, "", "shared.daprd.volumeMounts"),
        (DiagnosticRules.IllegalTrustAnchors, "", "shared.trustAnchors.pem"),
        (DiagnosticRules.PrivateKeyInTrustAnchors, "", "shared.trustAnchors.pem"),
        (DiagnosticRules.InjectedTokenKey, "the API token", "shared.daprd.tokenSecret.key"),
        (DiagnosticRules.InjectedTokenKey, "the app token", "shared.daprd.appTokenSecret.key"),
        (DiagnosticRules.VariableTaken, "", "shared.daprd.env"),
        (DiagnosticRules.IllegalName, "the Configuration", "shared.daprd.config"),
        (DiagnosticRules.IllegalName, "the ServiceAccount", "shared.serviceAccount.name"),
        (DiagnosticRules.IllegalName, "the trust anchors' ConfigMap", "shared.trustAnchors.configMap"),
        (DiagnosticRules.IllegalName, "the priority class", "shared.priorityClassName"),
        (DiagnosticRules.IllegalName, "the API token's Secret", "shared.daprd.tokenSecret.name"),
        (DiagnosticRules.IllegalName, "the app token's Secret", "shared.daprd.appTokenSecret.name"),
        (DiagnosticRules.IllegalName, "the pull Secret", "imagePullSecrets"),
        (DiagnosticRules.IllegalName, "the environment's Secret", "shared.daprd.env"),
        (DiagnosticRules.NotInjectable, "environment variable", "shared.daprd.env"),
        (DiagnosticRules.NotInjectable, "extra arguments", "shared.daprd.extraArgs"),
        (DiagnosticRules.NotInjectable, "operator address", "shared.controlPlane.operator"),
        (DiagnosticRules.NotInjectable, "Sentry address", "shared.controlPlane.sentry"),
        (DiagnosticRules.NotInjectable, "token audience", "shared.daprd.serviceAccountIdentityToken.audience"),
        (DiagnosticRules.NotInjectable, "pull policy", "shared.daprd.image.pullPolicy"),
        (DiagnosticRules.NotInjectable, "security context", "securityContext"),
        (DiagnosticRules.NotInjectable, "trust anchors", "shared.trustAnchors"),
        (DiagnosticRules.NotInjectable, "resource", "shared.daprd.resources"),
        (DiagnosticRules.NotInjectable, "volume mount", "shared.daprd.volumeMounts"),
    ];

    private static readonly Dictionary<string, string> _keyOfOption =
        DaprdOptionTable.All.Where(option => option.IsUserOption).ToDictionary(option => option.Name, ChartKeyTable.KeyOf);

    // What is called otherwise in the values.
    private static readonly Dictionary<string, string> _keyOfName = new(_keyOfOption)
    {
        [nameof(WorkloadSettings.MaxSurge)] = "maxSurge",
        [nameof(WorkloadSettings.MaxUnavailable)] = "maxUnavailable",
        ["TrafficPolicy.Cluster"] = "Cluster",
        ["ControlPlane.Namespace"] = "shared.controlPlane.namespace",
        ["ControlPlane.TrustDomain"] = "shared.controlPlane.trustDomain",
        ["WithTrustAnchors"] = "shared.trustAnchors.configMap or shared.trustAnchors.pem",
        ["WithResources"] = "shared.daprd.resources",
        ["WithApiToken"] = "shared.daprd.tokenSecret.name",
        ["WithAppToken"] = "shared.daprd.appTokenSecret.name",
        ["Explicit mode"] = "Explicit mode (shared.injection.enabled: false)",
    };

    private static readonly Regex _names = new($@"\b({string.Join('|', _keyOfName.Keys.Select(Regex.Escape))})\b");

    public static Diagnostic InKeys(Diagnostic diagnostic) => diagnostic with
    {
        Subject = _names.Matches(diagnostic.Message).Select(name => _keyOfOption.GetValueOrDefault(name.Value))
                .FirstOrDefault(key => key is not null)
            ?? _keyOfMistake.FirstOrDefault(row =>
                row.Rule == diagnostic.Rule && diagnostic.Message.StartsWith(row.Text, StringComparison.Ordinal)).Key
            ?? diagnostic.Subject,
        Message = _names.Replace(diagnostic.Message, match => _keyOfName[match.Value]),
        Fix = _names.Replace(diagnostic.Fix, match => _keyOfName[match.Value]),
    };
}
