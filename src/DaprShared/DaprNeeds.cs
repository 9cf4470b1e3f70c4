namespace DaprShared;

/// <summary>What an app needs from the control plane, beside a daprd.</summary>
/// <seealso href="https://docs.dapr.io/developing-applications/building-blocks/actors/actors-overview/"/>
[Flags]
public enum DaprNeeds
{
    /// <summary>Nothing: state, pub/sub, bindings, secrets and invocation are between daprd and its back ends.</summary>
    None = 0,

    /// <summary>Actors: placement, the scheduler for reminders and timers that outlive daprd, and a state store for actors.</summary>
    Actors = 1,

    /// <summary>Workflows: placement, the scheduler and a state store for actors.</summary>
    Workflows = 2,

    /// <summary>Jobs: the scheduler.</summary>
    Jobs = 4,
}
