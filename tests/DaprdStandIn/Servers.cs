using System.Net;
using System.Net.Sockets;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Grpc;
using DaprdStandIn.Http;
using DaprdStandIn.Invocation;
using DaprdStandIn.Logging;
using DaprdStandIn.PubSub;
using DaprdStandIn.Scheduling;
using DaprdStandIn.Secrets;
using DaprdStandIn.State;
using DaprdStandIn.Telemetry;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DaprdStandIn;

/// <summary>daprd listens on up to five ports, and each is a small server of its own.</summary>
internal sealed class Servers(DaprdOptions options, Tracing tracing, LogSink sink) : IAsyncDisposable
{
    private readonly Stack<WebApplication> _running = new();
    private readonly Log _log = sink.Scope("dapr.runtime");

    public async Task StartHttpApiAsync(
        StateApi state, PubSubs pubsubs, SecretStores secrets, Jobs jobs, DirectMessaging messaging, RuntimeState runtime, Action shutdown)
    {
        var app = Build(options.ApiAddresses, options.HttpPort, HttpProtocols.Http1);
        app.UseCleanPaths();
        app.UseTracing(tracing);
        app.UseApiErrors(sink.Scope("dapr.runtime.http"));
        if (options.ApiToken is { } token)
        {
            _log.Info("Enabled token authentication on HTTP server");
            app.UseApiToken(token);
        }

        app.UseRouting();
        app.MapHealth(runtime);
        app.MapMetadata(runtime);
        app.MapState(state);
        app.MapActors(runtime.Actors);
        app.MapPublish(pubsubs);
        app.MapSecrets(secrets);
        app.MapJobs(jobs);
        app.MapWhatIsNotConfigured();
        app.MapPost("/v1.0/shutdown", (HttpContext context) =>
        {
            context.Empty();
            context.Response.OnCompleted(() =>
            {
                shutdown();
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });
        app.MapFallback("{**path}", InvokeEndpoints.Invoke(messaging));
        await StartAsync(app);
        _log.Info($"HTTP server is running on port {options.HttpPort}");
    }

    /// <summary>Health and metadata for probes; this port never asks for a token.</summary>
    public async Task StartPublicAsync(RuntimeState runtime)
    {
        if (options.PublicPort is { } port)
        {
            var app = Build([options.PublicAddress], port, HttpProtocols.Http1);
            app.UseApiErrors(sink.Scope("dapr.runtime.http"));
            app.UseRouting();
            app.MapHealth(runtime);
            app.MapMetadata(runtime);
            app.MapFallback("{**path}", (HttpContext context) =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                context.Response.ContentType = "text/plain; charset=utf-8";
                return context.Response.WriteAsync("404 page not found\n");
            });
            await StartAsync(app);
        }
    }

    public async Task StartGrpcApiAsync(DaprService service)
    {
        var app = Build(options.ApiAddresses, options.GrpcPort, HttpProtocols.Http2, services =>
        {
            services.AddSingleton(new ApiInterceptor(options, tracing, sink.Scope("dapr.runtime.grpc.api")));
            services.AddGrpc(grpc =>
            {
                grpc.Interceptors.Add<ApiInterceptor>();
                grpc.IgnoreUnknownServices = true;
                grpc.MaxReceiveMessageSize = (int)Math.Min(options.MaxBodySize, int.MaxValue);
            });
            services.AddSingleton(service);
            services.AddSingleton<IServiceMethodProvider<DaprService>, DaprServiceMethods>();
        });
        app.MapGrpcService<DaprService>();
        app.MapFallback("{**path}", (HttpContext context) =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "12"; // Unimplemented
            context.Response.Headers["grpc-message"] = ApiError.NotHere(context.Request.Path).Message;
            return Task.CompletedTask;
        });
        if (options.ApiToken is not null)
        {
            _log.Info("Enabled token authentication on gRPC server");
        }

        await StartAsync(app);
        _log.Info($"API gRPC server is running on port {options.GrpcPort}");
    }

    public async Task StartInternalGrpcAsync(DirectMessaging messaging)
    {
        var app = Build([options.InternalAddress], options.InternalGrpcPort, HttpProtocols.Http2, services =>
        {
            services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = (int)Math.Min(options.MaxBodySize, int.MaxValue));
            services.AddSingleton(new InternalService(options.AppId, tracing, messaging));
            services.AddSingleton<IServiceMethodProvider<InternalService>, InternalServiceMethods>();
        });
        app.MapGrpcService<InternalService>();
        await StartAsync(app);
        _log.Info($"Internal gRPC server is running on {options.InternalAddress}:{options.InternalGrpcPort}");
    }

    /// <summary>The port for metrics answers, and there is nothing to tell: the stand-in counts nothing.</summary>
    public async Task StartMetricsAsync()
    {
        if (options.MetricsPort is { } port)
        {
            var app = Build([options.MetricsAddress], port, HttpProtocols.Http1);
            app.Run(context =>
            {
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
                return context.Response.WriteAsync("# The stand-in counts nothing.\n");
            });
            await StartAsync(app);
            _log.Info($"metrics server started on {options.MetricsAddress}:{port}/");
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(options.ShutdownGrace);
        foreach (var app in _running)
        {
            await app.StopAsync(grace.Token);
            await app.DisposeAsync();
        }
    }

    private WebApplication Build(
        IEnumerable<string> addresses, int port, HttpProtocols protocols, Action<IServiceCollection>? configure = null)
    {
        // One address that works is enough: "[::1],127.0.0.1" is usual, and not every machine has IPv6.
        var endpoints = addresses.SelectMany(address => Endpoints(address, port)).ToList();
        if (endpoints.Count == 0)
        {
            throw new FatalException($"could not listen on any endpoint: port {port} is taken or the address is not of this machine");
        }

        // The empty builder reads no environment variables and no files: the command line is all there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodySize > 0 ? options.MaxBodySize : null;
            // Go's server allows 4096 bytes more than it was told.
            kestrel.Limits.MaxRequestHeadersTotalSize = options.ReadBufferSize + 4096;
            foreach (var address in endpoints)
            {
                kestrel.Listen(address, listener => listener.Protocols = protocols);
            }
        });
        builder.Services.AddRoutingCore();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private IEnumerable<IPEndPoint> Endpoints(string address, int port)
    {
        IPAddress[] candidates = address.Trim().Trim('[', ']') switch
        {
            "" or "::" => [IPAddress.IPv6Any, IPAddress.Any],
            "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
            var ip when IPAddress.TryParse(ip, out var parsed) => [parsed],
            var host => Dns.GetHostAddresses(host),
        };
        var usable = candidates.Select(candidate => new IPEndPoint(candidate, port)).Where(CanListen);

        // "All addresses" of IPv6 covers those of IPv4.
        return candidates[0].Equals(IPAddress.IPv6Any) ? usable.Take(1) : usable;
    }

    private bool CanListen(IPEndPoint endpoint)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            _log.Debug($"Failed to listen on TCP address {endpoint} with error: {e.Message}");
            return false;
        }
    }

    private async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            _running.Push(app);
        }
        catch (IOException e)
        {
            throw new FatalException($"could not listen on any endpoint: {e.Message}");
        }
    }
}
