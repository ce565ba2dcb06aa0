import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import {
  bindGlideCluster,
  bindIoredisCluster,
  bindNodeRedis6Cluster,
  bindNodeRedisCluster,
  glideMissing,
  nodeRedis6Missing,
} from './support/bindings.ts';
import {
  type RedisCluster,
  type RedisServer,
  redisMissing,
  startCluster,
  until,
} from './support/redis-server.ts';

const missing = redisMissing();
const CLIENTS = [
  { name: 'ioredis Cluster', bind: bindIoredisCluster },
  { name: 'node-redis 5 cluster', bind: bindNodeRedisCluster },
  { name: 'node-redis 6 cluster', bind: bindNodeRedis6Cluster, missing: nodeRedis6Missing() },
  { name: 'GLIDE cluster', bind: bindGlideCluster, missing: glideMissing() },
];

describe.skipIf(missing)(
  `one of three masters has lost its replica${missing ? ` (${missing})` : ''}`,
  () => {
    let cluster: RedisCluster;
    let lonely: RedisServer;
    let runs = 0;

    beforeAll(async () => {
      cluster = await startCluster();
      const roles = await Promise.all(cluster.nodes.map((node) => node.cli('role')));
      const masters = cluster.nodes.filter((_, i) => roles[i]?.startsWith('master'));
      const replica = cluster.nodes.find((_, i) => roles[i]?.startsWith('slave')) as RedisServer;
      await replica.kill();
      const hasNoReplica = async (node: RedisServer) =>
        !/127\.0\.0\.1/.test(await node.cli('role'));
      await until(async () => {
        for (const node of masters) if (await hasNoReplica(node)) lonely = node;
        return lonely !== undefined;
      });
    }, 120_000);
    afterAll(() => cluster?.stop());

    for (const { name, bind, missing } of CLIENTS) {
      const skipped = missing ? ` (${missing})` : '';
      test.skipIf(missing)(
        `with ${name}, issuing stops there and nowhere else${skipped}`,
        async () => {
          const { command, pipeline, quit } = await bind(cluster.addresses);
          try {
            // A test that is tried again finds nothing of the first time.
            runs += 1;
            const namespace = `${name.replaceAll(' ', '-')}-${runs}`;
            const replicas = { minReplicas: 1, replicaTimeoutMs: 500 };
            const store = createRedisStore({ command, pipeline, namespace, ...replicas });
            const outcomes = new Set<string>();
            for (let i = 0; i < 24; i += 1) {
              const isLonely = await cluster.isMasterOf(lonely, `${namespace}:${i}`);
              const created = store.create(`${i}`, 'x', { ttlMs: 60_000 });
              const outcome = await created.catch((error) => error.code);
              outcomes.add(`${isLonely ? 'there' : 'elsewhere'}: ${outcome}`);
            }
            expect([...outcomes].sort()).toEqual([
              'elsewhere: created',
              'there: store_unavailable',
            ]);
          } finally {
            await quit();
          }
        },
      );
    }
  },
);
