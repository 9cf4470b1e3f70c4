using System.Net.Sockets;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;

namespace DaprdStandIn.App;

internal static class AppWaiter
{
    /// <summary>Returns when something listens on the app's port, however long that takes.</summary>
    public static async Task WaitAsync(DaprdOptions options, Log log, CancellationToken cancellation)
    {
        log.Info($"application protocol: {options.AppProtocol}. waiting on port {options.AppPort}.  "
            + "This will block until the app is listening on that port.");

        for (var attempt = 1; !await AnswersAsync(options.AppAddress, options.AppPort, cancellation); attempt++)
        {
            if (attempt % 100 == 0)
            {
                log.Info($"waiting for application to listen on port {options.AppPort}");
            }

            await Task.Delay(100, cancellation);
        }

        log.Info($"application discovered on port {options.AppPort}");
    }

    public static async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(500);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, timeout.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}
