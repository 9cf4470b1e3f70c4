using System.Diagnostics;

namespace Shop.Orders;

/// <summary>Tells one run of this app from the next, which shows that a shared daprd outlives its app.</summary>
internal sealed record Instance(int ProcessId, DateTimeOffset StartedAt)
{
    public static Instance Current { get; } = FromThisProcess();

    private static Instance FromThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new(process.Id, process.StartTime.ToUniversalTime());
    }
}
