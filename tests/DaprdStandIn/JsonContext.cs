using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DaprdStandIn.Actors;
using DaprdStandIn.Http;
using DaprdStandIn.PubSub;
using DaprdStandIn.Scheduling;

namespace DaprdStandIn;

/// <summary>The JSON documents that have a fixed shape; native code cannot discover them by reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(SubscriptionDocument[]))]
[JsonSerializable(typeof(StateItemDocument[]))]
[JsonSerializable(typeof(BulkStateRequestDocument))]
[JsonSerializable(typeof(MetadataDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(AppConfigurationDocument))]
[JsonSerializable(typeof(AlarmDocument))]
[JsonSerializable(typeof(ReminderDocument))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(JobLine))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(Watch))]
[JsonSerializable(typeof(Trigger))]
[JsonSerializable(typeof(BulkEntryDocument[]))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonContext : JsonSerializerContext;
