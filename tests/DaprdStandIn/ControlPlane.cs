using System.Net;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.Scheduling;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DaprdStandIn;

/// <summary>
/// Plays placement or scheduler as far as the stand-in for daprd asks. Placement listens, and is healthy: actors live in the daprd of their
/// app, and there are no workflows. The scheduler has jobs and reminders, too. A call in the protocol of either is answered with
/// Unimplemented.
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

        try
        {
            using var file = service.Name == "scheduler" ? new JobFile(flags.Text("etcd-data-dir")) : null;
            using var scheduler = file is null ? null : new Scheduler(file);
            await using var app = Build(flags.Int("port"), flags.Int("healthz-port"), scheduler);
            await app.StartAsync(stop);
            log.Info($"{service.Name} is running on port {flags.Int("port")}, and does not speak its protocol: this is a stand-in");
            await (file?.Broken ?? Task.Delay(Timeout.InfiniteTimeSpan, stop)).WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            log.Info($"{service.Name} shut down gracefully");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Fatal(e.Message);
            return 1;
        }

        return 0;
    }

    private static WebApplication Build(int port, int healthzPort, Scheduler? scheduler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // A daprd that is gone without a word is noticed (dapr, pkg/scheduler/server/server.go).
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(3);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
            kestrel.Listen(IPAddress.Any, port, listener => listener.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Any, healthzPort, listener => listener.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        if (scheduler is not null)
        {
            builder.Services.AddGrpc(grpc => (grpc.IgnoreUnknownServices, grpc.MaxReceiveMessageSize) = (true, null));
            builder.Services.AddSingleton(scheduler).AddSingleton<IServiceMethodProvider<Scheduler>, SchedulerMethods>();
        }

        var app = builder.Build();
        if (scheduler is not null)
        {
            app.MapGrpcService<Scheduler>();
        }

        app.MapFallback("{**path}", (HttpContext context) =>
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
