using System.Globalization;
using DaprdStandIn.Redis;

namespace DaprdStandIn.State;

/// <summary>state.redis: one hash per key with the fields "data" and "version", as daprd lays it out.</summary>
internal sealed class RedisStateStore(RedisClient redis) : IStateStore
{
    // An absent version matches any etag, and no etag (ARGV[1] is empty) any version: a first write without one is refused only where the
    // write before it was a first write, too.
    private const string Set = """
        local version = redis.call('HGET', KEYS[1], 'version')
        local first = redis.call('HGET', KEYS[1], 'first-write')
        if version and ARGV[1] ~= version and (first or ARGV[1] ~= '') then
          return error('failed to set key ' .. KEYS[1])
        end
        redis.call('HSET', KEYS[1], 'data', ARGV[2])
        if ARGV[3] == '1' then redis.call('HSET', KEYS[1], 'first-write', 0) end
        return redis.call('HINCRBY', KEYS[1], 'version', 1)
        """;

    private const string Delete = """
        local version = redis.call('HGET', KEYS[1], 'version')
        if version and ARGV[1] ~= '' and ARGV[1] ~= version then
          return error('failed to delete ' .. KEYS[1])
        end
        return redis.call('DEL', KEYS[1])
        """;

    // Three arguments per key; what Redis runs as one script is one transaction.
    private const string Transaction = """
        for i, key in ipairs(KEYS) do
          local operation, data, ttl = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
          if operation == 'delete' then
            redis.call('DEL', key)
          else
            redis.call('HSET', key, 'data', data)
            redis.call('HINCRBY', key, 'version', 1)
            redis.call('PERSIST', key)
            if ttl ~= '' then redis.call('EXPIRE', key, ttl) end
          end
        end
        return 1
        """;

    public async Task<StateValue?> GetAsync(string key, CancellationToken cancellation)
    {
        var reply = await redis.ExecuteAsync(["HMGET", key, "data", "version"], cancellation);
        return reply.Items is [{ Bytes: { } data }, { Text: { } version }] ? new(data, version) : null;
    }

    public async Task SetAsync(StateChange change, CancellationToken cancellation)
    {
        await EvaluateAsync(Set, change.Key, change.ETag, [change.Data, change.FirstWrite ? "1" : "0"], cancellation);
        if (change.TtlSeconds is { } ttl)
        {
            await redis.ExecuteAsync(
                ttl > 0 ? ["EXPIRE", change.Key, ttl.ToString(CultureInfo.InvariantCulture)] : ["PERSIST", change.Key], cancellation);
        }
    }

    public Task DeleteAsync(string key, string? etag, CancellationToken cancellation) =>
        EvaluateAsync(Delete, key, etag, [], cancellation);

    public Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellation)
    {
        var count = operations.Count.ToString(CultureInfo.InvariantCulture);
        var keys = operations.Select(operation => (RedisArgument)operation.Key);
        var arguments = operations.SelectMany(operation => (RedisArgument[])[
            operation.Data is null ? "delete" : "upsert",
            operation.Data ?? default,
            operation.TtlSeconds?.ToString(CultureInfo.InvariantCulture) ?? ""]);
        return redis.ExecuteAsync(["EVAL", Transaction, count, .. keys, .. arguments], cancellation);
    }

    private async Task EvaluateAsync(
        string script, string key, string? etag, IReadOnlyList<RedisArgument> arguments, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(etag) && !int.TryParse(etag, CultureInfo.InvariantCulture, out _))
        {
            throw new ETagException(invalid: true, $"strconv.Atoi: parsing \"{etag}\": invalid syntax");
        }

        try
        {
            await redis.ExecuteAsync(["EVAL", script, "1", key, etag ?? "", .. arguments], cancellation);
        }
        catch (RedisException e) when (!string.IsNullOrEmpty(etag))
        {
            throw new ETagException(invalid: false, e.Message);
        }
    }
}
