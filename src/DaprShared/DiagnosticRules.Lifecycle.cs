using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is lost while the app is away, and what daprd may ask the cluster.</summary>
public static partial class DiagnosticRules
{
    /// <summary>The daprd version, or a tag that tells none, keeps the retry policy of subscriptions away.</summary>
    public static DiagnosticRule NoInboundRetries { get; } = New("DAPRSHARED110", Warning, "Subscriptions get no retry policy");

    /// <summary>daprd calls the app with jobs, reminders or workflows, and does not look whether it is there.</summary>
    public static DiagnosticRule LostWhileAway { get; } = New(
        "DAPRSHARED111",
        Warning,
        "Jobs and reminders are lost while the app is away");

    /// <summary>A target of a component takes the retry policy of subscriptions away from it.</summary>
    public static DiagnosticRule InboundRetriesReplaced { get; } =
        New("DAPRSHARED112", Warning, "A target takes the retry policy of subscriptions away");

    /// <summary>A key for the encryption of state is one that daprd ignores.</summary>
    public static DiagnosticRule EncryptionKeyIgnored { get; } = New(
        "DAPRSHARED113",
        Error,
        "daprd would ignore the encryption key of a state store");

    /// <summary>The built-in secret store is off, and daprd reads from it.</summary>
    public static DiagnosticRule SecretStoreOff { get; } = New("DAPRSHARED114", Error, "The built-in secret store is off, but needed");

    /// <summary>A component needs rights in the cluster that do not follow from the model.</summary>
    public static DiagnosticRule RightsUnknown { get; } = New("DAPRSHARED115", Error, "A component needs rights that nobody has given");

    /// <summary>A RoleBinding has to name a namespace, and none is known.</summary>
    public static DiagnosticRule NamespaceNeeded { get; } = New("DAPRSHARED116", Warning, "A RoleBinding has no namespace yet");

    /// <summary>A resource waits for a daprd that does not run.</summary>
    public static DiagnosticRule WaitsInVain { get; } = New("DAPRSHARED117", Error, "A resource waits for a daprd that does not run");

    /// <summary>An app waits for its daprd, whose container waits for the app's address.</summary>
    public static DiagnosticRule WaitForEachOther { get; } = New("DAPRSHARED118", Error, "The app and its daprd wait for each other");

    /// <summary>Files of resources have changed while the application runs, and a daprd could not get them.</summary>
    public static DiagnosticRule FilesNotTaken { get; } = New("DAPRSHARED131", Error, "A daprd does not have the changed resource files");

    /// <summary>A file of an earlier publish is left over, and somebody has changed it.</summary>
    public static DiagnosticRule LeftOver { get; } = New("DAPRSHARED120", Warning, "A file of an earlier publish is left over");
}
