using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong with containers, pods and workloads.</summary>
public static partial class DiagnosticRules
{
    /// <summary>A digest is not sha256.</summary>
    public static DiagnosticRule IllegalDigest { get; } = New("DAPRSHARED050", Error, "A digest is not sha256 and 64 hexadecimal digits");

    /// <summary>A fixed port of the host is taken.</summary>
    public static DiagnosticRule HostPortTaken { get; } = New("DAPRSHARED051", Warning, "A fixed port of the host is taken");

    /// <summary>daprd ended by itself.</summary>
    public static DiagnosticRule DaprdEnded { get; } = New("DAPRSHARED052", Error, "daprd ended by itself");

    /// <summary>The container was not started.</summary>
    public static DiagnosticRule NotStarted { get; } = New("DAPRSHARED053", Error, "The container was not started");

    /// <summary>A compute environment does not know shared daprds.</summary>
    public static DiagnosticRule UnservedEnvironment { get; } =
        New("DAPRSHARED054", Error, "The compute environment does not know shared daprds");

    /// <summary>A shared daprd was added to the model without what belongs to it.</summary>
    public static DiagnosticRule AddedByHand { get; } = New("DAPRSHARED055", Error, "The shared daprd was added by hand");

    /// <summary>Packages of the family have different versions.</summary>
    public static DiagnosticRule FamilyVersions { get; } = New("DAPRSHARED056", Error, "The packages have different versions");

    /// <summary>Injected mode has no annotation for a setting.</summary>
    public static DiagnosticRule NotInjectable { get; } = New("DAPRSHARED060", Error, "The sidecar injector cannot set this");

    /// <summary>An injected daprd reads its token from another key.</summary>
    public static DiagnosticRule InjectedTokenKey { get; } = New("DAPRSHARED061", Error, "The injector reads the token from another key");

    /// <summary>The trust anchors are no certificates.</summary>
    public static DiagnosticRule IllegalTrustAnchors { get; } = New("DAPRSHARED062", Error, "The trust anchors are not PEM certificates");

    /// <summary>The trust anchors hold a private key.</summary>
    public static DiagnosticRule PrivateKeyInTrustAnchors { get; } = New("DAPRSHARED063", Error, "The trust anchors hold a private key");

    /// <summary>The autoscaler cannot work.</summary>
    public static DiagnosticRule IllegalAutoscaling { get; } = New("DAPRSHARED064", Error, "The autoscaler cannot work like this");

    /// <summary>A rolling update could not go on.</summary>
    public static DiagnosticRule IllegalRollout { get; } = New("DAPRSHARED065", Error, "The rolling update cannot work like this");

    /// <summary>A Deployment is bound to the nodes that it happens to run on.</summary>
    public static DiagnosticRule NodeLocalDeployment { get; } =
        New("DAPRSHARED066", Warning, "A Deployment is reached on its own nodes only");

    /// <summary>A resource request or limit is no Kubernetes quantity.</summary>
    public static DiagnosticRule IllegalQuantity { get; } = New("DAPRSHARED067", Error, "A resource request or limit is not a quantity");

    /// <summary>A volume mount has no volume.</summary>
    public static DiagnosticRule MissingVolume { get; } = New("DAPRSHARED068", Error, "A volume mount has no volume");

    /// <summary>Several pods mount one claim.</summary>
    public static DiagnosticRule SharedClaim { get; } = New("DAPRSHARED069", Warning, "Several pods mount one claim");

    /// <summary>The resource's name is too long for its Service.</summary>
    public static DiagnosticRule NameTooLong { get; } = New("DAPRSHARED070", Error, "The resource's name is too long for its Service");

    /// <summary>A variable of daprd's environment is set elsewhere already.</summary>
    public static DiagnosticRule VariableTaken { get; } = New("DAPRSHARED071", Error, "A variable of daprd's environment is already set");

    /// <summary>An argument that follows from the model was removed.</summary>
    public static DiagnosticRule ArgumentRemoved { get; } = New("DAPRSHARED072", Error, "An argument of daprd's was removed");

    /// <summary>A name is none of Kubernetes'.</summary>
    public static DiagnosticRule IllegalName { get; } = New("DAPRSHARED073", Error, "Kubernetes refuses a name");

    /// <summary>A Configuration lacks a feature that is needed, or may lack it.</summary>
    public static DiagnosticRule FeatureNotEnabled { get; } =
        New("DAPRSHARED074", Warning, "A Configuration may lack a feature that is needed");

    /// <summary>A Configuration is in the cluster only.</summary>
    public static DiagnosticRule ConfigurationNotHere { get; } = New("DAPRSHARED075", Warning, "A Configuration is in the cluster only");

    /// <summary>A setting of the container is lost when published.</summary>
    public static DiagnosticRule NotPublished { get; } = New("DAPRSHARED080", Warning, "A setting of the container is not published");

    /// <summary>The app that daprd calls is not published.</summary>
    public static DiagnosticRule AppNotPublished { get; } = New("DAPRSHARED081", Warning, "The app that daprd calls is not published");

    /// <summary>An annotation of the pod would contradict the model.</summary>
    public static DiagnosticRule ReservedAnnotation { get; } = New("DAPRSHARED082", Error, "An annotation of the pod is daprd's own");

    /// <summary>A resource request is above the limit.</summary>
    public static DiagnosticRule RequestAboveLimit { get; } = New("DAPRSHARED083", Error, "A resource request is above its limit");

    /// <summary>daprd runs without mTLS.</summary>
    public static DiagnosticRule MtlsOff { get; } = New("DAPRSHARED084", Warning, "daprd runs without mTLS");

    /// <summary>daprd expects another trust domain than the control plane has.</summary>
    public static DiagnosticRule TrustDomainDiffers { get; } = New("DAPRSHARED086", Error, "The control plane has another trust domain");

    /// <summary>mTLS is on at one end only.</summary>
    public static DiagnosticRule MtlsDiffers { get; } =
        New("DAPRSHARED087", Warning, "mTLS is on in the control plane or here, but not in both");

    /// <summary>A customization has left the workload without a pod.</summary>
    public static DiagnosticRule NoPod { get; } = New("DAPRSHARED088", Error, "A customization has left the workload without a pod");
}
