using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong in documents of resource files.</summary>
public static partial class DiagnosticRules
{
    /// <summary>A document holds Helm text.</summary>
    public static DiagnosticRule HelmText { get; } = New("DAPRSHARED140", Error, "A resource file holds Helm text");

    /// <summary>A namespace is none of Kubernetes'.</summary>
    public static DiagnosticRule IllegalNamespace { get; } = New("DAPRSHARED141", Error, "Kubernetes refuses a namespace");

    /// <summary>A document holds what belongs to a cluster.</summary>
    public static DiagnosticRule ServerFields { get; } = New("DAPRSHARED142", Warning, "A resource file holds what belongs to a cluster");

    /// <summary>An address in a pod is the pod itself.</summary>
    public static DiagnosticRule Loopback { get; } = New("DAPRSHARED143", Warning, "An address is daprd's own pod");

    /// <summary>A component needs a file or a disk that the pod does not have.</summary>
    public static DiagnosticRule LocalOnly { get; } = New("DAPRSHARED144", Warning, "A component needs a file or disk of the pod");

    /// <summary>Several daprds do what one should do.</summary>
    public static DiagnosticRule EachDaprd { get; } = New("DAPRSHARED145", Warning, "Each of several daprds does the same");

    /// <summary>A document has a field that Dapr does not know.</summary>
    public static DiagnosticRule UnknownField { get; } = New("DAPRSHARED146", Error, "A document has a field that Dapr does not know");

    /// <summary>A field of a document has a value that Dapr or Kubernetes refuses.</summary>
    public static DiagnosticRule IllegalField { get; } = New("DAPRSHARED147", Error, "A field of a document has a value that is refused");

    /// <summary>A document lacks a field.</summary>
    public static DiagnosticRule MissingField { get; } = New("DAPRSHARED148", Error, "A document lacks a field");

    /// <summary>A document is of no kind of Dapr's.</summary>
    public static DiagnosticRule UnknownKind { get; } = New("DAPRSHARED149", Error, "A document is of no kind of Dapr's");

    /// <summary>A name is there for the second time.</summary>
    public static DiagnosticRule SameItem { get; } = New("DAPRSHARED150", Error, "A document has two items of one name");
}
