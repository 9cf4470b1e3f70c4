namespace DaprShared.Doctor;

/// <summary>What the injector and daprd make of a value: the many ways to write one become the one that the table knows.</summary>
internal static class FoundValue
{
    private static readonly string[] _true = ["Y", "YES", "TRUE", "T", "ON", "1"];

    /// <summary>Says what the injector takes for true; all else is false to it (dapr v1.18.3, dapr/kit strings.IsTruthy).</summary>
    public static bool IsTrue(string text) => _true.Contains(text.Trim().ToUpperInvariant());

    /// <summary>Returns the word that a value was meant to be and is not, so that it is false, or <see langword="null"/>.</summary>
    public static string? MeantTrue(string text) =>
        IsTrue(text) ? null : Suggestion.Nearest(text.Trim(), ["true", "yes"]);

    public static string OfAnnotation(DaprdOption option, string text) => option.Type == DaprdOptionType.Boolean
        ? MeantTrue(text) is not null ? text : IsTrue(text) ? "true" : "false"
        : Known(option, text);

    // Go's strconv.ParseBool.
    public static string OfFlag(DaprdOption? option, string text) => option?.Type == DaprdOptionType.Boolean
        ? text switch
        {
            "1" or "t" or "T" or "TRUE" or "True" => "true",
            "0" or "f" or "F" or "FALSE" or "False" => "false",
            _ => text,
        }
        : Known(option, text);

    // daprd takes the names of protocols, levels and endpoints in any case (dapr v1.18.3 pkg/runtime/config.go, dapr/kit logger).
    private static string Known(DaprdOption? option, string text)
    {
        var lower = text.ToLowerInvariant();
        lower = option?.Type == DaprdOptionType.List ? string.Join(',', lower.Split(',', StringSplitOptions.TrimEntries)) : lower;
        return option is { Allowed.Count: > 0 } && option.Check(lower) is null ? lower : text;
    }
}
