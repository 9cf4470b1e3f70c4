using System.Diagnostics;
using System.Globalization;
using Dapr.Client.Autogen.Grpc.v1;
using DaprdStandIn.Http;
using DaprdStandIn.PubSub;
using DaprdStandIn.Scheduling;
using DaprdStandIn.Secrets;
using DaprdStandIn.State;
using DaprdStandIn.Telemetry;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DaprdStandIn.Grpc;

/// <summary>The gRPC API, as far as the stand-in speaks it. What is not here is answered with Unimplemented.</summary>
internal sealed class DaprService(
    StateApi state, PubSubs pubsubs, SecretStores secrets, Jobs jobs, RuntimeState runtime, Action shutdown)
{
    private static readonly Empty Nothing = new();

    public async Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        await state.GetAsync(request.StoreName, request.Key, context.CancellationToken) is { } value
            ? new GetStateResponse { Data = ByteString.CopyFrom(value.Data.Span), Etag = value.ETag ?? "" }
            : new GetStateResponse();

    public async Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        state.Check(request.StoreName);
        var response = new GetBulkStateResponse();
        foreach (var key in request.Keys)
        {
            var value = await state.GetAsync(request.StoreName, key, context.CancellationToken);
            response.Items.Add(new BulkStateItem
            {
                Key = key,
                Data = ByteString.CopyFrom((value?.Data ?? default).Span),
                Etag = value?.ETag ?? "",
            });
        }

        return response;
    }

    public async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        await state.SaveAsync(request.StoreName, [.. request.States.Select(Change)], context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        await state.DeleteAsync(request.StoreName, request.Key, request.Etag?.Value, context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        var operations = from operation in request.Operations
                         let change = Change(operation.Request)
                         select operation.OperationType == "delete" ? new StateOperation(change.Key, null)
                             : new(change.Key, change.Data, change.TtlSeconds);
        await state.TransactAsync(request.StoreName, [.. operations], context.CancellationToken);
        return Nothing;
    }

    public Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context) =>
        Task.FromResult(new GetSecretResponse { Data = { [request.Key] = secrets.Get(request.StoreName, request.Key) } });

    public async Task<ScheduleJobResponse> ScheduleJob(ScheduleJobRequest request, ServerCallContext context)
    {
        var job = request.Job;
        var failure = job.FailurePolicy switch
        {
            { Constant: { } constant } => new FailurePolicy(
                constant.Interval?.ToTimeSpan() ?? TimeSpan.Zero, constant.HasMaxRetries ? (int)constant.MaxRetries : null),
            { Drop: not null } => FailurePolicy.Drop,
            _ => FailurePolicy.Default,
        };
        await jobs.ScheduleAsync(
            new(
                job.Name,
                job.HasSchedule ? job.Schedule : null,
                job.HasDueTime ? job.DueTime : null,
                job.HasRepeats ? (int)job.Repeats : null,
                job.HasTtl ? job.Ttl : null,
                failure,
                job.Data?.Value.Memory ?? ReadOnlyMemory<byte>.Empty),
            request.Overwrite,
            context.CancellationToken);
        return new();
    }

    public async Task<GetJobResponse> GetJob(GetJobRequest request, ServerCallContext context)
    {
        var found = await jobs.GetAsync(request.Name, context.CancellationToken);
        var response = new GetJobResponse { Job = new() { Name = found.Name, FailurePolicy = new() { Constant = new() } } };
        var (job, constant) = (response.Job, response.Job.FailurePolicy.Constant);
        job.Data = found.Data.IsEmpty ? null : new Any { Value = ByteString.CopyFrom(found.Data.Span) };
        constant.Interval = Duration.FromTimeSpan(found.Failure.Interval);
        Set(found.Failure.MaxRetries, retries => constant.MaxRetries = (uint)retries!);
        Set(found.Repeats, repeats => job.Repeats = (uint)repeats!);
        Set(found.Schedule, schedule => job.Schedule = schedule);
        Set(found.DueTime, dueTime => job.DueTime = dueTime);
        Set(found.Ttl, ttl => job.Ttl = ttl);
        return response;

        // Setting nothing would be something.
        static void Set<T>(T value, Action<T> set)
        {
            if (value is not null)
            {
                set(value);
            }
        }
    }

    public async Task<DeleteJobResponse> DeleteJob(DeleteJobRequest request, ServerCallContext context)
    {
        await jobs.DeleteAsync(request.Name, context.CancellationToken);
        return new();
    }

    public async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        var publish = new PublishRequest(
            request.PubsubName,
            request.Topic,
            request.Data.Memory,
            request.DataContentType,
            new Dictionary<string, string>(request.Metadata),
            Activity.Current?.Id ?? "",
            Activity.Current?.TraceStateString ?? "");
        Activity.Current?.DescribeMessage(publish.Topic);
        await pubsubs.PublishAsync(publish, context.CancellationToken);
        return Nothing;
    }

    public Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var app = runtime.AppConnection;
        var response = new GetMetadataResponse
        {
            Id = runtime.AppId,
            RuntimeVersion = DaprdVersion.Text,
            AppConnectionProperties = new AppConnectionProperties
            {
                Port = app.Port ?? 0,
                Protocol = app.Protocol,
                ChannelAddress = app.ChannelAddress,
                MaxConcurrency = app.MaxConcurrency ?? 0,
                Health = app.Health is { } health
                    ? new AppConnectionHealthProperties
                    {
                        HealthCheckPath = health.HealthCheckPath,
                        HealthProbeInterval = health.HealthProbeInterval,
                        HealthProbeTimeout = health.HealthProbeTimeout,
                        HealthThreshold = health.HealthThreshold,
                    }
                    : null,
            },
        };
        AddAll(response.ExtendedMetadata, runtime.Extended);
        response.RegisteredComponents.AddRange(runtime.Components.Select(component => new RegisteredComponents
        {
            Name = component.Name,
            Type = component.Type,
            Version = component.Version,
            Capabilities = { RuntimeState.Capabilities(component.Type) },
        }));
        response.Subscriptions.AddRange(runtime.Subscriptions.Select(subscription => new PubsubSubscription
        {
            PubsubName = subscription.PubSub,
            Topic = subscription.Topic,
            DeadLetterTopic = subscription.DeadLetterTopic,
            Metadata = { subscription.Metadata.ToDictionary() },
            Rules = new PubsubSubscriptionRules
            {
                Rules = { subscription.Rules.Select(rule => new PubsubSubscriptionRule { Match = rule.Match, Path = rule.Path }) },
            },
            Type = subscription.Type == Resources.SubscriptionType.Programmatic
                ? PubsubSubscriptionType.Programmatic
                : PubsubSubscriptionType.Declarative,
        }));
        return Task.FromResult(response);
    }

    public Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        runtime.Extend(request.Key, request.Value);
        return Task.FromResult(Nothing);
    }

    public Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        shutdown();
        return Task.FromResult(Nothing);
    }

    private static StateChange Change(StateItem item)
    {
        if (item.Key.Length == 0)
        {
            throw new ApiError(400, StatusCode.InvalidArgument, "ERR_STATE_SAVE", "state key cannot be empty");
        }

        var concurrency = item.Options?.Concurrency ?? StateOptions.Types.StateConcurrency.ConcurrencyUnspecified;
        return new(
            item.Key,
            item.Value.Memory,
            concurrency == StateOptions.Types.StateConcurrency.ConcurrencyLastWrite ? null : item.Etag?.Value,
            concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite,
            item.Metadata.TryGetValue("ttlInSeconds", out var ttl) ? int.Parse(ttl, CultureInfo.InvariantCulture) : null);
    }

    private static void AddAll(MapField<string, string> map, IReadOnlyDictionary<string, string> pairs)
    {
        foreach (var (key, value) in pairs)
        {
            map[key] = value;
        }
    }
}
