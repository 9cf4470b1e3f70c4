using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>Every kind of mistake. A code keeps its meaning for good; <c>docs/diagnostics.md</c> has a row for each.</summary>
public static class DiagnosticRules
{
    /// <summary>The app-id is no DNS label.</summary>
    public static DiagnosticRule IllegalAppId { get; } = new("DAPRSHARED001", Error, "The app-id is not a lower-case DNS label");

    /// <summary>The app-id has more than 54 characters.</summary>
    public static DiagnosticRule AppIdTooLong { get; } = new("DAPRSHARED002", Error, "The app-id is longer than 54 characters");

    /// <summary>Two shared daprds have one app-id.</summary>
    public static DiagnosticRule DuplicateAppId { get; } = new("DAPRSHARED003", Error, "Two shared daprds have the same app-id");

    /// <summary>The app has a sidecar too.</summary>
    public static DiagnosticRule AppHasSidecar { get; } = new("DAPRSHARED004", Error, "The app has a sidecar as well as a shared daprd");

    /// <summary>The app has no endpoint of the given name, or none that daprd can call.</summary>
    public static DiagnosticRule EndpointMissing { get; } = new("DAPRSHARED005", Error, "The app has no such endpoint");

    /// <summary>The app has https endpoints only.</summary>
    public static DiagnosticRule HttpsOnly { get; } = new("DAPRSHARED006", Warning, "The app has an https endpoint only");

    /// <summary>The app has several endpoints and none is the obvious one.</summary>
    public static DiagnosticRule EndpointAmbiguous { get; } = new("DAPRSHARED007", Error, "The app has several endpoints and none is named");

    /// <summary>Two ports of daprd, or one of them and the app's, are the same.</summary>
    public static DiagnosticRule PortClash { get; } = new("DAPRSHARED008", Error, "Two ports are the same");

    /// <summary>An option has a value that daprd refuses.</summary>
    public static DiagnosticRule IllegalOption { get; } = new("DAPRSHARED009", Error, "An option has a value that daprd refuses");

    /// <summary>The daprd version does not know an option.</summary>
    public static DiagnosticRule OptionTooNew { get; } = new("DAPRSHARED010", Error, "The daprd version does not know the option");

    /// <summary>The app's address is no bare host.</summary>
    public static DiagnosticRule HostIsNoHost { get; } = new("DAPRSHARED011", Error, "The app's address is not a bare host");

    /// <summary>The app's host or port is missing or out of range.</summary>
    public static DiagnosticRule RemoteIncomplete { get; } = new("DAPRSHARED012", Error, "The app's host and port are not a valid pair");

    /// <summary>A DaemonSet has replicas.</summary>
    public static DiagnosticRule DaemonSetReplicas { get; } = new("DAPRSHARED013", Error, "A DaemonSet has no replicas");

    /// <summary>The number of replicas is negative.</summary>
    public static DiagnosticRule NegativeReplicas { get; } = new("DAPRSHARED014", Error, "The number of replicas is negative");

    /// <summary>The daprd version is outside the supported window.</summary>
    public static DiagnosticRule UnsupportedVersion { get; } = new("DAPRSHARED015", Warning, "The daprd version is outside the supported window");

    /// <summary>The port between daprds is not 50002.</summary>
    public static DiagnosticRule InternalPortChanged { get; } = new("DAPRSHARED016", Warning, "The port between daprds is not 50002");

    /// <summary>The Dapr API needs no token.</summary>
    public static DiagnosticRule TokenOff { get; } = new("DAPRSHARED017", Warning, "The Dapr API asks for no token");

    /// <summary>The Dapr API listens on loopback only.</summary>
    public static DiagnosticRule LoopbackOnly { get; } = new("DAPRSHARED018", Error, "The Dapr API listens on loopback only");

    /// <summary>The ServiceAccount is neither created nor named.</summary>
    public static DiagnosticRule NoServiceAccount { get; } = new("DAPRSHARED019", Error, "The ServiceAccount is neither created nor named");

    /// <summary>The chart does not know a key.</summary>
    public static DiagnosticRule UnknownValue { get; } = new("DAPRSHARED020", Error, "The values have an unknown key");

    /// <summary>A value is of the wrong type.</summary>
    public static DiagnosticRule WrongType { get; } = new("DAPRSHARED021", Error, "A value has the wrong type");

