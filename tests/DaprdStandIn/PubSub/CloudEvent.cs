using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.Http;

namespace DaprdStandIn.PubSub;

/// <summary>What is published travels as a CloudEvent, unless the publisher asks for the raw payload.</summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonContext.Default,
    };

    public static byte[] Create(PublishRequest request, string appId)
    {
        var (type, traceParent) = (request.ContentType, request.TraceParent);
        JsonObject cloudEvent;
        if (MediaType(type) == ContentType)
        {
            cloudEvent = Parse(request.Data);
            cloudEvent["time"] ??= Now();
            if (!cloudEvent.ContainsKey("traceid"))
            {
                cloudEvent["traceid"] = traceParent;
                cloudEvent["traceparent"] = traceParent;
                cloudEvent["tracestate"] = request.TraceState;
            }

            cloudEvent["source"] ??= "Dapr";
            cloudEvent["type"] ??= "com.dapr.event.sent";
            cloudEvent["specversion"] ??= "1.0";
        }
        else
        {
            // Metadata "cloudevent.*" overrides the attributes of the envelope.
            string? Override(string name) => request.Metadata.GetValueOrDefault("cloudevent." + name);
            var trace = Override("traceparent") ?? Override("traceid") ?? traceParent;
            cloudEvent = new JsonObject
            {
                ["id"] = Override("id") ?? Guid.NewGuid().ToString(),
                ["specversion"] = "1.0",
                ["datacontenttype"] = type.Length > 0 ? type : MediaTypeNames.Text.Plain,
                ["source"] = Override("source") ?? appId,
                ["type"] = Override("type") ?? "com.dapr.event.sent",
                ["time"] = Now(),
                ["traceid"] = trace,
                ["traceparent"] = trace,
                ["tracestate"] = Override("tracestate") ?? request.TraceState,
            };
            if (Override("subject") is { } subject)
            {
                cloudEvent["subject"] = subject;
            }

            SetData(cloudEvent, request);
        }

        cloudEvent["topic"] = request.Topic;
        cloudEvent["pubsubname"] = request.PubSub;

        // Neither of the two brokers here expires messages, so daprd does it on delivery.
        if (int.TryParse(request.Metadata.GetValueOrDefault("ttlInSeconds"), CultureInfo.InvariantCulture, out var ttl) && ttl > 0)
        {
            cloudEvent["expiration"] = Time(DateTime.UtcNow.AddSeconds(ttl));
        }

        return Bytes(cloudEvent);
    }

    /// <summary>What a subscriber gets that asked for raw payloads: data of unknown type, in a new envelope.</summary>
    public static byte[] FromRaw(ReadOnlyMemory<byte> data, string pubsub, string topic) => Bytes(new JsonObject
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["specversion"] = "1.0",
        ["datacontenttype"] = MediaTypeNames.Application.Octet,
        ["source"] = "Dapr",
        ["type"] = "com.dapr.event.sent",
        ["topic"] = topic,
        ["pubsubname"] = pubsub,
        ["data_base64"] = Convert.ToBase64String(data.Span),
    });

    public static string Attribute(JsonObject cloudEvent, string name) =>
        cloudEvent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static bool HasExpired(JsonObject cloudEvent) =>
        DateTimeOffset.TryParse(Attribute(cloudEvent, "expiration"), CultureInfo.InvariantCulture, out var expiration)
        && expiration < DateTimeOffset.UtcNow;

    private static void SetData(JsonObject cloudEvent, PublishRequest request)
    {
        var media = MediaType(request.ContentType);
        if (media == MediaTypeNames.Application.Octet)
        {
            cloudEvent["data_base64"] = Convert.ToBase64String(request.Data.Span);
            return;
        }

        if (media == MediaTypeNames.Application.Json || media.EndsWith("+json", StringComparison.Ordinal))
        {
            try
            {
                cloudEvent["data"] = JsonNode.Parse(request.Data.Span);
                return;
            }
            catch (JsonException)
            {
                // Not JSON after all: daprd passes it on as text.
            }
        }

        cloudEvent["data"] = Encoding.UTF8.GetString(request.Data.Span);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonNode.Parse(data.Span) as JsonObject ?? throw ApiError.CloudEventCreation();
        }
        catch (JsonException)
        {
            throw ApiError.CloudEventCreation();
        }
    }

    private static string MediaType(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant();

    private static string Now() => Time(DateTime.UtcNow);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonObject cloudEvent) => Encoding.UTF8.GetBytes(cloudEvent.ToJsonString(Options));
}
