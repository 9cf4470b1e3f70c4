using System.Text.Json;
using System.Text.Json.Nodes;
using DaprdStandIn.Scheduling;

namespace DaprdStandIn.Actors;

/// <summary>What the app said when it asked for a timer or a reminder.</summary>
internal sealed record AlarmDocument(string? DueTime, string? Period, string? Ttl, string? Callback, JsonNode? Data);

/// <summary>A reminder or a timer of an actor.</summary>
internal sealed record Reminder(string Type, string Id, string Name, AlarmDocument Document)
{
    public static Reminder Of(JsonElement document) => document.Deserialize(JsonContext.Default.Reminder)!;

    /// <exception cref="FormatException">One of its times says nothing that daprd understands.</exception>
    public Alarm ToAlarm(FailurePolicy failure) => new(
        JsonSerializer.SerializeToElement(this, JsonContext.Default.Reminder),
        Schedule.Parse(Document.DueTime, Document.Period, Document.Ttl, DateTime.UtcNow),
        failure);

    /// <summary>Returns what the app gets when it is due. The scheduler tells neither of the two times.</summary>
    public JsonObject ToBody(bool timer)
    {
        var body = new JsonObject
        {
            ["dueTime"] = timer ? Document.DueTime ?? "" : "",
            ["period"] = timer ? Document.Period ?? "" : "",
        };
        if (timer)
        {
            body["callback"] = Document.Callback ?? "";
        }

        if (Document.Data is { } data)
        {
            body["data"] = data.DeepClone();
        }

        return body;
    }
}
