using System.Text.RegularExpressions;

namespace DaprShared.Tool.Chart;

/// <summary>Says what the core's validator says in terms of the values: keys in place of the names of properties.</summary>
internal static class ChartDiagnostics
{
    // The key that a kind of mistake is about when its message names no option.
    private static readonly Dictionary<string, string> _keyOfRule = new()
    {
        [DiagnosticRules.IllegalAppId.Code] = "shared.appId",
        [DiagnosticRules.AppIdTooLong.Code] = "shared.appId",
        [DiagnosticRules.HostIsNoHost.Code] = "shared.remoteURL",
        [DiagnosticRules.RemoteIncomplete.Code] = "shared.remotePort",
        [DiagnosticRules.NegativeReplicas.Code] = "shared.deployment.replicas",
        [DiagnosticRules.UnsupportedVersion.Code] = "shared.daprd.image.tag",
        [DiagnosticRules.TokenOff.Code] = "shared.daprd.tokenSecret.name",
        [DiagnosticRules.NoServiceAccount.Code] = "shared.serviceAccount.name",
        [DiagnosticRules.ReservedAnnotation.Code] = "podAnnotations",
        [DiagnosticRules.RequestAboveLimit.Code] = "shared.daprd.resources",
    };

    private static readonly Dictionary<string, string> _keyOfOption =
        DaprdOptionTable.All.Where(option => option.IsUserOption).ToDictionary(option => option.Name, ChartKeyTable.KeyOf);

    private static readonly Regex _names = new($@"\b({string.Join('|', _keyOfOption.Keys)})\b");

    public static Diagnostic InKeys(Diagnostic diagnostic)
    {
        var named = _names.Match(diagnostic.Message);
        return diagnostic with
        {
            Subject = named.Success ? _keyOfOption[named.Value] : _keyOfRule.GetValueOrDefault(diagnostic.Rule.Code, diagnostic.Subject),
            Message = _names.Replace(diagnostic.Message, match => _keyOfOption[match.Value]),
            Fix = _names.Replace(diagnostic.Fix, match => _keyOfOption[match.Value]),
        };
    }
}
