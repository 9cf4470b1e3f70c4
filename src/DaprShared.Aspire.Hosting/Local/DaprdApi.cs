using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>The commands of a shared daprd in the dashboard and the CLI.</summary>
internal static class DaprdApi
{
    public const string Metadata = "/v1.0/metadata";

    private static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(1);

    public static CommandOptions WhenRunning(string description, string icon) => new()
    {
        Description = description,
        IconName = icon,
        UpdateState = context => IsRunning(context.ResourceSnapshot) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
    };

    private static bool IsRunning(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.Running;

    /// <summary>Asks daprd what it has loaded: components, subscriptions, actor types, the app channel.</summary>
    public static async Task<ExecuteCommandResult> ShowMetadataAsync(ExecuteCommandContext context, DaprSharedResource resource)
    {
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        if (!notifications.TryGetCurrentState(context.ResourceName, out var current) || !IsRunning(current.Snapshot))
        {
            return CommandResults.Failure($"{resource.Name} is not running. Start it first.");
        }

        var url = resource.HttpEndpoint.Url + Metadata;
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (resource.ApiToken is { } token)
            {
                request.Headers.Add("dapr-api-token", await token.GetValueAsync(context.CancellationToken));
            }

            using var response = await client.SendAsync(request, context.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(context.CancellationToken);
            return response.IsSuccessStatusCode
                ? CommandResults.Success($"Metadata of {resource.AppId}", Indent(body), CommandResultFormat.Json, displayImmediately: true)
                : CommandResults.Failure($"daprd answered {(int)response.StatusCode} to {url}: {body}");
        }
        catch (Exception e) when (
            e is HttpRequestException or TaskCanceledException
            && !context.CancellationToken.IsCancellationRequested)
        {
            return CommandResults.Failure($"daprd did not answer at {url}: {e.Message}");
        }
    }

    /// <summary>
    /// Starts daprd again. There is no gentler way from outside: its reload is a signal, and its API can only shut it down. The app keeps
    /// running.
    /// </summary>
    public static async Task<ExecuteCommandResult> ReloadAsync(ExecuteCommandContext context, DaprSharedResource resource)
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var restarted = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.RestartCommand, context.CancellationToken);
        if (!restarted.Success)
        {
            return restarted;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        limit.CancelAfter(RestartLimit);
        try
        {
            await context.Services.GetRequiredService<ResourceNotificationService>()
                .WaitForResourceHealthyAsync(resource.Name, WaitBehavior.StopOnResourceUnavailable, limit.Token);
            return CommandResults.Success($"{resource.Name} has started again and read its components and the app's subscriptions.");
        }
        catch (Exception e) when (
            e is DistributedApplicationException or OperationCanceledException
            && !context.CancellationToken.IsCancellationRequested)
        {
            return CommandResults.Failure(
                $"{resource.Name} is not healthy {RestartLimit.TotalSeconds:0} s after its restart. Look at its log.");
        }
    }

    private static string Indent(string json)
    {
        try
        {
            return JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
