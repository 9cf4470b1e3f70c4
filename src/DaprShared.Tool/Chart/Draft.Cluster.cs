using k8s.Models;

namespace DaprShared.Tool.Chart;

/// <summary>What the chart has no keys for: scaling, Injected mode, trust anchors, workflows, environment.</summary>
internal sealed partial class Draft
{
    /// <summary>Takes daprd's further environment: values, and keys of Secrets.</summary>
    public void Environment(List<V1EnvVar> variables)
    {
        var (values, secrets) = (new Dictionary<string, string>(), new Dictionary<string, TokenReference>());
        foreach (var (index, variable) in variables.Index())
        {
            var key = $"shared.daprd.env[{index}]";
            if (string.IsNullOrEmpty(variable.Name))
            {
                Report(DiagnosticRules.MissingValue, $"{key}.name", "is missing.", "Name the variable.");
            }
            else if (values.ContainsKey(variable.Name) || secrets.ContainsKey(variable.Name))
            {
                Report(DiagnosticRules.IllegalOption, key, $"'{variable.Name}' is there for the second time.", "Keep one of them.");
            }
            else if (variable is { ValueFrom: null })
            {
                values[variable.Name] = variable.Value ?? "";
            }
            else if (variable is { Value: null, ValueFrom: { SecretKeyRef: { } secret, ConfigMapKeyRef: null, FieldRef: null } source }
                && source is { FileKeyRef: null, ResourceFieldRef: null }
                && secret is { Name.Length: > 0, Key.Length: > 0, Optional: not true })
            {
                secrets[variable.Name] = new(secret.Name, secret.Key);
            }
            else
            {
                Report(DiagnosticRules.IllegalOption, key, $"'{variable.Name}' has neither a value nor a secretKeyRef alone.",
                    "Give it a value, or a secretKeyRef with name and key.");
            }
        }

        Pod = Pod with { Environment = values, SecretEnvironment = secrets };
    }

    private Autoscaling? ReadAutoscaling()
    {
        if (MaxReplicas is { } most)
        {
            var scaling = new Autoscaling(MinReplicas ?? 1, most);
            return CpuUtilization is { } cpu ? scaling with { CpuUtilization = cpu } : scaling;
        }

        if (MinReplicas is not null || CpuUtilization is not null)
        {
            Report(DiagnosticRules.MissingValue, "shared.autoscaling.maxReplicas",
                "is missing beside the other keys of shared.autoscaling.", "Set it, or remove them for a fixed number of replicas.");
        }

        return null;
    }

    // As in an AppHost, an image of the user's is used. Otherwise the version is the control plane's.
    private SidecarInjection? ReadInjection()
    {
        if (IsInjected)
        {
            return Injection with { PinImage = Injection.PinImage || Image with { PullPolicy = null } != _defaultImage };
        }

        if (Injection != _defaultInjection)
        {
            Report(DiagnosticRules.IgnoredValue, "shared.injection", "has no effect without shared.injection.enabled.",
                "Set shared.injection.enabled to true, or remove the other keys.");
        }

        return null;
    }

    private TrustAnchors? ReadTrustAnchors()
    {
        var isConfigMap = !string.IsNullOrEmpty(TrustConfigMap) || !string.IsNullOrEmpty(TrustKey);
        if (string.IsNullOrEmpty(TrustPem))
        {
            return !isConfigMap ? null : TrustAnchors.FromConfigMap(
                Given(TrustConfigMap) ?? ObjectNames.TrustBundle,
                Given(TrustKey) ?? ObjectNames.TrustBundleKey);
        }

        if (isConfigMap)
        {
            Report(DiagnosticRules.IgnoredValue, "shared.trustAnchors",
                "names a ConfigMap, which has no effect beside shared.trustAnchors.pem.", "Remove one of the two.");
        }

        return TrustAnchors.FromPem(TrustPem);

        static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    // The Configuration that a daprd needs and the user has not named another in place of.
    private DaprObject? FeaturesOf(SharedDaprd daprd)
    {
        if (daprd.RequiredFeatures.Count == 0 || !string.IsNullOrEmpty(Options.Config))
        {
            return null;
        }

        var configuration = DaprObjects.Configuration(new()
        {
            Name = ObjectNames.Daprd(daprd.AppId),
            Features = daprd.RequiredFeatures.ToDictionary(feature => feature, _ => true),
        });
        configuration.Metadata.NamespaceProperty = Namespace;
        return configuration;
    }
}