    /// <summary>A required value is missing.</summary>
    public static DiagnosticRule MissingValue { get; } = new("DAPRSHARED022", Error, "A required value is missing");

    /// <summary>A value has no effect here.</summary>
    public static DiagnosticRule IgnoredValue { get; } = new("DAPRSHARED023", Warning, "A value has no effect");

    /// <summary>A value is replaced by what current Dapr needs.</summary>
    public static DiagnosticRule ReplacedValue { get; } = new("DAPRSHARED024", Warning, "A value of the chart is replaced");

    /// <summary>A file cannot be read as values.</summary>
    public static DiagnosticRule UnreadableValues { get; } = new("DAPRSHARED025", Error, "The values cannot be read");

    /// <summary>The output folder holds a file that was not generated.</summary>
    public static DiagnosticRule ForeignFile { get; } = new("DAPRSHARED026", Error, "The output folder holds a file that was not generated");

    /// <summary>The output folder cannot be written.</summary>
    public static DiagnosticRule UnwritableOutput { get; } = new("DAPRSHARED027", Error, "The output folder cannot be written");

    /// <summary>A token stands in the values as a literal.</summary>
    public static DiagnosticRule LiteralToken { get; } = new("DAPRSHARED028", Warning, "A token stands in the values as a literal");

    /// <summary>A component in memory is published.</summary>
    public static DiagnosticRule InMemoryPublished { get; } = new("DAPRSHARED030", Warning, "A component in memory is published");

    /// <summary>Several daprds refer to one pub/sub in memory.</summary>
    public static DiagnosticRule InMemoryShared { get; } = new("DAPRSHARED031", Warning, "Several daprds refer to one pub/sub in memory");

    /// <summary>A folder or file with resources is missing.</summary>
    public static DiagnosticRule ResourcesMissing { get; } = new("DAPRSHARED032", Error, "A folder or file with resources is missing");

    /// <summary>A resource file cannot be read.</summary>
    public static DiagnosticRule UnreadableResource { get; } = new("DAPRSHARED033", Error, "A resource file cannot be read");

    /// <summary>Two resources have the same name.</summary>
    public static DiagnosticRule ResourceClash { get; } = new("DAPRSHARED034", Error, "Two resources have the same name");

    /// <summary>A secret stands in a component as a literal.</summary>
    public static DiagnosticRule LiteralSecret { get; } = new("DAPRSHARED035", Warning, "A secret stands in a component as a literal");

    /// <summary>A document of a resource file has no effect here.</summary>
    public static DiagnosticRule DocumentWithoutEffect { get; } = new("DAPRSHARED036", Warning, "A document of a resource file has no effect here");

    /// <summary>A shared daprd has more than one Configuration.</summary>
    public static DiagnosticRule SeveralConfigurations { get; } = new("DAPRSHARED037", Error, "A shared daprd has more than one Configuration");

    /// <summary>A resiliency policy is one that daprd refuses or ignores.</summary>
    public static DiagnosticRule IllegalResiliency { get; } = new("DAPRSHARED038", Error, "A resiliency policy is one that daprd refuses or ignores");

    /// <summary>A subscription names a pub/sub that the daprd does not have.</summary>
    public static DiagnosticRule PubSubMissing { get; } = new("DAPRSHARED039", Warning, "A subscription names a pub/sub that the daprd does not have");

    /// <summary>A Configuration is one that daprd refuses.</summary>
    public static DiagnosticRule IllegalConfiguration { get; } = new("DAPRSHARED040", Error, "A Configuration is one that daprd refuses");

    /// <summary>The metadata of a CommunityToolkit component cannot be read.</summary>
    public static DiagnosticRule ToolkitMetadata { get; } = new("DAPRSHARED041", Error, "The metadata of a CommunityToolkit component cannot be read");

    /// <summary>A file that a CommunityToolkit sidecar would read is not used.</summary>
    public static DiagnosticRule ToolkitFile { get; } = new("DAPRSHARED042", Warning, "A file that a CommunityToolkit sidecar would read is not used");

    /// <summary>The type of a component is none of daprd's.</summary>
    public static DiagnosticRule IllegalComponentType { get; } = new("DAPRSHARED043", Error, "The type of a component is none of daprd's");

