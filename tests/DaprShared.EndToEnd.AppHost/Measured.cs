using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.EndToEnd.AppHost;

/// <summary>
/// For the benchmark: so many shared daprds, or the same containers without us and with the same health check. The AppHost says how many
/// milliseconds it took until all were healthy and how many bytes it has then, and ends.
/// </summary>
internal static class Measured
{
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
                    .WithHttpHealthCheck("/v1.0/healthz/outbound");
            }
        }

        await using var app = builder.Build();
        var clock = Stopwatch.StartNew();
        await app.StartAsync();
        var states = app.Services.GetRequiredService<ResourceNotificationService>();
        await Task.WhenAll(from name in names select states.WaitForResourceHealthyAsync(name));
        var time = clock.ElapsedMilliseconds;
        GC.Collect();
        Console.WriteLine($"measured {time} {Environment.WorkingSet}");
        await app.StopAsync();
    }
}
