using System.Text.RegularExpressions;

namespace DaprShared;

/// <summary>What Kubernetes takes as a label (apimachinery v0.34 pkg/util/validation: IsQualifiedName and IsValidLabelValue).</summary>
internal static partial class KubernetesLabel
{
    /// <summary>What a key is made of.</summary>
    public const string KeyRule =
        "Use letters, digits, hyphens, underscores and dots, at most 63, behind a DNS name and a slash if need be.";

    /// <summary>What a value is made of.</summary>
    public const string ValueRule =
        "Use letters, digits, hyphens, underscores and dots, at most 63, with a letter or a digit at both ends.";

    /// <summary>Says whether Kubernetes takes a key, which annotations have as well.</summary>
    public static bool IsKey(string text) => Key().IsMatch(text);

    /// <summary>Says whether Kubernetes takes a value, which may be empty.</summary>
    public static bool IsValue(string text) => Value().IsMatch(text);

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\z")]
    private static partial Regex Value();
}
