import { checkCount } from './check-count.ts';
import { checkTtl } from './check-ttl.ts';
import { keyPrefix } from './namespace.ts';
import { cleanedRedisError, isNoScript, unexpectedReply } from './redis-errors.ts';
import { CLAIM, CREATE, READ, type RedisScript } from './redis-scripts.ts';
import { isStoreUnavailableError, StoreUnavailableError } from './store-unavailable-error.ts';
import type { ShortTokenStore } from './types.ts';

/**
 * Sends one command to Redis or Valkey and gives its reply, or rejects.
 *
 * `key` is the one key that the command is about: on a cluster the command has to reach the primary
 * of that key's slot.
 */
export type RedisCommand = (key: string, args: string[]) => Promise<unknown>;

/**
 * Sends several commands about one key on one connection, one right after the other, and gives a
 * reply for each, an `Error` for one that failed. It rejects when the connection was lost in
 * between: a WAIT on another connection than the write before it confirms nothing.
 */
export type RedisPipeline = (key: string, commands: string[][]) => Promise<readonly unknown[]>;

/** Where and how a Redis store keeps its entries. */
export interface RedisStoreOptions {
  /** Sends one command with your own client. */
  readonly command: RedisCommand;
  /** Needed with `minReplicas`. */
  readonly pipeline?: RedisPipeline;
  /** Prefix of every key, 1 to 128 characters; default `short-token`. */
  readonly namespace?: string;
  /** Replicas that must have a new entry before it counts, 0 to 16; default 0. */
  readonly minReplicas?: number;
  /** Milliseconds to wait for them, 1 to 60,000; default 250. */
  readonly replicaTimeoutMs?: number;
  /** Told once when a server may evict live entries; default `process.emitWarning`. */
  readonly onWarning?: (message: string) => void;
}

const MAX_REPLICAS = 16;
const MAX_REPLICA_TIMEOUT_MS = 60_000;

/**
 * Makes a store on Redis or Valkey, single or cluster: one key per token, one round trip per
 * operation, lifetimes kept by the server's own clock.
 *
 * The client stays yours: its timeouts, its retries, its end. A reply of a replica is an outage and
 * never "absent".
 *
 * @param options.command - see {@link RedisCommand}
 * @param options.pipeline - see {@link RedisPipeline}
 * @param options.minReplicas - 0 to 16; above 0, `create` waits for that many (WAIT)
 * @returns a store without a `close`: the client is not its own
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const redis = new Redis({ commandTimeout: 1000 });
 * const command = (_key, [name, ...args]) => redis.call(name, args);
 * const store = createRedisStore({ command });
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
 */
export function createRedisStore(options: RedisStoreOptions): ShortTokenStore {
  const { command, pipeline, namespace = 'short-token' } = options;
  const { minReplicas = 0, replicaTimeoutMs = 250 } = options;
  const { onWarning = (message: string) => process.emitWarning(message) } = options;
  if (typeof command !== 'function') throw new TypeError('command must be a function.');
  if (typeof onWarning !== 'function') throw new TypeError('onWarning must be a function.');
  checkCount('minReplicas', minReplicas, 0, MAX_REPLICAS);
  checkCount('replicaTimeoutMs', replicaTimeoutMs, 1, MAX_REPLICA_TIMEOUT_MS);
  if (minReplicas > 0 && typeof pipeline !== 'function') {
    throw new TypeError('pipeline must be a function: minReplicas needs one.');
  }
  const prefix = keyPrefix(namespace);
  const warnOfEviction = evictionWarning(command, onWarning);

  async function send(key: string, args: string[]): Promise<unknown> {
    try {
      return await command(key, args);
    } catch (error) {
      throw cleanedRedisError(error);
    }
  }

  /** Runs a script by its digest, and in full on a server that does not know it (yet, or any more). */
  async function run(
    { sha, source }: RedisScript,
    key: string,
    argv: string[],
    ask: (key: string, args: string[]) => Promise<unknown> = command,
  ): Promise<unknown> {
    try {
      return await ask(key, ['EVALSHA', sha, '1', key, ...argv]);
    } catch (error) {
      if (!isNoScript(error)) throw cleanedRedisError(error);
    }
    try {
      return await ask(key, ['EVAL', source, '1', key, ...argv]);
    } catch (error) {
      throw cleanedRedisError(error);
    }
  }

  /** Writes, and waits on the same connection until enough replicas have what was written. */
  async function sendAndConfirm(key: string, args: string[]): Promise<unknown> {
    const wait = ['WAIT', String(minReplicas), String(replicaTimeoutMs)];
    const replies = await (pipeline as RedisPipeline)(key, [args, wait]);
    const [reply, confirmed] = replies ?? [];
    if (reply instanceof Error) throw reply;
    if (reply !== 1) return reply;
    if (typeof confirmed === 'number' && confirmed >= minReplicas) return reply;
    // Nobody got the token yet, so what is left of it may as well go now.
    void command(key, ['DEL', key]).catch(() => {});
    throw new StoreUnavailableError(
      'store_unavailable',
      `Fewer than ${minReplicas} replicas confirmed the entry within ${replicaTimeoutMs} ms.`,
    );
  }

  return {
    async create(id, envelope, { ttlMs }) {
      checkTtl(ttlMs);
      const key = prefix + id;
      const ask = minReplicas > 0 ? sendAndConfirm : command;
      try {
        const reply = await run(CREATE, key, [envelope, String(ttlMs)], ask);
        if (reply === 0) return 'exists';
        if (reply !== 1) throw unexpectedReply();
      } catch (error) {
        if (isStoreUnavailableError(error, 'store_full')) return 'full';
        throw error;
      }
      warnOfEviction(key);
      return 'created';
    },

    async read(id) {
      const reply = await run(READ, prefix + id, []);
      if (!Array.isArray(reply) || reply.length !== 2) throw unexpectedReply();
      const [envelope, redeemer] = reply;
      if (envelope === null) return null;
      if (typeof envelope !== 'string') throw unexpectedReply();
      return { envelope, claimed: redeemer !== null };
    },

    async claim(id, by) {
      const reply = await run(CLAIM, prefix + id, [by]);
      if (reply === 0) return { state: 'absent' };
      if (!Array.isArray(reply)) throw unexpectedReply();
      const [state, value] = reply;
      if (state === 3) return { state: 'taken', replays: Number(value) };
      if ((state !== 1 && state !== 2) || typeof value !== 'string') throw unexpectedReply();
      return { state: state === 1 ? 'first' : 'again', envelope: value };
    },

    async revoke(id) {
      const key = prefix + id;
      const reply = await send(key, ['DEL', key]);
      if (reply !== 0 && reply !== 1) throw unexpectedReply();
      return reply === 1;
    },
  };
}

/**
 * Looks at the eviction policy of a key's server at the 1st, 2nd, 4th, 8th … entry: soon on every
 * node of a cluster, again after a change, and never often.
 */
function evictionWarning(
  command: RedisCommand,
  onWarning: (message: string) => void,
): (key: string) => void {
  let created = 0;
  let warned = false;
  const check = async (key: string) => {
    const info = String(await command(key, ['INFO', 'memory']));
    const policy = /maxmemory_policy:([\w-]+)/.exec(info)?.[1] ?? 'noeviction';
    if (policy === 'noeviction' || warned) return;
    warned = true;
    onWarning(`A server's maxmemory-policy is ${policy}: it may drop live tokens. Set noeviction.`);
  };
  return (key) => {
    created += 1;
    if (warned || !Number.isInteger(Math.log2(created))) return;
    // A server that does not let us ask is no reason to refuse a token.
    check(key).catch(() => {});
  };
}
