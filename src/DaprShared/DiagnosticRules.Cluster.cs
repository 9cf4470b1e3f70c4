using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong between a deployment and the cluster, and between environments.</summary>
public static partial class DiagnosticRules
{
    /// <summary>The cluster gave no answer that could be used.</summary>
    public static DiagnosticRule ClusterUnreachable { get; } = New("DAPRSHARED090", Error, "The cluster gives no usable answer");

    /// <summary>Something could not be checked.</summary>
    public static DiagnosticRule ClusterNotReadable { get; } = New("DAPRSHARED091", Warning, "A part of the cluster may not be read");

    /// <summary>The cluster has no Dapr, or has it in another namespace.</summary>
    public static DiagnosticRule NoControlPlane { get; } =
        New("DAPRSHARED092", Error, "The cluster has no Dapr control plane where it is expected");

    /// <summary>The control plane's version is outside the supported window.</summary>
    public static DiagnosticRule ControlPlaneUnsupported { get; } =
        New("DAPRSHARED093", Warning, "The control plane's version is outside the supported window");

    /// <summary>daprd and control plane are too far apart.</summary>
    public static DiagnosticRule VersionSkew { get; } =
        New("DAPRSHARED094", Warning, "daprd and control plane are more than one minor version apart");

    /// <summary>A CRD is missing.</summary>
    public static DiagnosticRule MissingKind { get; } = New("DAPRSHARED095", Error, "The cluster does not know a kind of Dapr's");

    /// <summary>A workload of the cluster has a sidecar with the same app-id.</summary>
    public static DiagnosticRule SidecarInCluster { get; } =
        New("DAPRSHARED096", Error, "A workload of the cluster has a sidecar with the same app-id");

    /// <summary>A Service of somebody else has the name of ours.</summary>
    public static DiagnosticRule ServiceTaken { get; } = New("DAPRSHARED097", Error, "A Service of somebody else has the same name");

    /// <summary>The trust anchors are missing in the cluster.</summary>
    public static DiagnosticRule TrustAnchorsMissing { get; } = New("DAPRSHARED098", Error, "The trust anchors are missing in the cluster");

    /// <summary>The namespace has other trust anchors than the control plane.</summary>
    public static DiagnosticRule TrustAnchorsDiffer { get; } =
        New("DAPRSHARED099", Error, "The namespace has other trust anchors than the control plane");

    /// <summary>What belongs together is published to different environments.</summary>
    public static DiagnosticRule NotInEnvironment { get; } =
        New("DAPRSHARED100", Error, "A shared daprd and what it is connected with are published apart");

    /// <summary>Docker Compose knows no replicas of a shared daprd.</summary>
    public static DiagnosticRule OneInCompose { get; } = New("DAPRSHARED101", Warning, "Docker Compose gets one daprd");

    /// <summary>Other daprds do not find it in Docker Compose.</summary>
    public static DiagnosticRule NotFoundInCompose { get; } =
        New("DAPRSHARED102", Warning, "Other daprds do not find this one in Docker Compose");

    /// <summary>A plain manifest would need the value of a secret, or one that nobody has given.</summary>
    public static DiagnosticRule UnresolvedReference { get; } =
        New("DAPRSHARED103", Error, "A reference of a plain manifest has no value or is a secret");

    /// <summary>An app gets the variables of several shared daprds.</summary>
    public static DiagnosticRule SeveralDaprds { get; } = New("DAPRSHARED104", Error, "An app refers to several shared daprds");

    /// <summary>The cluster refuses the pods of an injected daprd.</summary>
    public static DiagnosticRule InjectedRefused { get; } =
        New("DAPRSHARED105", Error, "The cluster refuses the pods of an injected daprd");
}
