using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong with the values that a tool is given, and with the folder that it writes to.</summary>
public static partial class DiagnosticRules
{
    /// <summary>The chart does not know a key.</summary>
    public static DiagnosticRule UnknownValue { get; } = New("DAPRSHARED020", Error, "The values have an unknown key");

    /// <summary>A value is of the wrong type.</summary>
    public static DiagnosticRule WrongType { get; } = New("DAPRSHARED021", Error, "A value has the wrong type");

    /// <summary>A required value is missing.</summary>
    public static DiagnosticRule MissingValue { get; } = New("DAPRSHARED022", Error, "A required value is missing");

    /// <summary>A value has no effect here.</summary>
    public static DiagnosticRule IgnoredValue { get; } = New("DAPRSHARED023", Warning, "A value has no effect");

    /// <summary>A value is replaced by what current Dapr needs.</summary>
    public static DiagnosticRule ReplacedValue { get; } = New("DAPRSHARED024", Warning, "A value of the chart is replaced");

    /// <summary>A file cannot be read as values.</summary>
    public static DiagnosticRule UnreadableValues { get; } = New("DAPRSHARED025", Error, "The values cannot be read");

    /// <summary>The output folder holds a file that was not generated.</summary>
    public static DiagnosticRule ForeignFile { get; } =
        New("DAPRSHARED026", Error, "The output folder holds a file that was not generated");

    /// <summary>The output folder cannot be written.</summary>
    public static DiagnosticRule UnwritableOutput { get; } = New("DAPRSHARED027", Error, "The output folder cannot be written");

    /// <summary>A token stands in the values as a literal.</summary>
    public static DiagnosticRule LiteralToken { get; } = New("DAPRSHARED028", Warning, "A token stands in the values as a literal");

    /// <summary>The output folder holds the manifests of another app-id.</summary>
    public static DiagnosticRule FolderOfAnotherAppId { get; } = New("DAPRSHARED085", Error, "The output folder belongs to another app-id");
}
