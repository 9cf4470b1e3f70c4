namespace DaprShared;

/// <summary>What is wrong with the workload, the pod, the trust anchors and the injection.</summary>
public static partial class Validator
{
    private static IEnumerable<Diagnostic> Workload(SharedDaprd daprd)
    {
        var work = daprd.Workload;
        if (work.Autoscaling is { } autoscaling)
        {
            if (daprd.Strategy == SharedStrategy.DaemonSet)
            {
                yield return DiagnosticRules.IllegalAutoscaling.For(daprd.DisplayName,
                    "a DaemonSet has one daprd per node and cannot be scaled.",
                    "Publish as a Deployment, or remove the autoscaler.",
                    nameof(WorkloadSettings.Autoscaling));
            }

            if (daprd is { Strategy: SharedStrategy.Deployment, Replicas: { } replicas })
            {
                yield return DiagnosticRules.IgnoredValue.For(daprd.DisplayName,
                    $"replicas = {replicas} has no effect: the number is the autoscaler's, {autoscaling.MinReplicas} to "
                        + $"{autoscaling.MaxReplicas}.",
                    "Remove one of the two.",
                    nameof(SharedDaprd.Replicas));
            }

            if (autoscaling.MinReplicas < 1 || autoscaling.MaxReplicas < autoscaling.MinReplicas || autoscaling.CpuUtilization < 1)
            {
                yield return DiagnosticRules.IllegalAutoscaling.For(daprd.DisplayName,
                    $"{autoscaling.MinReplicas} to {autoscaling.MaxReplicas} replicas at {autoscaling.CpuUtilization} % CPU.",
                    "The minimum is at least 1, the maximum at least the minimum, and the CPU at least 1 %.",
                    nameof(WorkloadSettings.Autoscaling));
            }

            if (PodSettings.Request(daprd.Pod.Resources, "cpu") == 0)
            {
                yield return DiagnosticRules.IllegalAutoscaling.For(daprd.DisplayName,
                    "the CPU is measured in percent of the request, and there is no CPU request.",
                    "Give the pod a CPU request.",
                    nameof(PodSettings.Resources));
            }
        }

        if (work.MaxSurge < 0 || work.MaxUnavailable < 0 || work.MaxSurge + work.MaxUnavailable == 0
            || (daprd.Strategy == SharedStrategy.DaemonSet && work is { MaxSurge: > 0, MaxUnavailable: > 0 }))
        {
            yield return DiagnosticRules.IllegalRollout.For(daprd.DisplayName,
                $"MaxSurge = {work.MaxSurge} and MaxUnavailable = {work.MaxUnavailable}.",
                "One of them has to be positive, and for a DaemonSet the other has to be 0.",
                nameof(WorkloadSettings.MaxSurge));
        }

        if (daprd.Strategy == SharedStrategy.Deployment && work.TrafficPolicy == TrafficPolicy.NodeLocal)
        {
            yield return DiagnosticRules.NodeLocalDeployment.For(daprd.DisplayName, "apps on a node without one of its daprds reach none.",
                "Use TrafficPolicy.Cluster, or publish as a DaemonSet.",
                nameof(WorkloadSettings.TrafficPolicy));
        }
    }

