import { checkCount } from './check-count.ts';
import { checkTtl } from './check-ttl.ts';
import { createElapsed } from './elapsed.ts';
import { StoreUnavailableError } from './store-unavailable-error.ts';
import type { CreateOutcome, ShortTokenStore } from './types.ts';

/** Bounds and time of a memory store. */
export interface MemoryStoreOptions {
  /** Entries that it holds at most, 1 to 16,777,216; default 1,000,000. */
  readonly maxEntries?: number;
  /** Bytes that they may take together, from 1; default 1 GiB. */
  readonly maxBytes?: number;
  /** Milliseconds from any origin; default the process's monotonic clock. */
  readonly clock?: () => number;
}

interface Entry {
  readonly envelope: string;
  readonly expiresAt: number;
  redeemer: string | undefined;
  replays: number;
}

const MAX_ENTRIES = 16_777_216;
const GIBIBYTE = 1_073_741_824;
// An entry's own object, its places in a Map and in a list, the heads of its strings.
const ENTRY_BYTES = 200;
// One big Map stops the process while it grows or shrinks; a small part of it does not.
const SHARDS = 256;
// Ids are listed by the second in which they expire.
const SECOND_MS = 1_000;
// Expired entries that one create removes at most: more than come in, and still microseconds.
const SLICE = 8;

/**
 * Makes a store in this process's memory: for tests, development and a single instance.
 *
 * At its bounds it answers `full` and keeps every live entry. Expired entries leave with the creates
 * that follow, a few at a time; there is no timer.
 *
 * @param options - see {@link MemoryStoreOptions} for units and bounds
 * @returns a store whose entries are gone with the process
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const store = createMemoryStore({ maxEntries: 50_000 });
 * const issuer = createIssuer({ store, authenticate });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): ShortTokenStore {
  const { maxEntries = 1_000_000, maxBytes = GIBIBYTE, clock = () => performance.now() } = options;
  checkCount('maxEntries', maxEntries, 1, MAX_ENTRIES);
  checkCount('maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER);
  if (typeof clock !== 'function') throw new TypeError('clock must be a function.');
  const elapsed = createElapsed(clock);
  const shards = Array.from({ length: SHARDS }, () => new Map<string, Entry>());
  const idsBySecond = new Map<number, string[]>();
  let firstSecond = Number.POSITIVE_INFINITY;
  let count = 0;
  let bytes = 0;
  let closed = false;

  /** Ids are base64url digests, so that any two of their characters spread them evenly. */
  function shardOf(id: string): Map<string, Entry> {
    if (closed) throw new StoreUnavailableError('store_unavailable', 'The store is closed.');
    const index = (id.charCodeAt(0) * 31 + id.charCodeAt(id.length - 2)) % SHARDS;
    return shards[index || 0] as Map<string, Entry>;
  }

  function live(id: string): Entry | undefined {
    const entry = shardOf(id).get(id);
    return entry !== undefined && elapsed() < entry.expiresAt ? entry : undefined;
  }

  function remove(id: string, { envelope }: Entry): void {
    shardOf(id).delete(id);
    count -= 1;
    bytes -= sizeOf(id, envelope);
  }

  /** Removes a few of the entries that have expired; tells whether more may have. */
  function sweep(now: number): boolean {
    for (let left = SLICE; left > 0; left -= 1) {
      if (firstSecond * SECOND_MS > now) return false;
      const id = (idsBySecond.get(firstSecond) as string[]).pop();
      if (id === undefined) {
        idsBySecond.delete(firstSecond);
        firstSecond = earliest(idsBySecond.keys());
        continue;
      }
      const entry = shardOf(id).get(id);
      // The id may have been revoked and created again.
      if (entry !== undefined && entry.expiresAt <= now) remove(id, entry);
    }
    return true;
  }

  return {
    async create(id, envelope, { ttlMs }): Promise<CreateOutcome> {
      checkTtl(ttlMs);
      const now = elapsed();
      const shard = shardOf(id);
      const existing = shard.get(id);
      if (existing !== undefined && now < existing.expiresAt) return 'exists';
      if (existing !== undefined) remove(id, existing);
      const size = sizeOf(id, envelope);
      const isFull = () => count >= maxEntries || bytes + size > maxBytes;
      while (sweep(now) && isFull());
      if (isFull()) return 'full';
      const expiresAt = now + ttlMs;
      shard.set(id, { envelope, expiresAt, redeemer: undefined, replays: 0 });
      count += 1;
      bytes += size;
      const second = Math.ceil(expiresAt / SECOND_MS);
      const ids = idsBySecond.get(second);
      if (ids === undefined) idsBySecond.set(second, [id]);
      else ids.push(id);
      if (second < firstSecond) firstSecond = second;
      return 'created';
    },

    async read(id) {
      const entry = live(id);
      if (entry === undefined) return null;
      return { envelope: entry.envelope, claimed: entry.redeemer !== undefined };
    },

    async claim(id, by) {
      const entry = live(id);
      if (entry === undefined) return { state: 'absent' };
      const { envelope, redeemer } = entry;
      entry.redeemer ??= by;
      if (redeemer === undefined) return { state: 'first', envelope };
      if (redeemer === by) return { state: 'again', envelope };
      entry.replays += 1;
      return { state: 'taken', replays: entry.replays };
    },

    async revoke(id) {
      const entry = live(id);
      if (entry !== undefined) remove(id, entry);
      return entry !== undefined;
    },

    async close() {
      closed = true;
      for (const shard of shards) shard.clear();
      idsBySecond.clear();
    },
  };
}

function earliest(seconds: Iterable<number>): number {
  let first = Number.POSITIVE_INFINITY;
  for (const second of seconds) if (second < first) first = second;
  return first;
}

function sizeOf(id: string, envelope: string): number {
  return ENTRY_BYTES + id.length + envelope.length;
}
