using System.Text.RegularExpressions;

namespace DaprdStandIn.Resources;

internal static partial class GoEnvironment
{
    /// <summary>Replaces $NAME and ${NAME}; what is not set becomes nothing.</summary>
    public static string Expand(string text, Func<string, string?> environment) =>
        Variable().Replace(text, match => environment(match.Groups["name"].Value) ?? "");

    [GeneratedRegex(@"\$(\{(?<name>\w+)\}|(?<name>\w+))", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
