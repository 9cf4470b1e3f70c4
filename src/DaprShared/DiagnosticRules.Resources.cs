using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong with components, subscriptions, resiliency policies and Configurations, and with tokens.</summary>
public static partial class DiagnosticRules
{
    /// <summary>A component in memory is published.</summary>
    public static DiagnosticRule InMemoryPublished { get; } = New("DAPRSHARED030", Warning, "A component in memory is published");

    /// <summary>Several daprds refer to one pub/sub in memory.</summary>
    public static DiagnosticRule InMemoryShared { get; } = New("DAPRSHARED031", Warning, "Several daprds refer to one pub/sub in memory");

    /// <summary>A folder or file with resources is missing.</summary>
    public static DiagnosticRule ResourcesMissing { get; } = New("DAPRSHARED032", Error, "A folder or file with resources is missing");

    /// <summary>A resource file cannot be read.</summary>
    public static DiagnosticRule UnreadableResource { get; } = New("DAPRSHARED033", Error, "A resource file cannot be read");

    /// <summary>Two resources have the same name.</summary>
    public static DiagnosticRule ResourceClash { get; } = New("DAPRSHARED034", Error, "Two resources have the same name");

    /// <summary>A secret stands in a component or a header as a literal.</summary>
    public static DiagnosticRule LiteralSecret { get; } =
        New("DAPRSHARED035", Warning, "A secret stands in a component or a header as a literal");

    /// <summary>A document of a resource file has no effect here.</summary>
    public static DiagnosticRule DocumentWithoutEffect { get; } =
        New("DAPRSHARED036", Warning, "A document of a resource file has no effect here");

    /// <summary>A shared daprd has more than one Configuration.</summary>
    public static DiagnosticRule SeveralConfigurations { get; } =
        New("DAPRSHARED037", Error, "A shared daprd has more than one Configuration");

    /// <summary>A resiliency policy is one that daprd refuses or ignores.</summary>
    public static DiagnosticRule IllegalResiliency { get; } =
        New("DAPRSHARED038", Error, "A resiliency policy is one that daprd refuses or ignores");

    /// <summary>A subscription names a pub/sub that the daprd does not have.</summary>
    public static DiagnosticRule PubSubMissing { get; } =
        New("DAPRSHARED039", Warning, "A subscription names a pub/sub that the daprd does not have");

    /// <summary>A Configuration is one that daprd refuses.</summary>
    public static DiagnosticRule IllegalConfiguration { get; } = New("DAPRSHARED040", Error, "A Configuration is one that daprd refuses");

    /// <summary>The metadata of a CommunityToolkit component cannot be read.</summary>
    public static DiagnosticRule ToolkitMetadata { get; } =
        New("DAPRSHARED041", Error, "The metadata of a CommunityToolkit component cannot be read");

    /// <summary>A file that a CommunityToolkit sidecar would read is not used.</summary>
    public static DiagnosticRule ToolkitFile { get; } =
        New("DAPRSHARED042", Warning, "A file that a CommunityToolkit sidecar would read is not used");

    /// <summary>The type of a component is none of daprd's.</summary>
    public static DiagnosticRule IllegalComponentType { get; } = New("DAPRSHARED043", Error, "The type of a component is none of daprd's");

    /// <summary>Two metadata items are read from one variable.</summary>
    public static DiagnosticRule SameVariable { get; } = New("DAPRSHARED044", Error, "Two metadata items are read from the same variable");

    /// <summary>Actors or workflows have no state store.</summary>
    public static DiagnosticRule NoActorStateStore { get; } = New("DAPRSHARED045", Warning, "Actors or workflows have no state store");

    /// <summary>Actors live in an app with several replicas.</summary>
    public static DiagnosticRule ActorsInReplicas { get; } = New("DAPRSHARED046", Error, "Actors live in an app with several replicas");

    /// <summary>Workflows run in several daprds of a version that cannot share them.</summary>
    public static DiagnosticRule WorkflowsNotShared { get; } = New("DAPRSHARED047", Error, "The daprd version cannot share workflows");

    /// <summary>A token, or a secret of a component, is a parameter that is not secret.</summary>
    public static DiagnosticRule TokenNotSecret { get; } = New("DAPRSHARED048", Error, "A token or a secret is not a secret parameter");

    /// <summary>The scheme of the app's URL contradicts the protocol.</summary>
    public static DiagnosticRule SchemeIsNotProtocol { get; } =
        New("DAPRSHARED049", Error, "The scheme of the app's URL contradicts the protocol");
}
