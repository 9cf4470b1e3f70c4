using DaprdStandIn.CommandLine;
using DaprdStandIn.Logging;
using DaprdStandIn.PubSub;
using DaprdStandIn.Redis;
using DaprdStandIn.Resources;
using DaprdStandIn.Secrets;
using DaprdStandIn.State;

namespace DaprdStandIn;

/// <summary>Makes components work, one after the other, and ends daprd when one of them cannot.</summary>
internal sealed class ComponentLoader(
    DaprdOptions options,
    MetadataResolver metadata,
    SecretStores secrets,
    Resiliency resiliency,
    StateStores stateStores,
    PubSubs pubsubs,
    Log log)
{
    /// <param name="cancellation">Ends what a component does by itself, too.</param>
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

    /// <summary>Ends the use of a component.</summary>
    public void Close(ComponentManifest component)
    {
        stateStores.Remove(component.Name);
        pubsubs.Remove(component.Name);
        secrets.Remove(component.Name);
    }

    private async Task InitAsync(ComponentManifest component, CancellationToken cancellation)
    {
        var values = metadata.Resolve(component);
        switch (component.Type)
        {
            case "secretstores.local.env":
                secrets.Add(component.Name, values);
                break;

            case "state.in-memory":
                AddState(new InMemoryStateStore());
                break;

            case "state.redis":
                var (state, _) = await ConnectAsync(component, values, cancellation);
                AddState(new RedisStateStore(state));
                break;

            case "pubsub.in-memory":
                pubsubs.Add(component.Name, new InMemoryPubSub());
                break;

            case "pubsub.redis":
                var (redis, settings) = await ConnectAsync(component, values, cancellation);
                pubsubs.Add(component.Name, new RedisPubSub(redis, settings, values, options.AppId, log, cancellation));
                break;

            default:
                throw new NotSupportedException($"couldn't find {component.Type}/{component.Version} (the stand-in has no such component)");
        }

        void AddState(IStateStore store)
        {
            var keys = metadata.EncryptionKeys(component);
            if (keys is not null)
            {
                log.Info($"Automatic encryption enabled for state store {component.Name}");
            }

            var policy = resiliency.Outbound(component.Name, "Statestore");
            stateStores.Add(component.Name, policy is null ? store : new ResilientStateStore(store, policy), keys, values);
        }
    }

    private static async Task<(RedisClient Client, RedisSettings Settings)> ConnectAsync(
        ComponentManifest component, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        var settings = RedisSettings.From(values);
        return (await RedisClient.ConnectAsync(settings, component.InitTimeout, cancellation), settings);
    }
}
