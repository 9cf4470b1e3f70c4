using static DaprShared.DiagnosticSeverity;

namespace DaprShared;

/// <summary>What is declared, and reaches nobody.</summary>
public static partial class DiagnosticRules
{
    /// <summary>An app does not know its daprd.</summary>
    public static DiagnosticRule AppNotTold { get; } = New("DAPRSHARED125", Warning, "The app does not know its shared daprd");

    /// <summary>No shared daprd refers to an object.</summary>
    public static DiagnosticRule Unused { get; } = New("DAPRSHARED126", Warning, "No shared daprd refers to it");

    /// <summary>The scopes of an object are for nobody, or not for who refers to it.</summary>
    public static DiagnosticRule NotInScope { get; } = New("DAPRSHARED127", Warning, "The scopes keep an object from daprd");

    /// <summary>A subscription has no app to deliver to.</summary>
    public static DiagnosticRule SubscriptionWithoutApp { get; } =
        New("DAPRSHARED128", Warning, "A subscription has no app to deliver to");

    /// <summary>Two subscriptions of a daprd are to one topic.</summary>
    public static DiagnosticRule SameTopic { get; } = New("DAPRSHARED129", Warning, "Two subscriptions are to one topic");

    /// <summary>A subscription delivers to a path that answers something else.</summary>
    public static DiagnosticRule RouteTaken { get; } = New("DAPRSHARED130", Warning, "A route is a path of another use");
}
