import { SandboxError } from '../sandbox-error.ts';
import { loadBundled } from './package.ts';

/** A connection to Redis or Valkey. */
export interface RedisConnection {
  readonly command: (args: readonly string[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const CONNECT_MS = 3_000;

/** @throws SandboxError `redis_unreachable` that names the server and no password */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const { Redis } = await loadBundled<typeof import('ioredis')>('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (tries) => (tries > 20 ? null : 100 * tries),
  });
  // Every command reports its own failure.
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
  } catch {
    redis.disconnect();
    const { hostname, port } = new URL(url);
    throw new SandboxError(
      'redis_unreachable',
      `No Redis answers at ${hostname}:${port || 6379}. Start it, or check the URL and its password.`,
    );
  }
  return {
    command: ([name = '', ...args]) => redis.call(name, ...args),
    close: async () => {
      redis.disconnect();
    },
  };
}
