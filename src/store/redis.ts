import { checkTtl } from './check-ttl.ts';
import { CLAIM, CREATE, type RedisScript } from './redis-scripts.ts';
import { isStoreUnavailableError, StoreUnavailableError } from './store-unavailable-error.ts';
import type { ClaimOutcome, CreateOutcome, ShortTokenStore } from './types.ts';

/**
 * Sends one command to Redis or Valkey and gives its reply, or rejects.
 *
 * `key` is the one key that the command is about: on a cluster the command has to reach the primary
 * of that key's slot, also when the key is not among `args` (WAIT). All commands about one key have
 * to go through one connection in order.
 */
export type RedisCommand = (key: string, args: string[]) => Promise<unknown>;

/** Where and how a Redis store keeps its entries. */
export interface RedisStoreOptions {
  readonly command: RedisCommand;
  /** Prefix of every key, 1 to 128 characters; `short-token` unless told. */
  readonly namespace?: string;
  /** Replicas that must have a new entry before it counts, 0 to 16; 0 unless told. */
  readonly minReplicas?: number;
  /** Milliseconds to wait for them, 1 to 60,000; 250 unless told. */
  readonly replicaTimeoutMs?: number;
  /** Told once when the server may evict live entries; `process.emitWarning` unless told. */
  readonly onWarning?: (message: string) => void;
}

const MAX_NAMESPACE_LENGTH = 128;
const MAX_REPLICAS = 16;
const MAX_REPLICA_TIMEOUT_MS = 60_000;

/**
 * Makes a store on Redis or Valkey, single or cluster: one key per token, one round trip per
 * operation, lifetimes kept by the server's own clock.
 *
 * The client stays yours: its timeouts, its retries, its end. Give it a command timeout, so that an
 * outage becomes a `StoreUnavailableError` and not a wait.
 *
 * @param options.command - see {@link RedisCommand}
 * @param options.minReplicas - 0 to 16; above 0, `create` costs a second round trip (WAIT)
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const redis = new Redis({ commandTimeout: 1000 });
 * const command = (_key, [name, ...args]) => redis.call(name, args);
 * const store = createRedisStore({ command });
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
 */
export function createRedisStore(options: RedisStoreOptions): ShortTokenStore {
  const { command, namespace = 'short-token', minReplicas = 0, replicaTimeoutMs = 250 } = options;
  const { onWarning = (message: string) => process.emitWarning(message) } = options;
  if (typeof command !== 'function') throw new TypeError('command must be a function.');
  if (typeof onWarning !== 'function') throw new TypeError('onWarning must be a function.');
  checkCount('minReplicas', minReplicas, 0, MAX_REPLICAS);
  checkCount('replicaTimeoutMs', replicaTimeoutMs, 1, MAX_REPLICA_TIMEOUT_MS);
  const prefix = `${escapedNamespace(namespace)}:`;
  let policyChecked = false;

  async function runScript(script: RedisScript, key: string, arg: string, more: string[]) {
    try {
      return await command(key, ['EVALSHA', script.sha, '1', key, arg, ...more]);
    } catch (error) {
      // The server has restarted or never saw the script; EVAL teaches it for the next time.
      if (!/NOSCRIPT|NoScript/.test(messageOf(error))) throw cleaned(error);
    }
    try {
      return await command(key, ['EVAL', script.source, '1', key, arg, ...more]);
    } catch (error) {
      throw cleaned(error);
    }
  }

  async function confirmReplicas(key: string): Promise<void> {
    const wait = ['WAIT', String(minReplicas), String(replicaTimeoutMs)];
    const confirmed = await answer(() => command(key, wait));
    if (Number(confirmed) >= minReplicas) return;
    // Nobody got the token yet, so what is left of it may as well go now.
    void answer(() => command(key, ['DEL', key])).catch(() => {});
    throw new StoreUnavailableError(
      'store_unavailable',
      `Fewer than ${minReplicas} replicas confirmed the entry within ${replicaTimeoutMs} ms.`,
    );
  }

  async function checkPolicy(key: string): Promise<void> {
    try {
      const info = String(await command(key, ['INFO', 'memory']));
      const policy = /maxmemory_policy:([\w-]+)/.exec(info)?.[1] ?? 'noeviction';
      if (policy === 'noeviction') return;
      onWarning(
        `The server's maxmemory-policy is ${policy}: it may drop live tokens. Set noeviction.`,
      );
    } catch {
      // A server that does not let us ask is no reason to refuse a token.
    }
  }

  return {
    async create(id, envelope, { ttlMs }): Promise<CreateOutcome> {
      checkTtl(ttlMs);
      const key = prefix + id;
      let reply: unknown;
      try {
        reply = await runScript(CREATE, key, envelope, [String(ttlMs)]);
      } catch (error) {
        if (isStoreUnavailableError(error, 'store_full')) return 'full';
        throw error;
      }
      if (reply === 0) return 'exists';
      if (reply !== 1) throw unexpected();
      if (minReplicas > 0) await confirmReplicas(key);
      if (!policyChecked) {
        policyChecked = true;
        void checkPolicy(key);
      }
      return 'created';
    },

    async read(id) {
      const key = prefix + id;
      const reply = await answer(() => command(key, ['HGET', key, 'e']));
      if (reply !== null && typeof reply !== 'string') throw unexpected();
      return reply;
    },

    async claim(id, by): Promise<ClaimOutcome> {
      const reply = await runScript(CLAIM, prefix + id, by, []);
      if (reply === 0) return { state: 'absent' };
      if (!Array.isArray(reply)) throw unexpected();
      const [state, value] = reply;
      if (state === 3) return { state: 'taken', replays: Number(value) };
      if ((state !== 1 && state !== 2) || typeof value !== 'string') throw unexpected();
      return { state: state === 1 ? 'first' : 'again', envelope: value };
    },

    async revoke(id) {
      const key = prefix + id;
      const reply = await answer(() => command(key, ['DEL', key]));
      if (reply !== 0 && reply !== 1) throw unexpected();
      return reply === 1;
    },
  };
}

/**
 * Percent-encoded, so that no namespace is the beginning of another one's keys, makes a pattern, or
 * puts every token into one cluster slot with a `{hash tag}`.
 */
function escapedNamespace(namespace: string): string {
  if (typeof namespace !== 'string') throw new TypeError('namespace must be a string.');
  if (namespace.length < 1 || namespace.length > MAX_NAMESPACE_LENGTH) {
    throw new RangeError(`namespace must be 1 to ${MAX_NAMESPACE_LENGTH} characters.`);
  }
  try {
    return encodeURIComponent(namespace).replaceAll('*', '%2A');
  } catch {
    throw new TypeError('namespace must be well-formed text.');
  }
}

function checkCount(name: string, value: number, least: number, most: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number.`);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}.`);
  }
}

async function answer(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    throw cleaned(error);
  }
}

/** Clients put the command and its arguments into their errors, so none of it goes on. */
function cleaned(error: unknown): StoreUnavailableError {
  return /\bOOM\b|OutOfMemory/.test(messageOf(error))
    ? new StoreUnavailableError('store_full', 'The server is at its maxmemory.')
    : new StoreUnavailableError('store_unavailable', 'The store did not answer.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unexpected(): StoreUnavailableError {
  return new StoreUnavailableError(
    'store_unavailable',
    'The store gave a reply of an unexpected kind; look at the binding of the client.',
  );
}
