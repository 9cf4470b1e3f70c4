using System.Diagnostics;
using System.Net;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Grpc;
using DaprdStandIn.Invocation;
using DaprdStandIn.Logging;
using DaprdStandIn.PubSub;
using DaprdStandIn.Resources;
using DaprdStandIn.State;
using DaprdStandIn.Telemetry;

namespace DaprdStandIn;

/// <summary>The life of one daprd, in the order in which a real one goes about it.</summary>
internal sealed class DaprdRuntime(
    DaprdOptions options, DaprConfiguration configuration, Func<string, string?> environment, LogSink sink)
{
    private readonly Log _log = sink.Scope("dapr.runtime");

    public async Task RunAsync(CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);

        var metrics = new Metrics(options.AppId);
        using var tracing = new Tracing(
            TracingOptions.From(options.AppId, configuration.Tracing, environment), $"daprd:{options.HttpPort}", _log);
        await using var servers = new Servers(options, tracing, sink);
        await servers.StartMetricsAsync(metrics);

        using var app = AppChannel.For(options);
        using var messaging = new DirectMessaging(options, configuration, app);
        var stateStores = new StateStores(options.AppId, options.Namespace);
        var pubsubs = new PubSubs(options.AppId, metrics);
        using var subscriber = new Subscriber(
            options.AppId, pubsubs, app, tracing, metrics, sink.Scope("dapr.runtime.processor.subscription"));
        var runtime = new RuntimeState(options, subscriber);
        runtime.AddTarget("runtime");

        _log.Info("standalone mode configured");
        _log.Info($"app id: {options.AppId}");
        _log.Info($"Initialized name resolution to {(configuration.Resolver.Length > 0 ? configuration.Resolver : "mdns")}");

        _log.Info("Loading components…");
        var resources = new ResourceLoader(options.AppId, environment("NAMESPACE") is { Length: > 0 } ns ? ns : null, _log)
            .Load(options.ResourcesPaths);
        var metadata = new MetadataResolver(options, environment, _log);
        runtime.Components = await new ComponentLoader(
            options, metadata, stateStores, pubsubs, sink.Scope("dapr.runtime.processor")).LoadAsync(resources.Components, stop);

        var state = new StateApi(stateStores, metrics);
        await servers.StartGrpcApiAsync(new DaprService(state, pubsubs, messaging, runtime, life.Cancel), metrics);
        await servers.StartHttpApiAsync(state, pubsubs, messaging, runtime, metrics, life.Cancel);
        await servers.StartPublicAsync(runtime);
        await servers.StartInternalGrpcAsync(messaging);
        runtime.OutboundReady = true;

        var work = WaitForControlPlane(runtime, life.Token).Append(BringUpAppAsync()).ToList();
        try
        {
            // Anything that fails ends daprd; otherwise it goes on until it is told to stop.
            work.Add(Task.Delay(Timeout.InfiniteTimeSpan, life.Token));
            await foreach (var finished in Task.WhenEach(work))
            {
                await finished;
            }
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            _log.Info("Dapr is shutting down");
        }
        finally
        {
            await life.CancelAsync();
        }

        async Task BringUpAppAsync()
        {
            if (app is not null)
            {
                await AppWaiter.WaitAsync(options, _log, life.Token);
            }

            var ready = Ready(start, runtime);
            if (app is null || options.AppHealth is null)
            {
                await AppIsHealthyAsync();
                ready();
                return;
            }

            app.Healthy = false;
            ready();
            await AppHealthProbe.RunAsync(app, options.AppHealth, AppHealthChangedAsync, _log, life.Token);
        }

        async Task AppHealthChangedAsync(bool healthy)
        {
            app.Healthy = healthy;
            if (healthy)
            {
                await AppIsHealthyAsync();
            }
            else
            {
                subscriber.Stop();
            }
        }

        async Task AppIsHealthyAsync()
        {
            try
            {
                await LoadAppConfigurationAsync(app, life.Token);
                var askTheApp = !options.DisabledInitEndpoints.Contains("subscribe");
                await subscriber.StartAsync(resources.Subscriptions, askTheApp, life.Token);
            }
            catch (HttpRequestException e)
            {
                // As with a real daprd, this is final: the app is not asked again, and nothing is delivered to it.
                _log.Warn($"failed to subscribe to topics: {e.Message}");
            }
        }
    }

    private Action Ready(long start, RuntimeState runtime) => () =>
    {
        runtime.Ready("runtime");
        _log.Info($"dapr initialized. Status: Running. Init Elapsed {(long)Stopwatch.GetElapsedTime(start).TotalMilliseconds}ms");
    };

    /// <summary>The app's actor types, which the stand-in does not host; asked for because an app may watch for the call.</summary>
    private async Task LoadAppConfigurationAsync(AppChannel? app, CancellationToken cancellation)
    {
        if (app is null || options.DisabledInitEndpoints.Contains("config"))
        {
            return;
        }

        try
        {
            await app.SendAsync(
                new("GET", "dapr/config", "", [new("dapr-app-id", [options.AppId])], "application/json", ReadOnlyMemory<byte>.Empty),
                cancellation);
            _log.Info("Application configuration loaded");
        }
        catch (HttpRequestException)
        {
            // daprd drops this error, too.
        }
    }

    /// <summary>
    /// A real daprd is healthy only after it has met the placement and scheduler services it was given. The stand-in speaks
    /// neither protocol; it waits until they listen, so that a wrong address shows here as it would there.
    /// </summary>
    private IEnumerable<Task> WaitForControlPlane(RuntimeState runtime, CancellationToken cancellation)
    {
        foreach (var address in options.ControlPlaneAddresses)
        {
            _log.Warn($"the stand-in has no actors, workflows and jobs; it only waits for {address} to listen");
            runtime.AddTarget(address);
        }

        return options.ControlPlaneAddresses.Select(async address =>
        {
            var colon = address.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(address[(colon + 1)..], out var port) || port is <= 0 or > IPEndPoint.MaxPort)
            {
                throw new FatalException($"invalid address {address}: must be host:port");
            }

            while (!await AppWaiter.AnswersAsync(address[..colon], port, cancellation))
            {
                await Task.Delay(500, cancellation);
            }

            runtime.Ready(address);
        });
    }
}
