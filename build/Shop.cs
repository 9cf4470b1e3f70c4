using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace DaprShared.Build;

/// <summary>The shop, run by its AppHost.</summary>
internal static class Shop
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <param name="appHost">Its project.</param>
    /// <param name="once">Whether it ends when an order has gone its way.</param>
    /// <param name="visit">What is done then with its dashboard, before it ends.</param>
    public static async Task Run(string appHost, bool once, Func<string, Task>? visit = null)
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync("playground/Shop.Storefront/Properties/launchSettings.json"))!;
        using var client = new HttpClient
        {
            BaseAddress = new((string)settings["profiles"]!["http"]!["applicationUrl"]!),
            Timeout = TimeSpan.FromSeconds(10), // the orchestrator's proxy accepts a connection long before the app does
        };
        var (dashboard, token, log) = ($"http://localhost:{FreePort()}", Guid.NewGuid().ToString("N"), Shell.Artifacts("demo.log"));
        Dictionary<string, string> environment = new()
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = dashboard,
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort()}",
            ["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = token,
        };

        using var stop = new CancellationTokenSource(s_limit);
        var interrupted = false;
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = interrupted = true; // the AppHost ends first, and takes its containers along
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        Console.WriteLine($"The shop starts; its log is {Path.GetRelativePath(".", log)}.");
        var shop = Shell.Run("dotnet", [await Program(appHost)], environment, Path.GetDirectoryName(appHost), log, stop.Token);
        var ended = shop.ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        try
        {
            await Shell.Await(Retry(() => client.GetAsync("/healthz", stop.Token), stop.Token), "the storefront answers at /healthz");
            Console.WriteLine($"""

                Dashboard:  {dashboard}/login?t={token}
                Storefront: {client.BaseAddress}

                To try: order something in the storefront and open it; see under Traces in the dashboard how it went through both daprds,
                and how what the worker announces reaches the actors that keep the stock;
                stop the resource orders, order again, start it: its daprd stayed up, and the order arrives.

                """);
            if (once)
            {
                await Order(client, stop.Token);
                await (visit?.Invoke($"{dashboard}/login?t={token}") ?? Task.CompletedTask);
            }
            else
            {
                stop.CancelAfter(Timeout.Infinite);
                Console.WriteLine("Ctrl+C ends it.");
                await shop;
            }
        }
        catch (OperationCanceledException) when (!interrupted)
        {
            var what = shop.IsCompleted ? "ended" : $"did not do its work in {s_limit.TotalMinutes:0} minutes";
            throw new Failure($"The shop {what}:\n{string.Join('\n', File.ReadLines(log).TakeLast(30))}");
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await Shell.Await(ended.ContinueWith(_ => true, TaskScheduler.Default), "the AppHost ends and takes its containers along");
        }
    }

    /// <summary>Returns the program itself, not <c>dotnet run</c>, so that a signal reaches it.</summary>
    public static async Task<string> Program(string appHost)
    {
        string[] arguments = ["msbuild", appHost, "-getProperty:TargetPath", "-property:Configuration=Release"];
        return (await Shell.Capture("dotnet", arguments, TimeSpan.FromMinutes(1))).Output.Trim();
    }

    // What the storefront has accepted is at home with the orders service, two daprds away.
    private static async Task Order(HttpClient client, CancellationToken stop)
    {
        var order = new JsonObject { ["item"] = "Book", ["quantity"] = 1 };
        var posting = Retry(() => client.PostAsJsonAsync("/orders", order, stop), stop);
        var accepted = await Shell.Await(posting, "the storefront accepts an order");
        Console.WriteLine($"Ordered: {order.ToJsonString()} -> {accepted.Headers.Location}");
        var getting = Retry(() => client.GetAsync(accepted.Headers.Location, stop), stop);
        var arrived = await Shell.Await(getting, "the orders service has the order");
        Console.WriteLine($"Arrived: {await arrived.Content.ReadAsStringAsync(stop)}");
    }

    private static async Task<HttpResponseMessage> Retry(Func<Task<HttpResponseMessage>> call, CancellationToken stop)
    {
        for (; ; await Task.Delay(500, stop))
        {
            try
            {
                if (await call() is { IsSuccessStatusCode: true } response) { return response; }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
            {
                // It does not listen yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
