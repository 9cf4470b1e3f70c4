using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.App;
using DaprdStandIn.Logging;
using DaprdStandIn.Resources;
using DaprdStandIn.Telemetry;

namespace DaprdStandIn.PubSub;

/// <summary>Brings the messages of all subscriptions to the app.</summary>
internal sealed class Subscriber(
    string appId, PubSubs pubsubs, AppChannel? app, Resiliency resiliency, Tracing tracing, Log log) : IDisposable
{
    private IReadOnlyList<Subscription>? _programmatic;
    private CancellationTokenSource? _lifetime;
    private CancellationToken _life;

    public IReadOnlyList<Subscription> Subscriptions { get; private set; } = [];

    public async Task StartAsync(
        IReadOnlyList<Subscription> declarative, bool askTheApp, CancellationToken cancellation)
    {
        if (!pubsubs.Any || _lifetime is not null)
        {
            return;
        }

        if (app is null)
        {
            log.Warn("app channel not initialized, make sure -app-port is specified if pubsub subscription is required");
            return;
        }

        if (_programmatic is null)
        {
            // Set first: the question is put once in the life of a daprd, even when it gets no answer.
            _programmatic = [];
            if (askTheApp)
            {
                _programmatic = await SubscriptionDiscovery.AskAsync(app, appId, log, cancellation);
            }
            else
            {
                log.Warn("Skipping programmatic subscription loading (see 'disable-init-endpoints' flag/annotation)");
            }
        }

        foreach (var group in _programmatic.GroupBy(subscription => subscription.PubSub))
        {
            var topics = string.Join(' ', group.Select(subscription => subscription.Topic));
            log.Info($"app is subscribed to the following topics: [[{topics}]] through pubsub={group.Key}");
        }

        _life = cancellation;
        _lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Subscriptions = [.. declarative, .. _programmatic];
        foreach (var subscription in Subscriptions)
        {
            await SubscribeAsync(app, subscription, _lifetime.Token);
        }
    }

    /// <summary>Holds messages back while the app is unhealthy.</summary>
    public void Stop()
    {
        _lifetime?.Cancel();
        _lifetime?.Dispose();
        _lifetime = null;
    }

    public void Dispose() => Stop();

    private async Task SubscribeAsync(AppChannel channel, Subscription subscription, CancellationToken lifetime)
    {
        List<(MatchExpression? Match, string Path)> routes;
        try
        {
            routes = [.. from rule in subscription.Rules
                         select (string.IsNullOrWhiteSpace(rule.Match) ? null : MatchExpression.Parse(rule.Match), rule.Path)];
        }
        catch (MatchException e)
        {
            log.Error($"error parsing the rules of the subscription to topic {subscription.Topic}: {e.Message}");
            return;
        }

        if (routes.Count == 0)
        {
            log.Warn($"topic {subscription.Topic} has an empty routes. removing from subscriptions list");
            return;
        }

        if (pubsubs.Find(subscription.PubSub) is not { } pubsub)
        {
            log.Error($"pubsub {subscription.PubSub} of the subscription to topic {subscription.Topic} is not found");
            return;
        }

        try
        {
            await pubsub.SubscribeAsync(
                subscription.Topic,
                (message, cancellation) => HandleAsync(channel, subscription, routes, message, cancellation),
                lifetime);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Error($"failed to subscribe to topic {subscription.Topic}: {e.Message}");
        }
    }

    private async Task<bool> HandleAsync(
        AppChannel channel,
        Subscription subscription,
        IReadOnlyList<(MatchExpression? Match, string Path)> routes,
        Message message,
        CancellationToken lifetime)
    {
        // A reader may bring a message that nobody wants any more; it must not count as done.
        if (lifetime.IsCancellationRequested)
        {
            return false;
        }

        if (PubSubs.IsRaw(subscription.Metadata))
        {
            message = message with { Data = CloudEvent.FromRaw(message.Data, subscription.PubSub, subscription.Topic) };
        }

        if (Parse(message.Data) is not { } cloudEvent)
        {
            log.Error($"error deserializing cloud event in pubsub {subscription.PubSub} and topic {subscription.Topic}");
            return await DeadLetterAsync(subscription, message);
        }

        var id = CloudEvent.Attribute(cloudEvent, "id");
        if (CloudEvent.HasExpired(cloudEvent))
        {
            log.Warn($"dropping expired pub/sub event {id}");
            await DeadLetterAsync(subscription, message);
            return true;
        }

        string? route;
        try
        {
            // The first rule that matches; the one without a condition is the default and comes last.
            route = routes.FirstOrDefault(route => route.Match?.Matches(cloudEvent) ?? true).Path;
        }
        catch (Exception e) when (e is MatchException or FormatException or ArgumentException)
        {
            log.Error($"error finding matching route for event {id} in pubsub {subscription.PubSub} and topic {subscription.Topic}: "
                + e.Message);
            return await DeadLetterAsync(subscription, message);
        }

        if (route is null)
        {
            log.Debug($"no matching route for event {id} in pubsub {subscription.PubSub} and topic {subscription.Topic}; skipping");
            await DeadLetterAsync(subscription, message);
            return true;
        }

        var headers = message.Metadata.Append(new("pubsubName", subscription.PubSub))
            .Select(pair => KeyValuePair.Create<string, IReadOnlyList<string>>(pair.Key, [pair.Value]));
        var request = new AppRequest("POST", route, "", [.. headers], CloudEvent.ContentType, message.Data);

        // One call where no Resiliency says more. What one has begun goes on when the app is unhealthy and the subscription has ended.
        var policy = resiliency.Inbound(subscription.PubSub, "Pubsub") ?? Policy.Once;
        var outcome = Outcome.Retry;
        try
        {
            outcome = await policy.RunAsync(
                stop => DeliverAsync(channel, subscription.Topic, cloudEvent, request, stop), outcome => outcome.Failure, _life);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            log.Warn($"error returned from app channel while sending pub/sub event to app: {e.Message}");
        }

        if (outcome.IsDropped)
        {
            await DeadLetterAsync(subscription, message);
            return true;
        }

        return outcome.Failure is null || (!lifetime.IsCancellationRequested && await DeadLetterAsync(subscription, message));
    }

    private async Task<Outcome> DeliverAsync(
        AppChannel channel, string topic, JsonObject cloudEvent, AppRequest request, CancellationToken cancellation)
    {
        var id = CloudEvent.Attribute(cloudEvent, "id");
        var trace = CloudEvent.Attribute(cloudEvent, cloudEvent.ContainsKey("traceparent") ? "traceparent" : "traceid");
        using var span = tracing.IsEnabled && trace.Length > 0
            ? tracing.Start($"pubsub/{topic}", ActivityKind.Client, trace, CloudEvent.Attribute(cloudEvent, "tracestate"))
            : null;
        span?.DescribeMessage(topic);

        var response = await channel.SendAsync(request, cancellation);
        if (response.Status is < 200 or > 299)
        {
            var retriable = response.Status != 404;
            log.Warn($"{(retriable ? "retriable" : "non-retriable")} error returned from app while processing pub/sub event {id}. "
                + $"status code returned: {response.Status}");
            return retriable ? new(response.Status) : Outcome.Dropped;
        }

        // Any answer without a status that daprd knows how to read is a success; a status that it does not know is not.
        switch (Parse(response.Body) is { } answer ? CloudEvent.Attribute(answer, "status") : "")
        {
            case "" or "SUCCESS":
                return Outcome.Success;
            case "DROP":
                log.Warn($"DROP status returned from app while processing pub/sub event {id}");
                return Outcome.Dropped;
            case var status:
                log.Warn($"{status} status returned from app while processing pub/sub event {id}");
                return Outcome.Retry;
        }
    }

    /// <returns>Whether the message was kept somewhere.</returns>
    private async Task<bool> DeadLetterAsync(Subscription subscription, Message message)
    {
        if (subscription.DeadLetterTopic.Length == 0)
        {
            return false;
        }

        await pubsubs.Find(subscription.PubSub)!.PublishAsync(
            subscription.DeadLetterTopic, message with { Metadata = new Dictionary<string, string>() }, _life);
        return true;
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonNode.Parse(json.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="Failure">The HTTP status, or 0 where the app has asked for a retry; null where the message is done with.</param>
    private readonly record struct Outcome(int? Failure, bool IsDropped = false)
    {
        public static Outcome Success => new(null);

        public static Outcome Dropped => new(null, IsDropped: true);

        public static Outcome Retry => new(0);
    }
}
