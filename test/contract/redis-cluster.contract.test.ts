import { afterAll, beforeAll, describe, it } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { describeShortTokenStore } from '../../src/testing/describe-short-token-store.ts';
import {
  type Binding,
  bindGlideCluster,
  bindIoredisCluster,
  bindNodeRedis6Cluster,
  bindNodeRedisCluster,
  glideMissing,
  nodeRedis6Missing,
} from './support/bindings.ts';
import { type RedisCluster, redisMissing, startCluster } from './support/redis-server.ts';

const missing = redisMissing();
const runner = { describe, it };
const noGlide = glideMissing();
const no6 = nodeRedis6Missing();

const clients = [
  { name: 'ioredis Cluster', bind: bindIoredisCluster, minReplicas: 1 },
  { name: 'node-redis 5 cluster', bind: bindNodeRedisCluster, minReplicas: 1 },
  { name: 'node-redis 6 cluster', bind: bindNodeRedis6Cluster, minReplicas: 1, missing: no6 },
  { name: 'GLIDE cluster', bind: bindGlideCluster, minReplicas: 1, missing: noGlide },
];

describe.skipIf(missing)(`a cluster of three masters${missing ? ` (${missing})` : ''}`, () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster?.stop());

  for (const { name, bind, minReplicas, missing } of clients) {
    const title = `${name}, minReplicas ${minReplicas}${missing ? ` (${missing})` : ''}`;
    describe.skipIf(missing)(title, () => {
      let client: Binding;
      beforeAll(async () => {
        client = await bind(cluster.addresses);
      });
      afterAll(() => client?.quit());
      describeShortTokenStore(
        'Redis store',
        ({ namespace }) => {
          const { command, pipeline } = client;
          const replicas = { minReplicas, replicaTimeoutMs: 2_000 };
          return createRedisStore({ command, pipeline, namespace, ...replicas });
        },
        { runner, shared: true },
      );
    });
  }
});
