using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is wrong in manifests that somebody else wrote.</summary>
public static partial class DiagnosticRules
{
    /// <summary>daprd does not read the variable that names the scheduler.</summary>
    public static DiagnosticRule SchedulerUnread { get; } =
        New("DAPRSHARED160", Error, "daprd does not read the variable that names the scheduler");

    /// <summary>The next version of daprd does not read the variable that names the scheduler.</summary>
    public static DiagnosticRule SchedulerSoonUnread { get; } =
        New("DAPRSHARED161", Warning, "A later daprd does not read the variable that names the scheduler");

    /// <summary>The scheduler's address is one of its pods.</summary>
    public static DiagnosticRule SchedulerPod { get; } = New("DAPRSHARED162", Warning, "The scheduler's address is one of its pods");

    /// <summary>The control plane does not listen on a port.</summary>
    public static DiagnosticRule ControlPlanePort { get; } =
        New("DAPRSHARED163", Error, "The control plane is called on a port that it does not have");

    /// <summary>Settings of one daprd name several control planes.</summary>
    public static DiagnosticRule ControlPlaneMixed { get; } = New("DAPRSHARED164", Error, "The settings name different control planes");

    /// <summary>Kubernetes restarts daprd while its app is away.</summary>
    public static DiagnosticRule RestartedWithApp { get; } =
        New("DAPRSHARED165", Error, "Kubernetes restarts daprd while its app is away");

    /// <summary>daprd is not ready while its app is away.</summary>
    public static DiagnosticRule NotReadyWithoutApp { get; } =
        New("DAPRSHARED166", Warning, "daprd is not ready while its app is away");

    /// <summary>Calls leave the node although it has a daprd.</summary>
    public static DiagnosticRule NotNodeLocal { get; } = New("DAPRSHARED167", Warning, "Calls go to daprds of other nodes");

    /// <summary>A call has no token, or another one than is asked for.</summary>
    public static DiagnosticRule TokenRefused { get; } = New("DAPRSHARED168", Error, "Calls are refused for their token");

    /// <summary>A token has one end only.</summary>
    public static DiagnosticRule TokenAtOneEnd { get; } = New("DAPRSHARED169", Warning, "A token is known at one end only");

    /// <summary>daprd's account may read all Secrets.</summary>
    public static DiagnosticRule AllSecrets { get; } = New("DAPRSHARED170", Warning, "daprd's account may read all Secrets");

    /// <summary>A ConfigMap holds a private key.</summary>
    public static DiagnosticRule PrivateKeyInConfigMap { get; } = New("DAPRSHARED171", Error, "A ConfigMap holds a private key");

    /// <summary>An image may be another one tomorrow.</summary>
    public static DiagnosticRule FloatingImage { get; } = New("DAPRSHARED172", Warning, "The image of daprd has no fixed version");

    /// <summary>daprd is older than the control plane.</summary>
    public static DiagnosticRule OlderThanControlPlane { get; } = New("DAPRSHARED173", Info, "daprd is older than the control plane");

    /// <summary>A name of a component leads to none that the daprd has.</summary>
    public static DiagnosticRule ComponentMissing { get; } =
        New("DAPRSHARED174", Warning, "A component is named that the daprd does not have");

    /// <summary>A daprd has two actor state stores.</summary>
    public static DiagnosticRule TwoActorStateStores { get; } = New("DAPRSHARED175", Error, "A daprd has two actor state stores");

    /// <summary>Messages are lost while the app is away.</summary>
    public static DiagnosticRule MessagesLost { get; } = New("DAPRSHARED176", Warning, "Messages are lost while the app is away");

    /// <summary>A secret is the value of a variable.</summary>
    public static DiagnosticRule LiteralInPod { get; } = New("DAPRSHARED177", Warning, "A secret stands in a pod as a literal");

    /// <summary>daprd has no resources.</summary>
    public static DiagnosticRule NoResources { get; } = New("DAPRSHARED178", Warning, "daprd has neither requests nor limits");

    /// <summary>A selector takes pods that do not belong together.</summary>
    public static DiagnosticRule SelectorTakesOthers { get; } = New("DAPRSHARED179", Error, "A selector takes the pods of others too");

