namespace DaprShared.Tool;

/// <summary>What the manifests refer to and do not hold, so that it has to be in the namespace before the first apply.</summary>
internal static class Prerequisites
{
    /// <summary>
    /// Returns a line for each object, with the command that creates it where there is one. No literal is in any of them.
    /// </summary>
    public static IEnumerable<string> Of(SharedDaprd daprd, ObjectSettings settings)
    {
        var inNamespace = settings.Namespace is null ? "" : $" -n {settings.Namespace}";
        var anchors = daprd.TrustAnchors ?? TrustAnchors.Default;
        if (daprd.Injection is null && anchors.ConfigMapName is { } configMap)
        {
            yield return $"note: ConfigMap '{configMap}' with key '{anchors.Key}' has to exist: "
                + $"kubectl create configmap {configMap}{inNamespace} --from-literal={anchors.Key}="
                + $"\"$(kubectl get configmap dapr-trust-bundle -n {daprd.ControlPlane.Namespace} -o jsonpath='{{.data.ca\\.crt}}')\"";
        }

        foreach (var token in new[] { daprd.ApiToken, daprd.AppToken }.OfType<TokenReference>())
        {
            var secret = token.SecretName ?? ObjectNames.TokenSecret(daprd.AppId);
            yield return $"note: Secret '{secret}' with key '{token.Key}' has to exist: openssl rand -hex 32 | tr -d '\\n' | "
                + $"kubectl create secret generic {secret}{inNamespace} --from-file={token.Key}=/dev/stdin";
        }

        foreach (var (variable, secret) in daprd.Pod.SecretEnvironment)
        {
            yield return $"note: Secret '{secret.SecretName}' with key '{secret.Key}' has to exist: "
                + $"it is daprd's environment variable {variable}";
        }

        foreach (var secret in ClusterNeeds.Of(daprd).Secrets)
        {
            yield return $"note: Secret '{secret}' has to exist: daprd itself reads it, "
                + $"by the Role '{ObjectNames.ServiceAccount(daprd.AppId)}'";
        }

        if (settings.StartupInputs.OfType<DaprObject>().FirstOrDefault() is null)
        {
            foreach (var feature in daprd.RequiredFeatures)
            {
                yield return $"note: Configuration '{daprd.Options.Config}' has to exist and to enable the feature {feature}, "
                    + "because workflows run in several daprds";
            }
        }
    }
}