    /// <summary>Two metadata items are read from one variable.</summary>
    public static DiagnosticRule SameVariable { get; } = new("DAPRSHARED044", Error, "Two metadata items are read from the same variable");

    /// <summary>Actors or workflows have no state store.</summary>
    public static DiagnosticRule NoActorStateStore { get; } = new("DAPRSHARED045", Warning, "Actors or workflows have no state store");

    /// <summary>Actors live in an app with several replicas.</summary>
    public static DiagnosticRule ActorsInReplicas { get; } = new("DAPRSHARED046", Error, "Actors live in an app with several replicas");

    /// <summary>Workflows run in several daprds of a version that cannot share them.</summary>
    public static DiagnosticRule WorkflowsNotShared { get; } = new("DAPRSHARED047", Error, "The daprd version cannot share workflows");

    /// <summary>A token, or a secret of a component, is a parameter that is not secret.</summary>
    public static DiagnosticRule TokenNotSecret { get; } = new("DAPRSHARED048", Error, "A token or a secret is not a secret parameter");

    /// <summary>The scheme of the app's URL contradicts the protocol.</summary>
    public static DiagnosticRule SchemeIsNotProtocol { get; } = new("DAPRSHARED049", Error, "The scheme of the app's URL contradicts the protocol");

    /// <summary>A digest is not sha256.</summary>
    public static DiagnosticRule IllegalDigest { get; } = new("DAPRSHARED050", Error, "A digest is not sha256 and 64 hexadecimal digits");

    /// <summary>A fixed port of the host is taken.</summary>
    public static DiagnosticRule HostPortTaken { get; } = new("DAPRSHARED051", Warning, "A fixed port of the host is taken");

    /// <summary>daprd ended by itself.</summary>
    public static DiagnosticRule DaprdEnded { get; } = new("DAPRSHARED052", Error, "daprd ended by itself");

    /// <summary>The container was not started.</summary>
    public static DiagnosticRule NotStarted { get; } = new("DAPRSHARED053", Error, "The container was not started");

    /// <summary>A compute environment does not know shared daprds.</summary>
    public static DiagnosticRule UnservedEnvironment { get; } =
        new("DAPRSHARED054", Error, "The compute environment does not know shared daprds");

    /// <summary>A shared daprd was added to the model without what belongs to it.</summary>
    public static DiagnosticRule AddedByHand { get; } = new("DAPRSHARED055", Error, "The shared daprd was added by hand");

    /// <summary>Packages of the family have different versions.</summary>
    public static DiagnosticRule FamilyVersions { get; } = new("DAPRSHARED056", Error, "The packages have different versions");

    /// <summary>Injected mode has no annotation for a setting.</summary>
    public static DiagnosticRule NotInjectable { get; } = new("DAPRSHARED060", Error, "The sidecar injector cannot set this");

    /// <summary>An injected daprd reads its token from another key.</summary>
    public static DiagnosticRule InjectedTokenKey { get; } = new("DAPRSHARED061", Error, "The injector reads the token from another key");

    /// <summary>The trust anchors are no certificates.</summary>
    public static DiagnosticRule IllegalTrustAnchors { get; } = new("DAPRSHARED062", Error, "The trust anchors are not PEM certificates");

    /// <summary>The trust anchors hold a private key.</summary>
    public static DiagnosticRule PrivateKeyInTrustAnchors { get; } = new("DAPRSHARED063", Error, "The trust anchors hold a private key");

    /// <summary>The autoscaler cannot work.</summary>
    public static DiagnosticRule IllegalAutoscaling { get; } = new("DAPRSHARED064", Error, "The autoscaler cannot work like this");

    /// <summary>A rolling update could not go on.</summary>
    public static DiagnosticRule IllegalRollout { get; } = new("DAPRSHARED065", Error, "The rolling update cannot work like this");

    /// <summary>A Deployment is bound to the nodes that it happens to run on.</summary>
    public static DiagnosticRule NodeLocalDeployment { get; } = new("DAPRSHARED066", Warning, "A Deployment is reached on its own nodes only");

    /// <summary>A resource request or limit is no Kubernetes quantity.</summary>
    public static DiagnosticRule IllegalQuantity { get; } = new("DAPRSHARED067", Error, "A resource request or limit is not a quantity");

    /// <summary>A volume mount has no volume.</summary>
    public static DiagnosticRule MissingVolume { get; } = new("DAPRSHARED068", Error, "A volume mount has no volume");

