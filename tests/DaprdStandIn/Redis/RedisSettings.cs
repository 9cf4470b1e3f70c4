using System.Globalization;
using DaprdStandIn.CommandLine;

namespace DaprdStandIn.Redis;

/// <summary>The metadata that the Redis components share.</summary>
internal sealed record RedisSettings(string Host, int Port, string Username, string Password, int Database)
{
    public string Address => $"{Host}:{Port}";

    public static RedisSettings From(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault("redisType", "node") is var type and not ("node" or ""))
        {
            throw new NotSupportedException($"the stand-in speaks to a single Redis node, not to redisType={type}");
        }

        if (GoText.IsTruthy(metadata.GetValueOrDefault("enableTLS")) || GoText.IsTruthy(metadata.GetValueOrDefault("failover")))
        {
            throw new NotSupportedException("the stand-in has no TLS and no failover for Redis");
        }

        var host = metadata.GetValueOrDefault("redisHost", "");
        if (host.Length == 0)
        {
            throw new InvalidOperationException("redis client configuration error: redisHost is empty");
        }

        var colon = host.LastIndexOf(':');
        var port = colon < 0 ? metadata.GetValueOrDefault("redisPort", "6379") : host[(colon + 1)..];
        var database = metadata.GetValueOrDefault("redisDB", "");
        return new(
            colon < 0 ? host : host[..colon],
            int.Parse(port, CultureInfo.InvariantCulture),
            metadata.GetValueOrDefault("redisUsername", ""),
            metadata.GetValueOrDefault("redisPassword", ""),
            database.Length == 0 ? 0 : int.Parse(database, CultureInfo.InvariantCulture));
    }
}
