namespace DaprShared.Tool;

/// <summary>What the manifests refer to and do not hold, so that it has to be in the namespace before the first apply.</summary>
internal static class Prerequisites
{
    /// <summary>Returns a line for each Secret and ConfigMap, with the command that creates it. No literal is in any of them.</summary>
    public static IEnumerable<string> Of(SharedDaprd daprd, string? @namespace)
    {
        var inNamespace = @namespace is null ? "" : $" -n {@namespace}";
        var control = daprd.ControlPlane.Namespace;
        var anchors = daprd.TrustAnchors ?? TrustAnchors.Default;
        if (anchors.ConfigMapName is { } configMap)
        {
            yield return $"note: ConfigMap '{configMap}' with key '{anchors.Key}' has to exist: kubectl create configmap {configMap}{inNamespace} "
                + $"--from-literal={anchors.Key}=\"$(kubectl get configmap dapr-trust-bundle -n {control} -o jsonpath='{{.data.ca\\.crt}}')\"";
        }

        foreach (var token in new[] { daprd.ApiToken, daprd.AppToken }.OfType<TokenReference>())
        {
            var secret = token.SecretName ?? ObjectNames.TokenSecret(daprd.AppId);
            yield return $"note: Secret '{secret}' with key '{token.Key}' has to exist: openssl rand -hex 32 | tr -d '\\n' | "
                + $"kubectl create secret generic {secret}{inNamespace} --from-file={token.Key}=/dev/stdin";
        }
    }
}