    /// <summary>Several pods mount one claim.</summary>
    public static DiagnosticRule SharedClaim { get; } = new("DAPRSHARED069", Warning, "Several pods mount one claim");

    /// <summary>The resource's name is too long for its Service.</summary>
    public static DiagnosticRule NameTooLong { get; } = new("DAPRSHARED070", Error, "The resource's name is too long for its Service");

    /// <summary>A variable of daprd's environment is set elsewhere already.</summary>
    public static DiagnosticRule VariableTaken { get; } = new("DAPRSHARED071", Error, "A variable of daprd's environment is already set");

    /// <summary>An argument that follows from the model was removed.</summary>
    public static DiagnosticRule ArgumentRemoved { get; } = new("DAPRSHARED072", Error, "An argument of daprd's was removed");

    /// <summary>A name is none of Kubernetes'.</summary>
    public static DiagnosticRule IllegalName { get; } = new("DAPRSHARED073", Error, "Kubernetes refuses a name");

    /// <summary>A Configuration lacks a feature that is needed, or may lack it.</summary>
    public static DiagnosticRule FeatureNotEnabled { get; } = new("DAPRSHARED074", Warning, "A Configuration may lack a feature that is needed");

    /// <summary>A Configuration is in the cluster only.</summary>
    public static DiagnosticRule ConfigurationNotHere { get; } = new("DAPRSHARED075", Warning, "A Configuration is in the cluster only");

    /// <summary>A setting of the container is lost when published.</summary>
    public static DiagnosticRule NotPublished { get; } = new("DAPRSHARED080", Warning, "A setting of the container is not published");

    /// <summary>The app that daprd calls is not published.</summary>
    public static DiagnosticRule AppNotPublished { get; } = new("DAPRSHARED081", Warning, "The app that daprd calls is not published");

    /// <summary>An annotation of the pod would contradict the model.</summary>
    public static DiagnosticRule ReservedAnnotation { get; } = new("DAPRSHARED082", Error, "An annotation of the pod is daprd's own");

    /// <summary>A resource request is above the limit.</summary>
    public static DiagnosticRule RequestAboveLimit { get; } = new("DAPRSHARED083", Error, "A resource request is above its limit");

    /// <summary>daprd runs without mTLS.</summary>
    public static DiagnosticRule MtlsOff { get; } = new("DAPRSHARED084", Warning, "daprd runs without mTLS");

    /// <summary>The output folder holds the manifests of another app-id.</summary>
    public static DiagnosticRule FolderOfAnotherAppId { get; } = new("DAPRSHARED085", Error, "The output folder belongs to another app-id");

    /// <summary>daprd expects another trust domain than the control plane has.</summary>
    public static DiagnosticRule TrustDomainDiffers { get; } = new("DAPRSHARED086", Error, "The control plane has another trust domain");

    /// <summary>mTLS is on at one end only.</summary>
    public static DiagnosticRule MtlsDiffers { get; } = new("DAPRSHARED087", Warning, "mTLS is on in the control plane or here, but not in both");

    /// <summary>A customization has left the workload without a pod.</summary>
    public static DiagnosticRule NoPod { get; } = new("DAPRSHARED088", Error, "A customization has left the workload without a pod");

    /// <summary>The cluster gave no answer that could be used.</summary>
    public static DiagnosticRule ClusterUnreachable { get; } = new("DAPRSHARED090", Error, "The cluster gives no usable answer");

    /// <summary>Something could not be checked.</summary>
    public static DiagnosticRule ClusterNotReadable { get; } = new("DAPRSHARED091", Warning, "A part of the cluster may not be read");

    /// <summary>The cluster has no Dapr, or has it in another namespace.</summary>
    public static DiagnosticRule NoControlPlane { get; } = new("DAPRSHARED092", Error, "The cluster has no Dapr control plane where it is expected");

    /// <summary>The control plane's version is outside the supported window.</summary>
    public static DiagnosticRule ControlPlaneUnsupported { get; } = new("DAPRSHARED093", Warning, "The control plane's version is outside the supported window");

    /// <summary>daprd and control plane are too far apart.</summary>
    public static DiagnosticRule VersionSkew { get; } = new("DAPRSHARED094", Warning, "daprd and control plane are more than one minor version apart");

