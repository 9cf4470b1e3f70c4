using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.PubSub;
using DaprdStandIn.Redis;
using DaprdStandIn.Resources;
using DaprdStandIn.State;

namespace DaprdStandIn;

/// <summary>Makes components work, one after the other, and ends daprd when one of them cannot.</summary>
internal sealed class ComponentLoader(
    DaprdOptions options, MetadataResolver metadata, Resiliency resiliency, StateStores stateStores, PubSubs pubsubs, Log log)
{
    public async Task<IReadOnlyList<ComponentManifest>> LoadAsync(
        IReadOnlyList<ComponentManifest> components, CancellationToken cancellation)
    {
        var loaded = new List<ComponentManifest>();

        // Secret stores come first, because the others may refer to them.
        foreach (var component in components.OrderByDescending(c => c.Type.StartsWith("secretstores.", StringComparison.Ordinal)))
        {
            try
            {
                await InitAsync(component, cancellation);
                loaded.Add(component);
                log.Info($"Component loaded: {component}");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var kind = e is NotSupportedException ? "CREATE_COMPONENT_FAILURE" : "INIT_COMPONENT_FAILURE";
                var error = $"process component {component.Name} error: [{kind}]: "
                    + $"initialization error occurred for {component}: {e.Message}";
                if (!component.IgnoreErrors)
                {
                    log.Warn($"Error processing component, daprd will exit gracefully: {error}");
                    throw new FatalException(error);
                }

                log.Error($"Ignoring error processing component: {error}");
            }
        }

        return loaded;
    }

    private async Task InitAsync(ComponentManifest component, CancellationToken cancellation)
    {
        var values = metadata.Resolve(component);
        switch (component.Type)
        {
            case "secretstores.local.env":
                metadata.AddLocalEnvStore(component.Name, values);
                break;

            case "state.in-memory":
                stateStores.Add(component.Name, Resilient(component, new InMemoryStateStore()), values);
                break;

            case "state.redis":
                var (state, _) = await ConnectAsync(component, values, cancellation);
                stateStores.Add(component.Name, Resilient(component, new RedisStateStore(state)), values);
                break;

            case "pubsub.in-memory":
                pubsubs.Add(component.Name, new InMemoryPubSub());
                break;

            case "pubsub.redis":
                var (redis, settings) = await ConnectAsync(component, values, cancellation);
                pubsubs.Add(component.Name, new RedisPubSub(redis, settings, values, options.AppId, log));
                break;

            default:
                throw new NotSupportedException($"couldn't find {component.Type}/{component.Version} (the stand-in has no such component)");
        }
    }

    private IStateStore Resilient(ComponentManifest component, IStateStore store) =>
        resiliency.Outbound(component.Name) is { } policy ? new ResilientStateStore(store, policy) : store;

    private static async Task<(RedisClient Client, RedisSettings Settings)> ConnectAsync(
        ComponentManifest component, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        var settings = RedisSettings.From(values);
        return (await RedisClient.ConnectAsync(settings, component.InitTimeout, cancellation), settings);
    }
}
