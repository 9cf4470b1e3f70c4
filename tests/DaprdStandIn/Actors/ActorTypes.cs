using System.Text.Json;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;

namespace DaprdStandIn.Actors;

/// <summary>The part of the answer to GET /dapr/config that the stand-in acts on.</summary>
internal sealed record AppConfigurationDocument(
    IReadOnlyList<string>? Entities,
    string? ActorIdleTimeout,
    ReentrancyDocument? Reentrancy,
    IReadOnlyList<EntityConfigurationDocument>? EntitiesConfig);

internal sealed record EntityConfigurationDocument(
    IReadOnlyList<string>? Entities, string? ActorIdleTimeout, ReentrancyDocument? Reentrancy);

internal sealed record ReentrancyDocument(bool Enabled);

/// <summary>The actor types that the app hosts, each with the time after which an actor without calls is deactivated.</summary>
internal static class ActorTypes
{
    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(60);

    /// <summary>Asks the app, once in the life of a daprd.</summary>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> AskAsync(
        AppChannel app, string appId, Log log, CancellationToken cancellation)
    {
        var types = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        try
        {
            var answer = await app.SendAsync(
                new("GET", "dapr/config", "", [new("dapr-app-id", [appId])], "application/json", ReadOnlyMemory<byte>.Empty), cancellation);
            if (answer.Status != StatusCodes.Status200OK
                || JsonSerializer.Deserialize(answer.Body.Span, JsonContext.Default.AppConfigurationDocument) is not { } configuration)
            {
                return types;
            }

            log.Info("Application configuration loaded");
            foreach (var type in configuration.Entities ?? [])
            {
                types[type] = IdleTimeout(configuration.ActorIdleTimeout);
            }

            foreach (var own in configuration.EntitiesConfig ?? [])
            {
                foreach (var type in own.Entities ?? [])
                {
                    types[type] = IdleTimeout(own.ActorIdleTimeout);
                }
            }

            if (configuration.Reentrancy?.Enabled == true
                || configuration.EntitiesConfig?.Any(own => own.Reentrancy?.Enabled == true) == true)
            {
                log.Warn("the stand-in has no reentrancy: an actor that is called by one that it is calling waits for ever");
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            // daprd drops this error, too, and hosts no actors.
        }

        return types;

        TimeSpan IdleTimeout(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return DefaultIdleTimeout;
            }

            if (GoText.ParseDuration(text) is { } timeout)
            {
                return timeout;
            }

            log.Warn($"Invalid actor idle timeout value {text}, using default value 1h0m0s");
            return DefaultIdleTimeout;
        }
    }
}
