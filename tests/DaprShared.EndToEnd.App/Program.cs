// An app without an SDK. It counts what its daprd brings, answers messages as they ask it to, and tells what it has counted.
using System.Collections.Concurrent;
using System.Text.Json.Serialization;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, JsonContext.Default));
var app = builder.Build();
var seen = new ConcurrentDictionary<string, int>();
int Count(string what)
{
    Keep(what);
    return seen.AddOrUpdate(what, 1, (_, times) => times + 1);
}

app.MapGet("/seen", () => seen);
app.MapGet("/healthz", () => "");

app.MapGet("/dapr/subscribe", () => new Subscription[] { new("pubsub", "messages", "/messages") });
app.MapPost("/messages", (CloudEvent cloudEvent) =>
    Results.StatusCode(Count(cloudEvent.Data.Id) <= cloudEvent.Data.Failures ? cloudEvent.Data.Failure : StatusCodes.Status200OK));

app.MapPost("/job/{name}", (string name) => { Count(name); });

// A type of actors belongs to one app-id.
app.MapGet("/dapr/config", () => new Entities(app.Configuration["ActorType"] is { } type ? [type] : []));
app.MapPut("/actors/{type}/{id}/method/remind/{name}", (string name) => { Count(name); });
app.MapDelete("/actors/{type}/{id}", () => { });

app.Run();

// Before it is answered, and where it outlives this process.
void Keep(string what)
{
    if (app.Configuration["Seen"] is { } file)
    {
        lock (seen)
        {
            File.AppendAllText(file, what + "\n");
        }
    }
}

internal sealed record Subscription(string Pubsubname, string Topic, string Route);

internal sealed record Entities([property: JsonPropertyName("entities")] string[] Types);

internal sealed record CloudEvent(Message Data);

/// <param name="Id">What it is counted as.</param>
/// <param name="Failures">How many times the app fails.</param>
/// <param name="Failure">The status that it answers then.</param>
internal sealed record Message(string Id, int Failures = 0, int Failure = 500);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(CloudEvent))]
[JsonSerializable(typeof(Entities))]
[JsonSerializable(typeof(Subscription[]))]
[JsonSerializable(typeof(ConcurrentDictionary<string, int>))]
internal sealed partial class JsonContext : JsonSerializerContext;
