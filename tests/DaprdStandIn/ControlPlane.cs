using System.Net;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DaprdStandIn;

/// <summary>
/// Plays placement or scheduler as far as the stand-in for daprd asks: it listens, and it is healthy. Neither protocol is spoken, so a call
/// to the gRPC port is answered with Unimplemented; actors, reminders and jobs live in the daprd of their app, and there are no workflows.
/// </summary>
internal static class ControlPlane
{
    public static async Task<int> RunAsync(
        ControlPlaneService service, string[] arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        FlagValues flags;
        try
        {
            flags = FlagParser.Parse(arguments, service.Flags, error.WriteLine);
        }
        catch (HelpException)
        {
            return 0;
        }
        catch (FlagException e)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }

        var sink = new LogSink(output, flags.Switch("log-as-json"), LogSink.ParseLevel(flags.Text("log-level")) ?? Severity.Info);
        var log = sink.Scope($"dapr.{service.Name}");
        log.Info($"Starting Dapr {service.Name} -- version {DaprdVersion.Text} -- commit none");
        if (flags.Text("mode") != "standalone" || flags.Switch("tls-enabled"))
        {
            log.Fatal("the stand-in has standalone mode without TLS only");
            return 1;
        }

        await using var app = Build(flags.Int("port"), flags.Int("healthz-port"));
        try
        {
            await app.StartAsync(stop);
            log.Info($"{service.Name} is running on port {flags.Int("port")}, and speaks no protocol: this is a stand-in");
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException)
        {
            log.Info($"{service.Name} shut down gracefully");
        }
        catch (IOException e)
        {
            log.Fatal(e.Message);
            return 1;
        }

        return 0;
    }

    private static WebApplication Build(int port, int healthzPort)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Any, port, listener => listener.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Any, healthzPort, listener => listener.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(context =>
        {
            if (context.Connection.LocalPort == port)
            {
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-status"] = "12";
            }
            else if (context.Request.Path != "/healthz")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            return Task.CompletedTask;
        });
        return app;
    }
}
