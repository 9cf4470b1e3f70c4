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
    string appId, PubSubs pubsubs, AppChannel? app, Resiliency resiliency, Tracing tracing, Metrics metrics, Log log) : IDisposable
{
    // A real daprd tries once where no Resiliency says more, and leaves the rest to the broker. The brokers here do not redeliver, so this
    // is the policy.
    private static readonly Policy Default = new(Timeout: null, new(IsExponential: true, default, TimeSpan.FromSeconds(2), MaxRetries: 3));

    private IReadOnlyList<Subscription>? _programmatic;
    private CancellationTokenSource? _lifetime;

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
        ReadOnlyMemory<byte> message,
        CancellationToken cancellation)
    {
        if (PubSubs.IsRaw(subscription.Metadata))
        {
            message = CloudEvent.FromRaw(message, subscription.PubSub, subscription.Topic);
        }

        if (Parse(message) is not { } cloudEvent)
        {
            log.Error($"error deserializing cloud event in pubsub {subscription.PubSub} and topic {subscription.Topic}");
            return await DeadLetterAsync(subscription, message, cancellation);
        }

        var id = CloudEvent.Attribute(cloudEvent, "id");
        if (CloudEvent.HasExpired(cloudEvent))
        {
            log.Warn($"dropping expired pub/sub event {id}");
            Count(subscription, Delivery.Drop);
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
            return await DeadLetterAsync(subscription, message, cancellation);
        }

        if (route is null)
        {
            log.Debug($"no matching route for event {id} in pubsub {subscription.PubSub} and topic {subscription.Topic}; skipping");
            Count(subscription, Delivery.Drop);
            await DeadLetterAsync(subscription, message, cancellation);
            return true;
        }

        var request = new AppRequest("POST", route, "", [], CloudEvent.ContentType, message);
        var policy = resiliency.Inbound(subscription.PubSub) ?? Default;
        for (var retry = 0; ; retry++)
        {
            var outcome = await DeliverAsync(channel, policy, subscription.Topic, cloudEvent, request, cancellation);
            var delay = policy.Retry?.DelayBefore(retry);
            Count(subscription, outcome);
            switch (outcome)
            {
                case Delivery.Success:
                    return true;
                case Delivery.Drop:
                    await DeadLetterAsync(subscription, message, cancellation);
                    return true;
                case Delivery.Retry when delay is null:
                    return await DeadLetterAsync(subscription, message, cancellation);
            }

            await Task.Delay(delay!.Value, cancellation);
        }
    }

    private async Task<Delivery> DeliverAsync(
        AppChannel channel, Policy policy, string topic, JsonObject cloudEvent, AppRequest request, CancellationToken cancellation)
    {
        var id = CloudEvent.Attribute(cloudEvent, "id");
        var trace = CloudEvent.Attribute(cloudEvent, cloudEvent.ContainsKey("traceparent") ? "traceparent" : "traceid");
        using var span = tracing.IsEnabled && trace.Length > 0
            ? tracing.Start($"pubsub/{topic}", ActivityKind.Client, trace, CloudEvent.Attribute(cloudEvent, "tracestate"))
            : null;
        span?.DescribeMessage(topic);

        AppResponse response;
        try
        {
            response = await policy.OnceAsync(stop => channel.SendAsync(request, stop), cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            log.Warn($"error returned from app channel while sending pub/sub event to app: {e.Message}");
            return Delivery.Retry;
        }

        if (response.Status is < 200 or > 299)
        {
            var retriable = response.Status != 404;
            log.Warn($"{(retriable ? "retriable" : "non-retriable")} error returned from app while processing pub/sub event {id}. "
                + $"status code returned: {response.Status}");
            return retriable ? Delivery.Retry : Delivery.Drop;
        }

        // Any answer without a status that daprd knows how to read is a success; a status that it does not know is not.
        switch (Parse(response.Body) is { } answer ? CloudEvent.Attribute(answer, "status") : "")
        {
            case "" or "SUCCESS":
                return Delivery.Success;
            case "DROP":
                log.Warn($"DROP status returned from app while processing pub/sub event {id}");
                return Delivery.Drop;
            case var status:
                log.Warn($"{status} status returned from app while processing pub/sub event {id}");
                return Delivery.Retry;
        }
    }

    /// <returns>Whether the message was kept somewhere.</returns>
    private async Task<bool> DeadLetterAsync(Subscription subscription, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (subscription.DeadLetterTopic.Length == 0)
        {
            return false;
        }

        await pubsubs.Find(subscription.PubSub)!.PublishAsync(
            subscription.DeadLetterTopic, message, new Dictionary<string, string>(), cancellation);
        return true;
    }

    private void Count(Subscription subscription, Delivery outcome) => metrics.Count(
        "dapr_component_pubsub_ingress_count",
        ("component", subscription.PubSub),
        ("process_status", outcome.ToString().ToLowerInvariant()),
        ("topic", subscription.Topic));

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

    private enum Delivery
    {
        Success,
        Retry,
        Drop,
    }
}
