using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;

namespace DaprdStandIn.App;

/// <summary>The app health check: the first success makes the app healthy, a row of failures makes it unhealthy.</summary>
internal static class AppHealthProbe
{
    public static async Task RunAsync(
        AppChannel app, AppHealthOptions options, Func<bool, Task> changed, Log log, CancellationToken cancellation)
    {
        var failures = options.Threshold;
        using var timer = new PeriodicTimer(options.Interval);
        do
        {
            if (await app.ProbeAsync(options, cancellation))
            {
                if (failures >= options.Threshold)
                {
                    log.Info("App entered healthy status");
                    await changed(true);
                }

                failures = 0;
            }
            else if (++failures == options.Threshold)
            {
                log.Warn("App entered un-healthy status");
                await changed(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
