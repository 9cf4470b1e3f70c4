// The shop of ../Shop.AppHost in TypeScript: the same apps, each with its shared daprd.
import { createBuilder, EndpointProperty } from './.aspire/modules/aspire.mjs';

const builder = await createBuilder();

const redis = await builder.addContainer('redis', 'docker.io/library/redis:8.2').withEndpoint({ targetPort: 6379, name: 'tcp' });
const address = redis.getEndpoint('tcp').property(EndpointProperty.HostAndPort);

const store = await builder.addDaprSharedComponent('statestore', 'state.redis').withMetadata('redisHost', address).asActorStateStore();
const pubsub = await builder.addDaprSharedComponent('pubsub', 'pubsub.redis').withMetadata('redisHost', address);

// The orders service, step by step: one shared daprd, both directions. Its stock is kept by actors, one per item.
const orders = await builder.addProject('orders', '../Shop.Orders/Shop.Orders.csproj');
const dapr = await builder.addDaprShared('orders-dapr', { appId: 'orders' })
  .withApp(orders)
  .withActors()
  .withAppHealthCheck({ path: '/healthz' })
  .withReference(store)
  .withReference(pubsub)
  .publishAsDaemonSet();
await orders.withReference(dapr).waitFor(dapr);

// The storefront, the same in one call.
await builder.addProject('storefront', '../Shop.Storefront/Shop.Storefront.csproj')
  .withExternalHttpEndpoints()
  .withDaprShared({
    configure: async storefront => {
      await storefront.withReference(pubsub).publishAsDeployment({ replicas: 2 });
    },
  });

// A worker that nobody calls: it has no port, so its daprd has no app to call, and the worker has all of Dapr nonetheless.
await builder.addProject('worker', '../Shop.Worker/Shop.Worker.csproj')
  .withDaprShared({
    configure: async worker => {
      await worker.withReference(pubsub).publishAsDeployment();
    },
  });

await builder.build().run();
