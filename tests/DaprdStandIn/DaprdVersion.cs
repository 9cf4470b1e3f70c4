namespace DaprdStandIn;

internal static class DaprdVersion
{
    /// <summary>The daprd whose behaviour is imitated, and a mark that nobody takes for the real one.</summary>
    public const string Text = "1.18.3-standin";

    /// <summary>What daprd 1.18.3 says of itself.</summary>
    public static IReadOnlyList<string> Features { get; } = ["HotReload", "WorkflowsRemoteActivityReminder"];
}
