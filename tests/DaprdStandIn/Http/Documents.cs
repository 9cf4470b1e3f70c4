using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DaprdStandIn.Http;

internal sealed record ErrorDocument(string ErrorCode, string Message, JsonArray? Details = null);

internal sealed record StateItemDocument(
    string? Key, JsonNode? Value, string? Etag, Dictionary<string, string>? Metadata, StateOptionsDocument? Options);

internal sealed record StateOptionsDocument(string? Concurrency, string? Consistency);

internal sealed record BulkStateRequestDocument(IReadOnlyList<string>? Keys);

internal sealed record BulkEntryDocument(string? EntryId, JsonNode? Event, string? ContentType, Dictionary<string, string>? Metadata);

internal sealed record ReminderDocument(
    [property: JsonPropertyName("actorID")] string ActorId, string ActorType, JsonNode? Data, string? DueTime, string? Period);

internal sealed record MetadataDocument(
    string Id,
    string RuntimeVersion,
    IReadOnlyList<string> EnabledFeatures,
    IReadOnlyList<ActiveActorsDocument>? Actors,
    IReadOnlyList<ComponentDocument>? Components,
    IReadOnlyDictionary<string, string> Extended,
    IReadOnlyList<MetadataSubscriptionDocument>? Subscriptions,
    AppConnectionDocument AppConnectionProperties,
    ActorRuntimeDocument ActorRuntime,
    SchedulerDocument? Scheduler);

internal sealed record ComponentDocument(string Name, string Type, string? Version, IReadOnlyList<string>? Capabilities);

internal sealed record MetadataSubscriptionDocument(
    [property: JsonPropertyName("pubsubname")] string PubsubName,
    string Topic,
    IReadOnlyDictionary<string, string>? Metadata,
    IReadOnlyList<MetadataRuleDocument>? Rules,
    string DeadLetterTopic,
    string Type);

internal sealed record MetadataRuleDocument(string? Match, string Path);

internal sealed record AppConnectionDocument(
    int? Port, string Protocol, string ChannelAddress, int? MaxConcurrency, AppHealthDocument? Health);

internal sealed record AppHealthDocument(
    string HealthCheckPath, string HealthProbeInterval, string HealthProbeTimeout, int HealthThreshold);

internal sealed record ActorRuntimeDocument(
    string RuntimeStatus, bool HostReady, IReadOnlyList<ActiveActorsDocument>? ActiveActors, string? Placement);

internal sealed record ActiveActorsDocument(string Type, int? Count);

internal sealed record SchedulerDocument([property: JsonPropertyName("connected_addresses")] IReadOnlyList<string> ConnectedAddresses);
