namespace DaprShared;

/// <summary>The variables that daprd's container has anyway, and where each comes from.</summary>
internal static class OwnVariables
{
    private const string MemoryLimit = "GOMEMLIMIT";

    private static readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal)
    {
        ["NAMESPACE"] = "Remove it: it is the pod's own.",
        ["POD_NAME"] = "Remove it: it is the pod's own.",
        ["DAPR_CONTROLPLANE_NAMESPACE"] = "Set ControlPlane.Namespace instead.",
        ["DAPR_CONTROLPLANE_TRUST_DOMAIN"] = "Set ControlPlane.TrustDomain instead.",
        ["DAPR_TRUST_ANCHORS"] = "Use WithTrustAnchors instead.",
        [MemoryLimit] = "Remove it: it follows from the memory limit in WithResources.",
        [AppEnvironment.ApiToken] = "Use WithApiToken instead.",
        [AppEnvironment.AppToken] = "Use WithAppToken instead.",
    };

    /// <summary>
    /// Says whether a daprd has a variable of its own, wherever it runs or in a cluster only. Without a memory limit it has none for Go.
    /// </summary>
    public static bool Has(string variable, DaprdMode mode, PodSettings? pod = null) =>
        mode == DaprdMode.Kubernetes
            ? _sources.ContainsKey(variable) && (variable != MemoryLimit || pod is not { MemoryLimitForGo: null })
            : variable is AppEnvironment.ApiToken or AppEnvironment.AppToken;

    /// <summary>Returns the mistake of setting one of them.</summary>
    public static Diagnostic Mistake(string subject, string variable, string? member = null) =>
        DiagnosticRules.VariableTaken.For(subject,
            $"variable '{variable}' is daprd's own.",
            _sources.GetValueOrDefault(variable, "Remove it, and set what it comes from: an option, or the metadata of a component."),
            member);
}
