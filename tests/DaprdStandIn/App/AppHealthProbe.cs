using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;

namespace DaprdStandIn.App;

/// <summary>
/// The app health check. It begins as unhealthy, and one success makes it healthy. Failures count from then on, whatever is between them:
/// daprd takes note of a success only where it changes something.
/// </summary>
internal static class AppHealthProbe
{
    public static async Task RunAsync(
        AppChannel app, AppHealthOptions options, Func<bool, Task> changed, Log log, CancellationToken cancellation)
    {
        var failures = options.Threshold;
        using var timer = new PeriodicTimer(options.Interval);
        do
        {
            var succeeds = await app.ProbeAsync(options, cancellation);
            if (succeeds && failures >= options.Threshold)
            {
                failures = 0;
                log.Info("App entered healthy status");
                await changed(true);
            }
            else if (!succeeds && ++failures == options.Threshold)
            {
                await changed(false);
                log.Warn("App entered un-healthy status"); // by then nothing is sent to it any more
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
