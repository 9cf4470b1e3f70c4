using System.Text.Json.Nodes;
using Grpc.Core;

namespace DaprdStandIn.Http;

/// <summary>An error of the Dapr API: its code and words, and its status on HTTP and on gRPC.</summary>
internal sealed class ApiError(int httpStatus, StatusCode grpcStatus, string code, string message, params JsonObject[] details)
    : Exception(message)
{
    public int HttpStatus => httpStatus;

    public StatusCode GrpcStatus => grpcStatus;

    public string Code => code;

    /// <summary>What newer APIs say besides.</summary>
    public JsonArray? Details => details.Length > 0 ? [.. details.Select(detail => detail.DeepClone())] : null;

    /// <summary>daprd would have done it. This must not look like a mistake of the caller.</summary>
    public static ApiError NotHere(string what) =>
        new(501, StatusCode.Unimplemented, "ERR_STAND_IN", $"this is not daprd but its stand-in for tests, and it has no {what}");

    public static ApiError StateStoreNotConfigured(string store) =>
        new(500, StatusCode.FailedPrecondition, "ERR_STATE_STORE_NOT_CONFIGURED", $"state store {store} is not configured");

    public static ApiError StateStoreNotFound(string store, string appId) =>
        new(400, StatusCode.InvalidArgument, "ERR_STATE_STORE_NOT_FOUND", $"state store {store} is not found",
            ErrorDetails.Info("DAPR_STATE_NOT_FOUND", new() { ["appID"] = appId }));

    public static ApiError IllegalKey(string store, string key, string reason)
    {
        var message = $"api error: code = InvalidArgument desc = {reason}";
        return new(400, StatusCode.InvalidArgument, "ERR_MALFORMED_REQUEST", message,
            ErrorDetails.BadRequest(key, message),
            ErrorDetails.Resource("state", store),
            ErrorDetails.Info("DAPR_STATE_ILLEGAL_KEY", null));
    }

    public static ApiError MalformedRequest(string message) =>
        new(400, StatusCode.InvalidArgument, "ERR_MALFORMED_REQUEST", message);

    public static ApiError StateGet(string key, string store, Exception cause) =>
        new(500, StatusCode.Internal, "ERR_STATE_GET", $"fail to get {key} from state store {store}: {cause.Message}");

    public static ApiError StateSave(string store, Exception cause) =>
        ForStateChange("ERR_STATE_SAVE", $"failed saving state in state store {store}: {cause.Message}", cause);

    public static ApiError StateDelete(string key, Exception cause) =>
        ForStateChange("ERR_STATE_DELETE", $"failed deleting state with key {key}: {cause.Message}", cause);

    public static ApiError StateTransaction(Exception cause) =>
        new(500, StatusCode.Internal, "ERR_STATE_TRANSACTION", $"error while executing state transaction: {cause.Message}");

    public static ApiError PubSubNotFound(string pubsub) =>
        new(404, StatusCode.InvalidArgument, "ERR_PUBSUB_NOT_FOUND", $"pubsub {pubsub} is not found",
            ErrorDetails.Info("DAPR_PUBSUB_NOT_FOUND", []));

    public static ApiError TopicEmpty(string pubsub) =>
        new(404, StatusCode.InvalidArgument, "ERR_TOPIC_NAME_EMPTY", $"topic is empty in pubsub {pubsub}");

    public static ApiError PubSubMetadata(string message) =>
        new(400, StatusCode.InvalidArgument, "ERR_PUBSUB_REQUEST_METADATA", $"failed deserializing metadata. Error: {message}");

    public static ApiError CloudEventCreation() =>
        new(500, StatusCode.InvalidArgument, "ERR_PUBSUB_CLOUD_EVENTS_SER", "cannot create cloudevent");

    public static ApiError Publish(string pubsub, string topic, Exception cause) =>
        new(500, StatusCode.Internal, "ERR_PUBSUB_PUBLISH_MESSAGE",
            $"error when publishing to topic {topic} in pubsub {pubsub}: {cause.Message}");

    public static ApiError DirectInvoke(string appId, Exception cause) =>
        new(500, StatusCode.Internal, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {appId}, err: {cause.Message}");

    public static ApiError DirectInvokeNoAppId() =>
        new(404, StatusCode.NotFound, "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id");

    public static ApiError ActorNoPlacement() =>
        new(400, StatusCode.Unavailable, "ERR_ACTOR_NO_PLACEMENT", "placement service is not configured");

    public static ApiError ActorRuntimeNotFound() =>
        new(500, StatusCode.Internal, "ERR_ACTOR_RUNTIME_NOT_FOUND", "the state store is not configured to use the actor runtime. "
            + "Have you set the - name: actorStateStore value: \"true\" in your state store component file?");

    public static ApiError ActorInstanceMissing() =>
        new(400, StatusCode.Internal, "ERR_ACTOR_INSTANCE_MISSING", "actor instance is missing");

    public static ApiError ActorInvoke(string cause) =>
        new(500, StatusCode.Internal, "ERR_ACTOR_INVOKE_METHOD", $"error invoke actor method: {cause}");

    public static ApiError ActorStateGet(Exception cause) =>
        new(500, StatusCode.Internal, "ERR_ACTOR_STATE_GET", $"error getting actor state: {cause.Message}");

    public static ApiError ActorStateSave(Exception cause) =>
        new(500, StatusCode.Internal, "ERR_ACTOR_STATE_TRANSACTION_SAVE", $"error saving actor transaction state: {cause.Message}");

    public static ApiError ActorTimerCreate(string cause) =>
        new(500, StatusCode.Internal, "ERR_ACTOR_TIMER_CREATE", $"error creating actor timer: {cause}");

    public static ApiError ActorReminderCreate(string cause) =>
        new(500, StatusCode.Internal, "ERR_ACTOR_REMINDER_CREATE", $"error creating actor reminder: {cause}");

    public static ApiError Job(int httpStatus, StatusCode grpcStatus, string code, string message, string appId, string ownNamespace) =>
        new(httpStatus, grpcStatus, code, message,
            ErrorDetails.Info(code, new() { ["appID"] = appId, ["namespace"] = ownNamespace }));

    public static ApiError SecretStoreNotConfigured() =>
        new(500, StatusCode.FailedPrecondition, "ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured");

    public static ApiError SecretStoreNotFound(string store) =>
        new(401, StatusCode.InvalidArgument, "ERR_SECRET_STORE_NOT_FOUND", $"failed finding secret store with key {store}");

    public static ApiError SecretDenied(string store, string secret) =>
        new(403, StatusCode.PermissionDenied, "ERR_PERMISSION_DENIED", $"access denied by policy to get \"{secret}\" from \"{store}\"");

    /// <summary>A building block of which the stand-in has no component: with daprd it would not be configured either.</summary>
    public static ApiError NotConfigured(string code, string message) => new(500, StatusCode.FailedPrecondition, code, message);

    public static ApiError ActorReminderNotFound(string name) =>
        new(404, StatusCode.NotFound, "ERR_ACTOR_REMINDER_NOT_FOUND", $"actor reminder not found: {name}");

    public static ApiError ActorReminderNotHosted() =>
        new(403, StatusCode.PermissionDenied, "ERR_ACTOR_REMINDER_NON_HOSTED",
            "operations on actor reminders are only possible on hosted actor types");

    public static ApiError HealthNotReady(IEnumerable<string> targets) =>
        new(500, StatusCode.Internal, "ERR_HEALTH_NOT_READY", $"dapr is not ready: [{string.Join(' ', targets)}]");

    public static ApiError OutboundHealthNotReady() =>
        new(500, StatusCode.Internal, "ERR_OUTBOUND_HEALTH_NOT_READY", "dapr outbound is not ready");

    public static ApiError HealthAppIdNotMatch() =>
        new(500, StatusCode.Internal, "ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match");

    private static ApiError ForStateChange(string code, string message, Exception cause) => cause switch
    {
        State.ETagException { Invalid: true } => new(400, StatusCode.InvalidArgument, code, message),
        State.ETagException => new(409, StatusCode.Aborted, code, message),
        _ => new(500, StatusCode.Internal, code, message),
    };
}
