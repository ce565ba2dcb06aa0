import { randomBytes } from 'node:crypto';
import { createMemoryStore } from '../../store/memory.ts';
import { createRedisStore } from '../../store/redis.ts';
import type { ShortTokenStore } from '../../store/types.ts';
import { connectRedis } from './redis-connection.ts';

/** A store, and the key that signs the bearers in it. */
export interface OpenStore {
  readonly store: ShortTokenStore;
  readonly bearerKey: string;
}

/** Opens stores on the clock of a sandbox. */
export interface StoreSource {
  readonly open: (now: () => number) => OpenStore;
  readonly close: () => Promise<void>;
}

const BEARER_KEY = 'custom-module-sandbox:bearer-key';

/** A store in this process, for one sandbox alone. */
export function memoryStores(): StoreSource {
  const bearerKey = newKey();
  let opened: ShortTokenStore | undefined;
  return {
    open(now) {
      opened = createMemoryStore({ clock: now });
      return { store: opened, bearerKey };
    },
    close: async () => opened?.close?.(),
  };
}

/**
 * The store on a Redis or Valkey server. Sandboxes on one server share the key of the bearers too:
 * without it one could not use what it resolves of the other's.
 *
 * @throws SandboxError `redis_unreachable`
 */
export async function redisStores(url: string): Promise<StoreSource> {
  const redis = await connectRedis(url);
  await redis.command(['SET', BEARER_KEY, newKey(), 'NX']);
  const bearerKey = String(await redis.command(['GET', BEARER_KEY]));
  const store = createRedisStore({ command: (_key, args) => redis.command(args) });
  return { open: () => ({ store, bearerKey }), close: redis.close };
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}