    private static IEnumerable<Diagnostic> Pod(SharedDaprd daprd)
    {
        foreach (var mount in daprd.Pod.VolumeMounts.Where(mount => daprd.Pod.Volumes.All(volume => volume.Name != mount.Name)))
        {
            yield return DiagnosticRules.MissingVolume.For(daprd.DisplayName,
                $"volume '{mount.Name}' is mounted at {mount.MountPath}, but the pod has no such volume.",
                "Add the volume, or remove the mount.",
                nameof(PodSettings.VolumeMounts));
        }

        (string Name, string Fix)[] reserved =
        [
            ("dapr.io/app-id", "Remove it, and set the app-id itself."),
            ("dapr.io/config", $"Remove it, and set option {nameof(DaprdOptions.Config)}."),
            .. daprd.Injection is null
                ? [("dapr.io/enabled", "Remove it: daprd stands in the manifest, and the injector must not add a second one.")]
                : Array.Empty<(string, string)>(),
        ];
        foreach (var (name, fix) in reserved.Where(annotation => daprd.Pod.Annotations.ContainsKey(annotation.Name)))
        {
            yield return DiagnosticRules.ReservedAnnotation.For(daprd.DisplayName,
                $"annotation {name} is '{daprd.Pod.Annotations[name]}', but is daprd's own.",
                fix,
                nameof(PodSettings.Annotations));
        }

        if (daprd.Pod is { CreateServiceAccount: false, ServiceAccountName: { Length: > 0 } account }
            && daprd.Pod.ServiceAccountAnnotations is { Count: > 0 } lost)
        {
            yield return DiagnosticRules.IgnoredValue.For(daprd.DisplayName,
                $"annotations of the ServiceAccount have no effect ({string.Join(", ", lost.Keys.Order(StringComparer.Ordinal))}): "
                    + $"'{account}' exists and is not written.",
                "Annotate that ServiceAccount, or let it be created.",
                nameof(PodSettings.ServiceAccountAnnotations));
        }

        (string What, string? Name, string Member)[] names =
        [
            ("Configuration", daprd.Options.Config, nameof(DaprdOptions.Config)),
            ("ServiceAccount", daprd.Pod.ServiceAccountName, nameof(PodSettings.ServiceAccountName)),
            ("trust anchors' ConfigMap", daprd.TrustAnchors?.ConfigMapName, nameof(TrustAnchors.ConfigMapName)),
            ("priority class", daprd.Pod.PriorityClassName, nameof(PodSettings.PriorityClassName)),
            ("API token's Secret", daprd.ApiToken?.SecretName, nameof(SharedDaprd.ApiToken)),
            ("app token's Secret", daprd.AppToken?.SecretName, nameof(SharedDaprd.AppToken)),
            .. from secret in daprd.Pod.ImagePullSecrets
               select ("pull Secret", (string?)secret, nameof(PodSettings.ImagePullSecrets)),
            .. from secret in daprd.Pod.ReadableSecrets
               select ("readable Secret", (string?)secret, nameof(PodSettings.ReadableSecrets)),
            .. from secret in daprd.Pod.SecretEnvironment.Values
               select ("environment's Secret", secret.SecretName, nameof(PodSettings.SecretEnvironment)),
        ];
        foreach (var (what, name, member) in names.Distinct().Where(item => !string.IsNullOrEmpty(item.Name) && !IsName(item.Name)))
        {
            yield return IllegalName(daprd.DisplayName, what, name!, member);
        }

        (string What, string? Key, string Member)[] keys =
        [
            ("trust anchors' ConfigMap", daprd.TrustAnchors?.Key, nameof(SharedDaprd.TrustAnchors)),
            ("API token's Secret", daprd.ApiToken?.Key, nameof(SharedDaprd.ApiToken)),
            ("app token's Secret", daprd.AppToken?.Key, nameof(SharedDaprd.AppToken)),
            .. from secret in daprd.Pod.SecretEnvironment.Values
               select ("environment's Secret", (string?)secret.Key, nameof(PodSettings.SecretEnvironment)),
        ];
        foreach (var (what, key, member) in keys.Where(item => item.Key is not null && !DataKey().IsMatch(item.Key)))
        {
            yield return DiagnosticRules.IllegalName.For(daprd.DisplayName,
                $"the {what} has the key '{key}', which Kubernetes refuses.",
                "Use letters, digits, hyphens, underscores and dots, at most 253.",
                member);
        }

        foreach (var name in daprd.Pod.RequestsAboveLimit)
        {
            yield return DiagnosticRules.RequestAboveLimit.For(daprd.DisplayName,
                $"the {name} request {daprd.Pod.Resources.Requests[name]} is above the limit {daprd.Pod.Resources.Limits[name]}; "
                    + "Kubernetes refuses the pod.",
                "Lower the request, or raise the limit.",
                nameof(PodSettings.Resources));
        }
    }

