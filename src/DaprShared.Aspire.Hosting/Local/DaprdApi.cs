using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>The commands that ask a running daprd. Each shows what daprd answered.</summary>
internal static class DaprdApi
{
    private static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions IndentedJson = new() { WriteIndented = true };

    /// <summary>Asks daprd what it has loaded: components, subscriptions, actor types, the app channel.</summary>
    public static async Task<ExecuteCommandResult> ShowMetadataAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var answer = await DaprdClient.GetAsync(daprd, DaprdClient.Metadata, context.CancellationToken);
        return answer.IsSuccess ? Shown($"Metadata of {daprd.AppId}", answer) : Failure(daprd, DaprdClient.Metadata, answer);
    }

    /// <summary>
    /// Starts daprd again. There is no gentler way from outside: its reload is a signal, and its API can only shut it down. The app keeps
    /// running.
    /// </summary>
    public static async Task<ExecuteCommandResult> ReloadAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var restarted = await commands.ExecuteCommandAsync(daprd, KnownResourceCommands.RestartCommand, context.CancellationToken);
        if (!restarted.Success)
        {
            return restarted;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        limit.CancelAfter(RestartLimit);
        try
        {
            await context.Services.GetRequiredService<ResourceNotificationService>()
                .WaitForResourceHealthyAsync(daprd.Name, WaitBehavior.StopOnResourceUnavailable, limit.Token);
        }
        catch (Exception e) when (
            e is DistributedApplicationException or OperationCanceledException
            && !context.CancellationToken.IsCancellationRequested)
        {
            return CommandResults.Failure(
                $"{daprd.Name} is not healthy {RestartLimit.TotalSeconds:0} s after its restart. Look at its log.");
        }

        var lines = await MetadataWatch.LinesAsync(daprd, context.CancellationToken);
        return Shown(
            $"{daprd.Name} has started again and read its components and the app's subscriptions.",
            string.Join('\n', lines.Select(line => $"{line.Name}: {line.Value}")));
    }

    /// <summary>Publishes what somebody has typed in. daprd makes a CloudEvent of it.</summary>
    public static async Task<ExecuteCommandResult> PublishAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var (topic, data) = (Input(context, CommandInputs.Topic), Input(context, CommandInputs.Data));
        if (topic.Split('/', 2) is not [{ Length: > 0 } pubSub, { Length: > 0 } name])
        {
            return CommandResults.Failure($"'{topic}' is no topic. Write <pub/sub component>/<topic>, for example pubsub/orders.");
        }

        var path = $"/v1.0/publish/{Uri.EscapeDataString(pubSub)}/{Uri.EscapeDataString(name)}";
        using var content = Content(data);
        var answer = await DaprdClient.SendAsync(daprd, HttpMethod.Post, path, content, context.CancellationToken);
        return answer.IsSuccess
            ? Shown(
                $"{daprd.Name} has published to topic '{name}' of '{pubSub}'.",
                $"POST {path}\nContent-Type: {content.Headers.ContentType}\n\n{data}\n\ndaprd answered {answer.Status}.")
            : Failure(daprd, path, answer);
    }

    /// <summary>Calls a method of an app through this daprd, and shows what the app answered.</summary>
    public static async Task<ExecuteCommandResult> InvokeAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var appId = Input(context, CommandInputs.AppId, daprd.AppId);
        var verb = Input(context, CommandInputs.Verb, "GET").ToUpperInvariant();
        if (!CommandInputs.Verbs.Contains(verb))
        {
            return CommandResults.Failure($"'{verb}' is no verb. Take one of {string.Join(", ", CommandInputs.Verbs)}.");
        }

        var path = $"/v1.0/invoke/{Uri.EscapeDataString(appId)}/method/{Input(context, CommandInputs.Method).TrimStart('/')}";
        using var content = Input(context, CommandInputs.Data) is { Length: > 0 } text ? Content(text) : null;
        var answer = await DaprdClient.SendAsync(daprd, HttpMethod.Parse(verb), path, content, context.CancellationToken);
        return answer.IsSuccess
            ? Shown($"{verb} {path}: {answer.Status}", answer)
            : Failure(daprd, path, answer, $"app '{appId}'");
    }

    /// <summary>A result that the dashboard opens at once.</summary>
    public static ExecuteCommandResult Shown(string message, string text) =>
        CommandResults.Success(message, text, CommandResultFormat.Text, displayImmediately: true);

    private static ExecuteCommandResult Shown(string message, DaprdAnswer answer) => answer switch
    {
        { Json: { } json } => CommandResults.Success(message, Indented(json), CommandResultFormat.Json, displayImmediately: true),
        { Body: "" } => Shown(message, "(an answer without a body)"),
        _ => Shown(message, answer.Body),
    };

    private static ExecuteCommandResult Failure(DaprSharedResource daprd, string path, DaprdAnswer answer, string who = "daprd")
    {
        var error = answer.Error(DaprdClient.Url(daprd, path), who);
        return answer.Json is { } json
            ? CommandResults.Failure(error, Indented(json), CommandResultFormat.Json)
            : CommandResults.Failure(error);
    }

    private static string Input(ExecuteCommandContext context, string name, string fallback = "") =>
        context.Arguments.TryGetByName(name, out var input) && input.Value?.Trim() is { Length: > 0 } text ? text : fallback;

    private static StringContent Content(string text) =>
        new(text, Encoding.UTF8, DaprdAnswer.Parse(text) is null ? "text/plain" : "application/json");

    private static string Indented(JsonNode json) => json.ToJsonString(IndentedJson);
}
