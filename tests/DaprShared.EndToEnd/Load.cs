using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace DaprShared.EndToEnd;

/// <summary>What is asked of the daprds; a request counts as acknowledged when daprd has answered it with success.</summary>
internal enum Api
{
    /// <summary>Redis has the message in its stream: it reaches the app at least once.</summary>
    Publish,

    /// <summary>Redis has the value: it can be read.</summary>
    State,

    /// <summary>The app has answered; nothing is owed.</summary>
    Invoke,

    /// <summary>The scheduler has the job: it reaches the app at least once.</summary>
    Job,

    /// <summary>The scheduler has the reminder: it reaches the app at least once.</summary>
    Reminder,
}

/// <summary>A request that is over.</summary>
/// <param name="Api">What was asked.</param>
/// <param name="Id">What it is told from others by: the message, the state's key and value, the job or the reminder.</param>
/// <param name="Started">Since the load began, as all times.</param>
/// <param name="Error">Why not, if daprd did not answer it with success.</param>
internal sealed record Request(Api Api, string Id, TimeSpan Started, string? Error)
{
    public bool Acknowledged => Error is null;
}

/// <summary>50 requests a second, whatever comes of them.</summary>
/// <param name="edge">The daprd that publishes, keeps state and calls the app.</param>
/// <param name="daprOfApp">The daprd that takes the app's jobs and reminders.</param>
internal sealed class Load(HttpClient edge, HttpClient daprOfApp) : IAsyncDisposable
{
    private const int PerSecond = 50;

    // Of each second: 30 messages, 9 states, 10 calls, and one for the scheduler.
    private static readonly Api[] s_second =
    [
        .. Enumerable.Repeat((Api[])[Api.Publish, Api.State, Api.Publish, Api.Invoke, Api.Publish], PerSecond / 5).SelectMany(five => five),
    ];

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<int, TimeSpan> _open = [];
    private readonly ConcurrentQueue<Request> _done = [];
    private volatile bool _stopped;
    private Task _running = Task.CompletedTask;

    public TimeSpan Now => _clock.Elapsed;

    public IReadOnlyCollection<Request> Done => _done;

    public IReadOnlyCollection<Request> Failed => [.. _done.Where(request => !request.Acknowledged)];

    /// <summary>Returns when the last request began that failed, or the given time if that is later; what is open may fail yet.</summary>
    public TimeSpan CalmSince(TimeSpan at)
    {
        var failed = Failed.Select(request => request.Started).DefaultIfEmpty(TimeSpan.Zero).Max();
        return failed > at ? failed : at;
    }

    /// <summary>Gets when the oldest request began that is not over: what came of those before it is known.</summary>
    public TimeSpan OldestOpen => _open.Values.DefaultIfEmpty(Now).Min();

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Makes no more requests, and returns when the last one is over.</summary>
    public async Task StopAsync()
    {
        _stopped = true;
        await _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Returns what daprd has acknowledged, of those that began before a time.</summary>
    public IEnumerable<string> Acknowledged(TimeSpan before, params Api[] apis) =>
        from request in _done
        where request.Acknowledged && request.Started < before && apis.Contains(request.Api)
        select request.Id;

    private async Task RunAsync()
    {
        List<Task> all = [];
        for (var number = 0; !_stopped; await Task.Delay(10))
        {
            // A machine that was busy makes up for it.
            for (; number < Now.TotalSeconds * PerSecond; number++)
            {
                all.Add(SendAsync(number));
            }
        }

        await Task.WhenAll(all);
    }

    private async Task SendAsync(int number)
    {
        var (second, place) = (number / PerSecond, number % PerSecond);
        var api = place > 0 ? s_second[place] : second % 2 == 0 ? Api.Job : Api.Reminder;
        var (id, started) = ($"{_run}-{api}-{number}", Now);
        _open[number] = started;
        string? error;
        try
        {
            using var response = await SendAsync(api, id);
            error = response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            error = e.Message; // refused, broken off, or not answered in time
        }

        _done.Enqueue(new(api, id, started, error));
        _open.TryRemove(number, out _);
    }

    private Task<HttpResponseMessage> SendAsync(Api api, string id) => api switch
    {
        Api.Publish => edge.PostAsJsonAsync("/v1.0/publish/pubsub/messages", new { id }),
        Api.State => edge.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = id, value = id } }),
        Api.Invoke => edge.GetAsync("/v1.0/invoke/counter/method/healthz"),
        Api.Job => daprOfApp.PostAsJsonAsync($"/v1.0/jobs/{id}", new { dueTime = "2s" }),
        _ => daprOfApp.PostAsJsonAsync($"/v1.0/actors/Clock/1/reminders/{id}", new { dueTime = "2s" }),
    };
}
