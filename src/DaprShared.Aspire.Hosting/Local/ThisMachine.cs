using Aspire.Hosting.ApplicationModel;

namespace DaprShared.Hosting;

/// <summary>This machine: daprd is a container beside the apps, without a control plane of a cluster.</summary>
internal sealed class ThisMachine : Target
{
    private ThisMachine()
    {
    }

    /// <summary>Gets the target.</summary>
    public static Target Target { get; } = new ThisMachine();

    public override DaprdMode Mode => DaprdMode.Standalone;

    // The dashboard is.
    public override bool HasCollector => false;

    public override void Prepare(IReadOnlyList<DaprSharedResource> daprds, Targets targets)
    {
        LocalControlPlane.Share(daprds);
        foreach (var daprd in daprds)
        {
            BackEnds.Await(daprd, _ => true);
        }
    }

    public override void Complete(IDictionary<string, object> variables, ResolvedDaprd daprd, IServiceProvider services) =>
        Telemetry.Complete(variables, services);
}