    /// <summary>A CRD is missing.</summary>
    public static DiagnosticRule MissingKind { get; } = new("DAPRSHARED095", Error, "The cluster does not know a kind of Dapr's");

    /// <summary>A workload of the cluster has a sidecar with the same app-id.</summary>
    public static DiagnosticRule SidecarInCluster { get; } = new("DAPRSHARED096", Error, "A workload of the cluster has a sidecar with the same app-id");

    /// <summary>A Service of somebody else has the name of ours.</summary>
    public static DiagnosticRule ServiceTaken { get; } = new("DAPRSHARED097", Error, "A Service of somebody else has the same name");

    /// <summary>The trust anchors are missing in the cluster.</summary>
    public static DiagnosticRule TrustAnchorsMissing { get; } = new("DAPRSHARED098", Error, "The trust anchors are missing in the cluster");

    /// <summary>The namespace has other trust anchors than the control plane.</summary>
    public static DiagnosticRule TrustAnchorsDiffer { get; } = new("DAPRSHARED099", Error, "The namespace has other trust anchors than the control plane");

    /// <summary>What belongs together is published to different environments.</summary>
    public static DiagnosticRule NotInEnvironment { get; } = new("DAPRSHARED100", Error, "A shared daprd and what it is connected with are published apart");

    /// <summary>Docker Compose knows no replicas of a shared daprd.</summary>
    public static DiagnosticRule OneInCompose { get; } = new("DAPRSHARED101", Warning, "Docker Compose gets one daprd");

    /// <summary>Other daprds do not find it in Docker Compose.</summary>
    public static DiagnosticRule NotFoundInCompose { get; } = new("DAPRSHARED102", Warning, "Other daprds do not find this one in Docker Compose");

    /// <summary>A plain manifest would need the value of a secret, or one that nobody has given.</summary>
    public static DiagnosticRule UnresolvedReference { get; } = new("DAPRSHARED103", Error, "A reference of a plain manifest has no value or is a secret");

    /// <summary>An app gets the variables of several shared daprds.</summary>
    public static DiagnosticRule SeveralDaprds { get; } = new("DAPRSHARED104", Error, "An app refers to several shared daprds");

    /// <summary>Gets all rules, in the order of their codes.</summary>
    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        IllegalAppId, AppIdTooLong, DuplicateAppId, AppHasSidecar, EndpointMissing, HttpsOnly, EndpointAmbiguous, PortClash, IllegalOption,
        OptionTooNew, HostIsNoHost, RemoteIncomplete, DaemonSetReplicas, NegativeReplicas, UnsupportedVersion, InternalPortChanged, TokenOff,
        LoopbackOnly, NoServiceAccount, UnknownValue, WrongType, MissingValue, IgnoredValue, ReplacedValue, UnreadableValues, ForeignFile,
        UnwritableOutput, LiteralToken,
        InMemoryPublished, InMemoryShared, ResourcesMissing, UnreadableResource, ResourceClash, LiteralSecret, DocumentWithoutEffect,
        SeveralConfigurations, IllegalResiliency, PubSubMissing, IllegalConfiguration, ToolkitMetadata, ToolkitFile, IllegalComponentType, SameVariable,
        NoActorStateStore, ActorsInReplicas, WorkflowsNotShared, TokenNotSecret, SchemeIsNotProtocol, IllegalDigest, HostPortTaken, DaprdEnded, NotStarted,
        NotInjectable, InjectedTokenKey, IllegalTrustAnchors, PrivateKeyInTrustAnchors, IllegalAutoscaling,
        IllegalRollout, NodeLocalDeployment, IllegalQuantity, MissingVolume, SharedClaim, NameTooLong,
        VariableTaken, ArgumentRemoved, IllegalName, FeatureNotEnabled, ConfigurationNotHere,
        NotPublished, AppNotPublished, ReservedAnnotation, RequestAboveLimit, MtlsOff, FolderOfAnotherAppId,
        TrustDomainDiffers, MtlsDiffers, NoPod,
        ClusterUnreachable, ClusterNotReadable, NoControlPlane, ControlPlaneUnsupported, VersionSkew, MissingKind, SidecarInCluster, ServiceTaken,
        TrustAnchorsMissing, TrustAnchorsDiffer,
        NotInEnvironment, OneInCompose, NotFoundInCompose, UnresolvedReference, SeveralDaprds,
    ];
}
