using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Scheduling;

namespace DaprdStandIn.Http;

internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder routes, Jobs jobs)
    {
        foreach (var route in (string[])["/v1.0/jobs/{name}", "/v1.0-alpha1/jobs/{name}"])
        {
            routes.MapPost(route, async (HttpContext context) =>
            {
                var document = await context.ReadAsync(JsonContext.Default.JobDocument);
                await jobs.ScheduleAsync(Job(context.Route("name"), document), document.Overwrite, context.RequestAborted);
                context.Empty();
            });

            routes.MapGet(route, async (HttpContext context) => await context.JsonAsync(
                Document(await jobs.GetAsync(context.Route("name"), context.RequestAborted)), JsonContext.Default.JsonObject));

            routes.MapDelete(route, async (HttpContext context) =>
            {
                await jobs.DeleteAsync(context.Route("name"), context.RequestAborted);
                context.Empty();
            });
        }
    }

    private static Job Job(string name, JobDocument document) => new(
        name,
        document.Schedule,
        document.DueTime,
        document.Repeats,
        document.Ttl,
        document.FailurePolicy switch
        {
            { Constant: { } constant } => new(GoText.ParseDuration(constant.Interval ?? "") ?? TimeSpan.Zero, constant.MaxRetries),
            { Drop: not null } => FailurePolicy.Drop,
            _ => FailurePolicy.Default,
        },
        document.Data is { } data ? Encoding.UTF8.GetBytes(data.ToJsonString()) : ReadOnlyMemory<byte>.Empty);

    /// <summary>Members without a value are left out.</summary>
    private static JsonObject Document(Job job)
    {
        var document = new JsonObject { ["name"] = job.Name };
        Add("schedule", job.Schedule);
        Add("repeats", job.Repeats);
        Add("dueTime", job.DueTime);
        Add("ttl", job.Ttl);
        Add("data", job.Data.IsEmpty ? null : new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.protobuf.Value",
            ["value"] = JsonNode.Parse(job.Data.Span),
        });
        Add("failurePolicy", job.Failure.MaxRetries == 0 ? new JsonObject { ["drop"] = new JsonObject() } : new JsonObject
        {
            ["constant"] = new JsonObject
            {
                ["interval"] = string.Create(CultureInfo.InvariantCulture, $"{job.Failure.Interval.TotalSeconds}s"),
                ["maxRetries"] = job.Failure.MaxRetries,
            },
        });
        return document;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                document[name] = value;
            }
        }
    }
}
