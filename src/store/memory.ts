import { checkCount } from './check-count.ts';
import { checkTtl } from './check-ttl.ts';
import { createElapsed } from './elapsed.ts';
import { StoreUnavailableError } from './store-unavailable-error.ts';
import type { ShortTokenStore } from './types.ts';

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
const BUCKET_MS = 1_000;
// Expired entries that one create removes at most: more than come in, and still microseconds.
const SLICE = 8;

/**
 * Makes a store in this process's memory: for tests, development and a single instance.
 *
 * At its bounds it answers `full` and keeps every live entry. Expired entries leave with the creates
 * that follow, a few at a time; there is no timer.
 *
 * @param options.maxEntries - 1 to 16,777,216; default 1,000,000
 * @param options.maxBytes - from 1; default 1 GiB
 * @param options.clock - milliseconds from any origin; default the monotonic clock
 * @returns a store whose entries are gone with the process
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const store = createMemoryStore({ maxEntries: 50_000 });
 * const issuer = createIssuer({ store, authenticate });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): ShortTokenStore {
  const { maxEntries = 1_000_000, maxBytes = GIBIBYTE, clock = monotonic } = options;
  checkCount('maxEntries', maxEntries, 1, MAX_ENTRIES);
  checkCount('maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER);
  if (typeof clock !== 'function') throw new TypeError('clock must be a function.');
  const elapsed = createElapsed(clock);
  const shards = Array.from({ length: SHARDS }, () => new Map<string, Entry>());
  // Ids by the second in which they expire.
  const buckets = new Map<number, string[]>();
  let earliest = Number.POSITIVE_INFINITY;
  let count = 0;
  let bytes = 0;
  let closed = false;

  function find(id: string): Entry | undefined {
    if (closed) throw new StoreUnavailableError('store_unavailable', 'The store is closed.');
    return shardOf(shards, id).get(id);
  }

  function live(id: string): Entry | undefined {
    const entry = find(id);
    return entry !== undefined && elapsed() < entry.expiresAt ? entry : undefined;
  }

  function isFull(size: number): boolean {
    return count >= maxEntries || bytes + size > maxBytes;
  }

  function add(id: string, entry: Entry): void {
    shardOf(shards, id).set(id, entry);
    count += 1;
    bytes += sizeOf(id, entry.envelope);
    const bucket = Math.ceil(entry.expiresAt / BUCKET_MS);
    const ids = buckets.get(bucket);
    if (ids === undefined) buckets.set(bucket, [id]);
    else ids.push(id);
    if (bucket < earliest) earliest = bucket;
  }

  function remove(id: string, { envelope }: Entry): void {
    shardOf(shards, id).delete(id);
    count -= 1;
    bytes -= sizeOf(id, envelope);
  }

  /** Removes a few of the entries that have expired; tells whether more may have. */
  function sweep(now: number): boolean {
    for (let left = SLICE; left > 0; left -= 1) {
      if (earliest * BUCKET_MS > now) return false;
      const id = buckets.get(earliest)?.pop();
      if (id === undefined) {
        buckets.delete(earliest);
        earliest = Number.POSITIVE_INFINITY;
        for (const bucket of buckets.keys()) if (bucket < earliest) earliest = bucket;
        continue;
      }
      const entry = shardOf(shards, id).get(id);
      // The id may have been revoked and created again.
      if (entry !== undefined && entry.expiresAt <= now) remove(id, entry);
    }
    return true;
  }

  return {
    async create(id, envelope, { ttlMs }) {
      checkTtl(ttlMs);
      const now = elapsed();
      const entry = find(id);
      if (entry !== undefined && now < entry.expiresAt) return 'exists';
      if (entry !== undefined) remove(id, entry);
      const size = sizeOf(id, envelope);
      while (sweep(now) && isFull(size));
      if (isFull(size)) return 'full';
      add(id, { envelope, expiresAt: now + ttlMs, redeemer: undefined, replays: 0 });
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
      if (redeemer === undefined) {
        entry.redeemer = by;
        return { state: 'first', envelope };
      }
      if (redeemer === by) return { state: 'again', envelope };
      entry.replays += 1;
      return { state: 'taken', replays: entry.replays };
    },

    async revoke(id) {
      const entry = live(id);
      if (entry === undefined) return false;
      remove(id, entry);
      return true;
    },

    async close() {
      closed = true;
      for (const shard of shards) shard.clear();
      buckets.clear();
    },
  };
}

/** Ids are base64url digests, so that any two of their characters spread them evenly. */
function shardOf(shards: readonly Map<string, Entry>[], id: string): Map<string, Entry> {
  const index = (id.charCodeAt(0) * 31 + id.charCodeAt(id.length - 2)) % SHARDS;
  return shards[index || 0] as Map<string, Entry>;
}

function sizeOf(id: string, envelope: string): number {
  return ENTRY_BYTES + id.length + envelope.length;
}

function monotonic(): number {
  return performance.now();
}
