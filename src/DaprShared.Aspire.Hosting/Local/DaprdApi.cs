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

    /// <summary>Asks daprd what it has loaded: components, subscriptions, actor types, the app channel.</summary>
    public static async Task<ExecuteCommandResult> ShowMetadataAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var answer = await DaprdClient.GetAsync(daprd, DaprdClient.Metadata, context.CancellationToken);
        return Result(daprd, DaprdClient.Metadata, answer, $"Metadata of {daprd.AppId}");
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
        return CommandResults.Success(
            $"{daprd.Name} has started again and read its components and the app's subscriptions.",
            string.Join('\n', lines.Select(line => $"{line.Name}: {line.Value}")),
            CommandResultFormat.Text,
            displayImmediately: true);
    }

    /// <summary>Publishes what somebody has typed in. daprd makes a CloudEvent of it.</summary>
    public static async Task<ExecuteCommandResult> PublishAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        var topic = context.Arguments.GetString(CommandInputs.Topic) ?? "";
        if (topic.Split('/', 2) is not [{ Length: > 0 } pubSub, { Length: > 0 } name])
        {
            return CommandResults.Failure(
                $"'{topic}' is no topic. Write <pub/sub component>/<topic>, for example pubsub/orders.");
        }

        var path = $"/v1.0/publish/{Uri.EscapeDataString(pubSub)}/{Uri.EscapeDataString(name)}";
        using var content = Content(context.Arguments.GetString(CommandInputs.Data) ?? "");
        var answer = await DaprdClient.SendAsync(daprd, HttpMethod.Post, path, content, context.CancellationToken);
        var sent = $"POST {path}\nContent-Type: {content.Headers.ContentType}\n\n{await content.ReadAsStringAsync()}\n\n{answer.Status}";
        return answer.IsSuccess
            ? CommandResults.Success(
                $"{daprd.Name} has published to topic '{name}' of '{pubSub}'.", sent, CommandResultFormat.Text, displayImmediately: true)
            : Failure(daprd, path, answer);
    }

    /// <summary>Calls a method of an app through this daprd, and shows what the app answered.</summary>
    public static async Task<ExecuteCommandResult> InvokeAsync(ExecuteCommandContext context, DaprSharedResource daprd)
    {
        string Input(string name, string fallback) =>
            context.Arguments.GetString(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : fallback;
        var (appId, verb) = (Input(CommandInputs.AppId, daprd.AppId), Input(CommandInputs.Verb, "GET").ToUpperInvariant());
        var path = $"/v1.0/invoke/{Uri.EscapeDataString(appId)}/method/{Input(CommandInputs.Method, "").TrimStart('/')}";
        using var content = Input(CommandInputs.Data, "") is { Length: > 0 } text ? Content(text) : null;
        var answer = await DaprdClient.SendAsync(daprd, HttpMethod.Parse(verb), path, content, context.CancellationToken);
        return Result(daprd, path, answer, $"{verb} {path}: {answer.Status}");
    }

    private static ExecuteCommandResult Result(DaprSharedResource daprd, string path, DaprdAnswer answer, string message)
    {
        var (text, format) = Shown(answer.Body);
        return answer.IsSuccess
            ? CommandResults.Success(message, text, format, displayImmediately: true)
            : Failure(daprd, path, answer);
    }

    private static ExecuteCommandResult Failure(DaprSharedResource daprd, string path, DaprdAnswer answer)
    {
        var (text, format) = Shown(answer.Body);
        return CommandResults.Failure(answer.Error(DaprdClient.Url(daprd, path)), text, format);
    }

    private static StringContent Content(string text) => new(text, Encoding.UTF8, Json(text) is null ? "text/plain" : "application/json");

    private static (string Text, CommandResultFormat Format) Shown(string body) => Json(body) is { } json
        ? (json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), CommandResultFormat.Json)
        : (body, CommandResultFormat.Text);

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
