import { createRequire } from 'node:module';
import { Cluster, Redis } from 'ioredis';
import * as nodeRedis5 from 'redis';
import type { RedisCommand, RedisPipeline } from '../../../src/store/redis.ts';

/** A client and its binding, as the README has them. */
export interface Binding {
  readonly command: RedisCommand;
  readonly pipeline: RedisPipeline;
  quit(): void | Promise<void>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** For tests that count on failing fast; the README's bindings leave the retries to the user. */
const FAST = { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: 2_000 };

export async function bindIoredis(address: Address): Promise<Binding> {
  const redis = new Redis({ ...address, ...FAST, lazyConnect: true, retryStrategy: () => 50 });
  redis.on('error', () => {});
  await redis.connect();
  return {
    command: (_key, [name = '', ...args]) => redis.call(name, args),
    pipeline: async (_key, commands) =>
      repliesOf(await redis.pipeline(lowerCased(commands)).exec()),
    quit: () => redis.disconnect(),
  };
}

export async function bindIoredisCluster(addresses: readonly Address[]): Promise<Binding> {
  const cluster = new Cluster([...addresses], {
    redisOptions: { commandTimeout: 10_000 },
    clusterRetryStrategy: () => 100,
    lazyConnect: true,
  });
  cluster.on('error', () => {});
  await cluster.connect();
  return {
    command: (_key, [name = '', ...args]) => cluster.call(name, args),
    pipeline: async (_key, commands) =>
      repliesOf(await cluster.pipeline(lowerCased(commands)).exec()),
    quit: () => cluster.disconnect(),
  };
}

// ioredis has a method for each command, by its name in lower case.
function lowerCased(commands: string[][]): string[][] {
  return commands.map(([name = '', ...args]) => [name.toLowerCase(), ...args]);
}

function repliesOf(results: [error: Error | null, reply: unknown][] | null): unknown[] {
  if (results === null) throw new Error('The pipeline was not run.');
  return results.map(([error, reply]) => error ?? reply);
}

type Bind<Where> = (where: Where) => Promise<Binding>;
type NodeRedis = Pick<typeof nodeRedis5, 'createClient' | 'createCluster'>;

function bindNodeRedisOf(load: () => NodeRedis): Bind<Address> {
  return async ({ host, port }) => {
    const client = load().createClient({
      socket: { host, port, socketTimeout: 2_000, reconnectStrategy: () => 50 },
      disableOfflineQueue: true,
    });
    client.on('error', () => {});
    await client.connect();
    return {
      command: (_key, args) => client.sendCommand(args),
      pipeline: (_key, commands) => {
        const batch = client.multi();
        for (const args of commands) batch.addCommand(args);
        return batch.execAsPipeline();
      },
      quit: () => client.destroy(),
    };
  };
}

function bindNodeRedisClusterOf(load: () => NodeRedis): Bind<readonly Address[]> {
  return async (addresses) => {
    const cluster = load().createCluster({
      rootNodes: addresses.map(({ host, port }) => ({ url: `redis://${host}:${port}` })),
    });
    cluster.on('error', () => {});
    await cluster.connect();
    return {
      command: (key, args) => cluster.sendCommand(key, false, args),
      pipeline: (key, commands) => {
        const batch = cluster.multi(key);
        for (const args of commands) batch.addCommand(key, false, args);
        return batch.execAsPipeline();
      },
      quit: () => cluster.destroy(),
    };
  };
}

export const bindNodeRedis = bindNodeRedisOf(() => nodeRedis5);
export const bindNodeRedisCluster = bindNodeRedisClusterOf(() => nodeRedis5);

/** The newest of each client is installed with the benchmarks, not with the package. */
const newest = createRequire(new URL('../../bench/issuer/package.json', import.meta.url));

/** Why a client is not there to test with, or `undefined`. */
function notInstalled(name: string): string | undefined {
  try {
    newest.resolve(name);
    return undefined;
  } catch {
    return `${name} is not installed in test/bench/issuer`;
  }
}

export const nodeRedis6Missing = (): string | undefined => notInstalled('redis');
export const bindNodeRedis6 = bindNodeRedisOf(() => newest('redis'));
export const bindNodeRedis6Cluster = bindNodeRedisClusterOf(() => newest('redis'));

/** Its binary does not run everywhere. */
export const glideMissing = (): string | undefined => notInstalled('@valkey/valkey-glide');

interface Glide {
  customCommand(args: string[], options?: unknown): Promise<unknown>;
  exec(batch: unknown, raiseOnError: boolean, options?: unknown): Promise<unknown[]>;
  close(): void;
}

interface GlideBatch {
  customCommand(args: string[]): void;
}

interface GlideModule {
  readonly Batch: new (isAtomic: boolean) => GlideBatch;
  readonly ClusterBatch: new (isAtomic: boolean) => GlideBatch;
  readonly GlideClient: { createClient(options: unknown): Promise<Glide> };
  readonly GlideClusterClient: { createClient(options: unknown): Promise<Glide> };
}

export async function bindGlide(address: Address): Promise<Binding> {
  const { GlideClient, Batch } = newest('@valkey/valkey-glide') as GlideModule;
  const client = await GlideClient.createClient({ addresses: [address], requestTimeout: 2_000 });
  return {
    command: (_key, args) => client.customCommand(args),
    pipeline: (_key, commands) => {
      const batch = new Batch(false);
      for (const args of commands) batch.customCommand(args);
      return client.exec(batch, false);
    },
    quit: () => client.close(),
  };
}

export async function bindGlideCluster(addresses: readonly Address[]): Promise<Binding> {
  const { GlideClusterClient, ClusterBatch } = newest('@valkey/valkey-glide') as GlideModule;
  const client = await GlideClusterClient.createClient({ addresses, requestTimeout: 2_000 });
  return {
    command: (key, args) => client.customCommand(args, { route: { type: 'primarySlotKey', key } }),
    pipeline: (key, commands) => {
      const batch = new ClusterBatch(false);
      for (const args of commands) batch.customCommand(args);
      return client.exec(batch, false, { route: { type: 'primarySlotKey', key } });
    },
    quit: () => client.close(),
  };
}
