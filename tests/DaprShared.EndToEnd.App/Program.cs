// An app without an SDK. It counts what its daprd brings, answers messages as they ask it to, and tells what it has counted.
using System.Collections.Concurrent;

var app = WebApplication.CreateSlimBuilder(args).Build();
var seen = new ConcurrentDictionary<string, int>();
int Count(string what)
{
    Keep(what);
    return seen.AddOrUpdate(what, 1, (_, times) => times + 1);
}

app.MapGet("/seen", () => seen);
app.MapGet("/process", () => Environment.ProcessId);
app.MapGet("/healthz", () => "");

app.MapGet("/dapr/subscribe", () => new[] { new { pubsubname = "pubsub", topic = "messages", route = "/messages" } });
app.MapPost("/messages", (CloudEvent cloudEvent) =>
    Results.StatusCode(Count(cloudEvent.Data.Id) <= cloudEvent.Data.Failures ? cloudEvent.Data.Failure : StatusCodes.Status200OK));

app.MapPost("/job/{name}", (string name) => { Count(name); });

// A type of actors belongs to one app-id.
app.MapGet("/dapr/config", () => new { entities = app.Configuration["ActorType"] is { } type ? [type] : Array.Empty<string>() });
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

internal sealed record CloudEvent(Message Data);

/// <param name="Id">What it is counted as.</param>
/// <param name="Failures">How many times the app fails.</param>
/// <param name="Failure">The status that it answers then.</param>
internal sealed record Message(string Id, int Failures = 0, int Failure = 500);
