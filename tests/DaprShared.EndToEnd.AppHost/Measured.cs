using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.EndToEnd.AppHost;

/// <summary>
/// For the benchmark: so many shared daprds, or the same containers without us and with the same health check. The AppHost says how many
/// milliseconds it took until all were healthy and how many bytes it has then, or what they are instead, and ends.
/// </summary>
internal static class Measured
{
    // Thirty take a third of it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
        var count = int.Parse(builder.Configuration["Count"]!, CultureInfo.InvariantCulture);
        string[] names = [.. from number in Enumerable.Range(1, count) select $"dapr-{number}"];
        foreach (var name in names)
        {
            if (builder.Configuration["Measure"] == "shared")
            {
                builder.AddDaprShared(name, appId: name);
            }
            else
            {
                builder.AddContainer(name, "daprio/daprd", "1.18.3").WithImageRegistry("docker.io").WithEntrypoint("/daprd")
                    .WithArgs($"--app-id={name}", "--dapr-listen-addresses=0.0.0.0")
                    .WithHttpEndpoint(targetPort: 3500)
                    .WithHttpHealthCheck("/v1.0/healthz/outbound", statusCode: 204);
            }
        }

        await using var app = builder.Build();
        var states = app.Services.GetRequiredService<ResourceNotificationService>();
        using var stop = new CancellationTokenSource(Limit);
        var clock = Stopwatch.StartNew();
        try
        {
            await app.StartAsync(stop.Token);
            await Task.WhenAll(from name in names select states.WaitForResourceHealthyAsync(name, stop.Token));
            var time = clock.ElapsedMilliseconds;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive); // gives back what is free
            Console.WriteLine($"measured {time} {Environment.WorkingSet}");
        }
        catch (Exception e) when (e is OperationCanceledException or DistributedApplicationException)
        {
            Console.WriteLine($"not measured {e.Message} {string.Join("; ", from name in names select StateOf(states, name))}");
        }

        await app.StopAsync();
    }

    private static string StateOf(ResourceNotificationService states, string name)
    {
        if (!states.TryGetCurrentState(name, out var current)) { return $"{name}: nothing is known"; }

        var state = current.Snapshot;
        var health = from report in state.HealthReports select $", {report.Name}: {report.Status} {report.Description}";
        return $"{name}: {state.State?.Text}{string.Concat(health)}";
    }
}