    /// <summary>Finds variables that daprd's container has anyway, or would have twice.</summary>
    internal static IEnumerable<Diagnostic> Variables(SharedDaprd daprd) =>
    [
        .. from name in daprd.Pod.Environment.Keys.Union(daprd.Pod.SecretEnvironment.Keys)
           where OwnVariables.Has(name, DaprdMode.Kubernetes, daprd.Pod)
           select OwnVariables.Mistake(daprd.DisplayName, name, nameof(PodSettings.Environment)),
        .. from name in daprd.Pod.Environment.Keys.Intersect(daprd.Pod.SecretEnvironment.Keys)
           select DiagnosticRules.VariableTaken.For(daprd.DisplayName,
               $"variable '{name}' is a value and a key of a Secret.",
               "Keep one of them.",
               nameof(PodSettings.Environment)),
    ];

    /// <summary>Says whether Kubernetes takes a text as the name of an object (RFC 1123).</summary>
    internal static bool IsName(string name) => name.Length <= LongestName && ObjectName().IsMatch(name);

    /// <summary>Returns the mistake of a name that it does not take.</summary>
    internal static Diagnostic IllegalName(string subject, string what, string name, string? member = null) =>
        DiagnosticRules.IllegalName.For(subject,
            $"the {what} has the name '{name}', which Kubernetes refuses.",
            $"Use lower-case letters, digits, inner hyphens and dots, at most {LongestName}.",
            member);

    private const int LongestName = 253;

    /// <summary>Finds what is wrong with trust anchors whose text is known.</summary>
    internal static IEnumerable<Diagnostic> Anchors(SharedDaprd daprd)
    {
        // The text is never part of a message: it may be a key.
        if (daprd.TrustAnchors?.Pem?.Text is not { } pem)
        {
            yield break;
        }

        if (TrustAnchors.HasPrivateKey(pem))
        {
            yield return DiagnosticRules.PrivateKeyInTrustAnchors.For(daprd.DisplayName,
                "the trust anchors hold a private key. Whoever has it can pass for any app.",
                "Give the certificates only (ca.crt of ConfigMap dapr-trust-bundle), and replace the key.",
                nameof(TrustAnchors.Pem));
        }
        else if (TrustAnchors.Check(pem) is { } wrong)
        {
            yield return DiagnosticRules.IllegalTrustAnchors.For(daprd.DisplayName, $"the trust anchors {wrong}.",
                "Give one or more PEM certificates: ca.crt of ConfigMap dapr-trust-bundle in the control plane's namespace.",
                nameof(TrustAnchors.Pem));
        }
    }

    private static IEnumerable<Diagnostic> Injection(SharedDaprd daprd)
    {
        if (daprd.Injection is null)
        {
            yield break;
        }

        foreach (var (name, value, instead, member) in InjectedAnnotations.Refused(daprd))
        {
            yield return DiagnosticRules.NotInjectable.For(daprd.DisplayName,
                $"{name} = '{value}' has no annotation; the sidecar injector {instead}.",
                "Remove it, or use Explicit mode.",
                member);
        }

        (TokenReference? Token, string Use, string Member)[] tokens =
        [
            (daprd.ApiToken, "API", nameof(SharedDaprd.ApiToken)),
            (daprd.AppToken, "app", nameof(SharedDaprd.AppToken)),
        ];
        foreach (var (token, use, member) in tokens)
        {
            if (token is { Key: not "token" })
            {
                yield return DiagnosticRules.InjectedTokenKey.For(daprd.DisplayName,
                    $"the {use} token is in key '{token.Key}', but the injector reads key 'token'.",
                    "Keep it in key 'token' of its Secret.",
                    member);
            }
        }
    }
}