    /// <summary>Sentry refuses the identity of a pod.</summary>
    public static DiagnosticRule IdentityRefused { get; } = New("DAPRSHARED180", Error, "Sentry refuses the identity of the pod");

    /// <summary>The API is open to the cluster.</summary>
    public static DiagnosticRule NoNetworkPolicy { get; } = New("DAPRSHARED181", Warning, "No NetworkPolicy guards the Dapr API");

    /// <summary>Sentry does not see the Configuration.</summary>
    public static DiagnosticRule ConfigurationUnseen { get; } =
        New("DAPRSHARED182", Warning, "Sentry does not see the Configuration of the daprd");

    /// <summary>daprd lacks what it proves itself with.</summary>
    public static DiagnosticRule NoIdentity { get; } = New("DAPRSHARED183", Error, "daprd cannot prove who it is");

    /// <summary>daprd's account may change all ConfigMaps.</summary>
    public static DiagnosticRule AllConfigMaps { get; } = New("DAPRSHARED184", Warning, "daprd's account may change all ConfigMaps");

    /// <summary>The start of a pod replaces an object of the cluster.</summary>
    public static DiagnosticRule StartReplaces { get; } =
        New("DAPRSHARED185", Warning, "Each start of a pod replaces an object of the cluster");

    /// <summary>An uninstallation waits for a pod.</summary>
    public static DiagnosticRule UninstallPod { get; } = New("DAPRSHARED186", Info, "An uninstallation waits for a pod");

    /// <summary>A Service's port leads nowhere.</summary>
    public static DiagnosticRule PortLeadsNowhere { get; } =
        New("DAPRSHARED187", Error, "A port of a Service leads to none that daprd listens on");

    /// <summary>An update takes the daprd of a node away before the new one is there.</summary>
    public static DiagnosticRule GapInUpdate { get; } = New("DAPRSHARED188", Info, "There is no daprd for a while in an update");

    /// <summary>daprd ends while others still call it.</summary>
    public static DiagnosticRule EndsWhileCalled { get; } = New("DAPRSHARED189", Info, "daprd ends while others still call it");

    /// <summary>Kubernetes kills daprd before it has ended.</summary>
    public static DiagnosticRule KilledEarly { get; } = New("DAPRSHARED190", Warning, "Kubernetes kills daprd before it has ended");

    /// <summary>A drain may take all daprds at once.</summary>
    public static DiagnosticRule NoDisruptionBudget { get; } = New("DAPRSHARED191", Info, "A drain may take all daprds at once");

    /// <summary>The injector does not look at a workload's own annotations.</summary>
    public static DiagnosticRule AnnotationMisplaced { get; } =
        New("DAPRSHARED192", Error, "The annotations are not on the pod, so there is no sidecar");

    /// <summary>Nobody reads an annotation.</summary>
    public static DiagnosticRule UnknownAnnotation { get; } = New("DAPRSHARED193", Warning, "Dapr does not know the annotation");

    /// <summary>daprd exits at a flag.</summary>
    public static DiagnosticRule UnknownFlag { get; } = New("DAPRSHARED194", Error, "daprd does not know the flag");

    /// <summary>A Service of the name that other daprds look for is missing.</summary>
    public static DiagnosticRule NotFoundByPeers { get; } = New("DAPRSHARED195", Warning, "Other daprds do not find this one");

    /// <summary>Other daprds keep to one of several.</summary>
    public static DiagnosticRule PinnedPeers { get; } = New("DAPRSHARED196", Info, "Other daprds call one of several and stay there");

    /// <summary>daprd takes its components from files.</summary>
    public static DiagnosticRule NotKubernetesMode { get; } =
        New("DAPRSHARED197", Warning, "daprd reads nothing from the cluster");

    /// <summary>Each pod is an app of its own.</summary>
    public static DiagnosticRule AppIdOfPod { get; } = New("DAPRSHARED198", Warning, "Each pod has an app-id of its own");

    /// <summary>Kubernetes refuses an annotation.</summary>
    public static DiagnosticRule AnnotationNotText { get; } = New("DAPRSHARED199", Error, "An annotation is not text");
}
