using System.Diagnostics;
using System.Net;
using DaprdStandIn.Actors;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Grpc;
using DaprdStandIn.Invocation;
using DaprdStandIn.Logging;
using DaprdStandIn.PubSub;
using DaprdStandIn.Resources;
using DaprdStandIn.Scheduling;
using DaprdStandIn.Secrets;
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

        using var tracing = new Tracing(
            TracingOptions.From(options.AppId, configuration.Tracing, environment), $"daprd:{options.HttpPort}", _log);
        await using var servers = new Servers(options, tracing, sink);
        await servers.StartMetricsAsync();

        var files = new ResourceLoader(options.AppId, environment("NAMESPACE") is { Length: > 0 } ns ? ns : null, _log);
        var resources = files.Load(options.ResourcesPaths);
        var subscriptions = resources.Subscriptions;
        using var app = AppChannel.For(options);
        using var messaging = new DirectMessaging(options, configuration, resources.Resiliency, app);
        var stateStores = new StateStores(options.AppId, options.Namespace);
        var pubsubs = new PubSubs(options.AppId, resources.Resiliency);
        var secrets = new SecretStores(environment, configuration.SecretScopes);
        var taking = new Gate();
        using var scheduler = new SchedulerClient(options, sink.Scope("dapr.runtime.scheduler"));
        using var subscriber = new Subscriber(
            options.AppId, pubsubs, app, resources.Resiliency, tracing, sink.Scope("dapr.runtime.processor.subscription"));
        using var actors = new ActorRuntime(options, app, stateStores, scheduler, sink.Scope("dapr.runtime.actor"));
        var jobs = new Jobs(options, app, scheduler, sink.Scope("dapr.runtime.scheduler"));
        var runtime = new RuntimeState(options, subscriber, actors);
        runtime.AddTarget("runtime");

        _log.Info("standalone mode configured");
        _log.Info($"app id: {options.AppId}");
        _log.Info($"Initialized name resolution to {(configuration.Resolver.Length > 0 ? configuration.Resolver : "mdns")}");

        _log.Info("Loading components…");
        var metadata = new MetadataResolver(options, environment, secrets, _log);
        var loader = new ComponentLoader(
            options, metadata, secrets, resources.Resiliency, stateStores, pubsubs, sink.Scope("dapr.runtime.processor"));
        runtime.Components = await loader.LoadAsync(resources.Components, life.Token);

        var state = new StateApi(stateStores);
        await servers.StartGrpcApiAsync(new DaprService(state, pubsubs, secrets, jobs, runtime, life.Cancel));
        await servers.StartHttpApiAsync(state, pubsubs, secrets, jobs, messaging, runtime, life.Cancel);
        await servers.StartPublicAsync(runtime);
        await servers.StartInternalGrpcAsync(messaging);
        runtime.OutboundReady = true;

        var appTypes = new TaskCompletionSource<IReadOnlyDictionary<string, TimeSpan>>();
        var appFound = new TaskCompletionSource();
        List<Task> work = [MeetPlacementAsync(), .. options.SchedulerAddresses.Select(MeetAsync), BringUpAppAsync(), HostActorsAsync(),
            TakeJobsAsync(),
            new HotReload(files, options.ResourcesPaths, loader, sink.Scope("dapr.runtime.hotreload"))
                .RunAsync(runtime.Components, ResourcesChangedAsync, life.Token)];
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

        async Task MeetPlacementAsync()
        {
            const string Target = "internal-placement-service";
            if (options.PlacementAddresses.Count > 0)
            {
                runtime.AddTarget(Target);
            }

            await Task.WhenAll(options.PlacementAddresses.Select(MeetAsync));
            await appFound.Task.WaitAsync(life.Token);
            actors.Place();
            runtime.Ready(Target);
        }

        // A real daprd is healthy only after it has met the placement and scheduler services it was given. The stand-in speaks neither
        // protocol; it waits until they listen, so that a wrong address shows here as it would there.
        async Task MeetAsync(string address)
        {
            runtime.AddTarget(address);
            var colon = address.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(address[(colon + 1)..], out var port) || port is <= 0 or > IPEndPoint.MaxPort)
            {
                throw new FatalException($"invalid address {address}: must be host:port");
            }

            while (!await AppWaiter.AnswersAsync(address[..colon], port, life.Token))
            {
                await Task.Delay(500, life.Token);
            }

            runtime.Ready(address);
        }

        // What subscribes does so once more, with what there is now.
        async Task ResourcesChangedAsync(IReadOnlyList<ComponentManifest> components, IReadOnlyList<Subscription> declared)
        {
            (runtime.Components, subscriptions) = (components, declared);
            if (appFound.Task.IsCompleted && app?.Healthy is not false)
            {
                subscriber.Stop();
                await AppIsHealthyAsync();
            }
        }

        async Task HostActorsAsync() => await actors.HostAsync(await appTypes.Task.WaitAsync(life.Token), life.Token);

        async Task TakeJobsAsync()
        {
            await taking.OpenedAsync(life.Token);
            string[] prefixes = [jobs.Prefix, .. await actors.ReminderPrefixesAsync(life.Token)];
            await scheduler.TakeAsync(
                taking,
                prefixes,
                (trigger, cancellation) => trigger.Key.StartsWith(jobs.Prefix, StringComparison.Ordinal)
                    ? jobs.DeliverAsync(trigger.Document, cancellation)
                    : actors.RemindAsync(trigger.Document, cancellation),
                life.Token);
        }

        async Task LoadAppConfigurationAsync()
        {
            if (!appTypes.Task.IsCompleted)
            {
                appTypes.TrySetResult(app is null || options.DisabledInitEndpoints.Contains("config")
                    ? new Dictionary<string, TimeSpan>()
                    : await ActorTypes.AskAsync(app, options.AppId, _log, life.Token));
            }
        }

        async Task BringUpAppAsync()
        {
            if (app is not null)
            {
                await AppWaiter.WaitAsync(options, _log, life.Token);
            }

            appFound.SetResult();
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
                taking.Close();
                subscriber.Stop();
            }
        }

        async Task AppIsHealthyAsync()
        {
            try
            {
                await LoadAppConfigurationAsync();
                var askTheApp = !options.DisabledInitEndpoints.Contains("subscribe");
                await subscriber.StartAsync(subscriptions, askTheApp, life.Token);
            }
            catch (HttpRequestException e)
            {
                // As with a real daprd, this is final: the app is not asked again, and nothing is delivered to it.
                _log.Warn($"failed to subscribe to topics: {e.Message}");
            }

            taking.Open();
        }
    }

    private Action Ready(long start, RuntimeState runtime) => () =>
    {
        runtime.Ready("runtime");
        _log.Info($"dapr initialized. Status: Running. Init Elapsed {(long)Stopwatch.GetElapsedTime(start).TotalMilliseconds}ms");
    };
}
