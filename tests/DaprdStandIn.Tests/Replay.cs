using System.Text;
using System.Text.Json;
using DaprdStandIn.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DaprdStandIn.Tests;

internal sealed record Answer(int Status, string? ContentType, string? ETag, string Body);

/// <summary>The recorded requests, asked of the stand-in with the same components and an app that behaves the same.</summary>
public sealed class Replay : IAsyncLifetime
{
    private const int Api = 3599, Public = 3598, App = 8099;

    private readonly int _metricsPort = RunningDaprd.FreePort();
    private int _additions;

    internal Recording Recording { get; } = Recording.Load();

    /// <summary>In the order of the recording.</summary>
    internal List<Answer> Answers { get; } = [];

    internal IReadOnlyList<Received> Seen { get; private set; } = [];

    internal Dictionary<string, string> Store { get; } = [];

    /// <summary>How many messages of an app that is away are still to be delivered.</summary>
    internal string? Pending { get; private set; }

    internal int ExitCode { get; private set; }

    public const string EncryptionKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    public async ValueTask InitializeAsync()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var scheduler = await RunningScheduler.StartAsync();
        var app = await TestApp.StartAsync(Map);
        await using var daprd = await RunningDaprd.StartAsync(
            appPort: app.Port,
            token: "tok",
            appToken: "apptok",
            resources: Resources,
            variables: new(redis.Variables) { ["PW"] = "pw", ["ENCKEY"] = EncryptionKey },
            arguments:
            [
                "--placement-host-address=" + redis.Address, "--scheduler-host-address=" + scheduler.Address,
                "--enable-metrics=true", $"--metrics-port={_metricsPort}", "--metrics-listen-address=127.0.0.1",
            ]);
        await daprd.WaitUntilReadyAsync();

        foreach (var recorded in Recording.Answers)
        {
            switch (recorded.What)
            {
                case "metadata":
                    // The subscriptions are made a moment after daprd is ready.
                    await Eventually.IsTrueAsync(
                        async () => (await AskAsync(daprd, app.Port, recorded)).Body.Contains("fails", StringComparison.Ordinal));
                    break;
                case "invoke with the app away":
                    await Eventually.IsTrueAsync(() => app.Received.Count >= Recording.Seen.Count);
                    await app.DisposeAsync();
                    break;
                case "health with the app away":
                    await Eventually.IsTrueAsync(async () => await PendingAsync(redis.Client) == "0");
                    Pending = await PendingAsync(redis.Client);
                    break;
                case "shutdown":
                    foreach (var key in Recording.Store.Keys)
                    {
                        Store[key] = (await redis.Client.ExecuteAsync(["HGET", key, "data"], CancellationToken.None)).Text ?? "";
                    }

                    break;
            }

            Answers.Add(await AskAsync(daprd, app.Port, recorded));
        }

        Seen = [.. app.Received];
        ExitCode = await daprd.ExitAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Answer> AskAsync(RunningDaprd daprd, int appPort, RecordedAnswer recorded)
    {
        var port = recorded.Port switch { Public => daprd.PublicPort, Api or null => daprd.HttpPort, _ => _metricsPort };
        var parts = recorded.Request.Replace($":{App}", $":{appPort}", StringComparison.Ordinal).Split(' ');
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new(parts[0]), $"http://127.0.0.1:{port}{parts[1]}");
        request.Content = new StringContent(recorded.Body ?? "");
        var headers = (recorded.Headers ?? new Dictionary<string, string>())
            .ToDictionary(header => header.Key.Replace('_', '-'), header => header.Value, StringComparer.OrdinalIgnoreCase);
        request.Content.Headers.ContentType = new(headers.GetValueOrDefault("Content-Type", "application/json"));
        foreach (var (name, value) in headers.Where(header => header.Key != "Content-Type"))
        {
            request.Headers.Add(name, value);
        }

        if (!recorded.What.Contains("token", StringComparison.Ordinal) && port == daprd.HttpPort)
        {
            request.Headers.Add("dapr-api-token", "tok");
        }
        else if (recorded.What == "wrong token")
        {
            request.Headers.Add("dapr-api-token", "wrong");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.TryGetValues("etag", out var etag) ? etag.Single() : null,
            body.Replace($"{appPort}", $"{App}", StringComparison.Ordinal));
    }

    private static async Task<string?> PendingAsync(RedisClient redis) =>
        (await redis.ExecuteAsync(["XPENDING", "placed", "orders"], TestContext.Current.CancellationToken)).Items![0].Text;

    private void Map(WebApplication app)
    {
        app.MapGet("/dapr/config", () => Results.Json(new { entities = new[] { "Cart" } }));
        app.MapGet("/dapr/subscribe", () => Results.Json(
            new[] { "placed", "dead", "fails" }.Select(topic => new { pubsubname = "pubsub", topic, route = "/" + topic })));
        app.Map("/fails", (HttpContext context) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (500, "application/json");
        });
        app.Map("/slow", () => Task.Delay(TimeSpan.FromSeconds(30)));
        app.MapPut("/actors/Cart/{id}/method/add", () => Json($$"""{"by":"orders","n":{{Interlocked.Increment(ref _additions)}}}"""));
        app.MapPost("/declared", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var isPoison = body.RootElement.GetRawText().Contains("poison", StringComparison.Ordinal);
            return isPoison ? Json("""{"status":"DROP"}""") : Results.Ok();
        });
        app.MapFallback((HttpContext context) => Json($$"""{"app":"orders","path":"{{context.Request.Path}}"}"""));

        static IResult Json(string text) => Results.Bytes(Encoding.UTF8.GetBytes(text), "application/json");
    }

    private static string[] Resources =>
    [
        Manifests.Component("envs", "secretstores.local.env"),
        Manifests.Component("encrypted", "state.redis", RedisServer.Metadata("""
              - name: keyPrefix
                value: none
              - name: primaryEncryptionKey
                secretKeyRef:
                  name: ENCKEY
                  key: ENCKEY
            """)),
        Manifests.Component("literalkey", "state.redis", RedisServer.Metadata($"""
              - name: keyPrefix
                value: none
              - name: primaryEncryptionKey
                value: {EncryptionKey}
            """)),
        Manifests.Component("memory", "state.in-memory"),
        Manifests.Component("mempub", "pubsub.in-memory"),
        Manifests.Component("pubsub", "pubsub.redis", RedisServer.Metadata()),
        Manifests.Component("statestore", "state.redis", RedisServer.Metadata("""
              - name: actorStateStore
                value: "true"
            """)),
        """
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata:
          name: declared
        spec:
          pubsubname: pubsub
          topic: declared
          deadLetterTopic: dead
          routes:
            default: /declared
            rules:
            - match: event.type == "big"
              path: /declared-big
        """,
        """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            timeouts:
              second: 1s
            retries:
              twice:
                policy: constant
                duration: 100ms
                maxRetries: 2
          targets:
            apps:
              orders:
                timeout: second
                retry: twice
        """,
    ];
}
