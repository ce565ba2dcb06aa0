import { randomInt } from 'node:crypto';
import { StoreUnavailableError } from '../errors.ts';
import { checkTtl } from './check-ttl.ts';
import { createElapsed } from './elapsed.ts';
import { hashId, MemoryShard, NO_SLOT } from './memory-shard.ts';
import type { ClaimOutcome, CreateOutcome, ShortTokenStore } from './types.ts';

/** Bound and time of a memory store. */
export interface MemoryStoreOptions {
  /** Live entries that it holds at most, 1 to 16,777,216; 1,000,000 unless told. */
  readonly maxEntries?: number;
  /** Milliseconds from any origin; the process's monotonic clock unless told. */
  readonly clock?: () => number;
}

// One big Map stalls the process when it grows and when it shrinks; a small part of it does not.
const SHARDS = 256;
const SHARD_SHIFT = 24;
const MAX_ENTRIES = 16_777_216;
const SWEEP_PER_CREATE = 2;
const SWEEP_BATCH = 32;
const SLICE_MS = 0.5;
const PAUSE_MS = 5;
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;

// Outcomes without a payload are the same promise every time.
const CREATED = Promise.resolve<CreateOutcome>('created');
const EXISTS = Promise.resolve<CreateOutcome>('exists');
const FULL = Promise.resolve<CreateOutcome>('full');
const ABSENT = Promise.resolve<ClaimOutcome>(Object.freeze({ state: 'absent' }));
const NOTHING = Promise.resolve(null);
const TRUE = Promise.resolve(true);
const FALSE = Promise.resolve(false);

/**
 * Makes a store in this process's memory: for tests, development and a single instance.
 *
 * At its bound it answers `full` and keeps every live entry. Expired entries leave with the
 * creates that follow and with short slices of a timer that does not keep the process alive.
 *
 * @param options.maxEntries - 1 to 16,777,216; 1,000,000 unless told
 * @param options.clock - milliseconds from any origin; the monotonic clock unless told
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const store = createMemoryStore({ maxEntries: 50_000 });
 * const issuer = createIssuer({ store, authenticate });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): ShortTokenStore {
  const { maxEntries = 1_000_000, clock = monotonic } = options;
  checkOptions(maxEntries, clock);
  const elapsed = createElapsed(clock);
  let shards = emptyShards();
  let count = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  // No entry dies before this tick, as far as is known: spares a full store the search.
  let quietUntil = Number.POSITIVE_INFINITY;
  let cursor = 0;
  // Nobody can prepare ids that collide in a table whose seed they do not know.
  const seed = randomInt(0x1_0000_0000) | 0;

  function shardOf(hash: number): MemoryShard {
    return shards[hash >>> SHARD_SHIFT] as MemoryShard;
  }

  /** Frees one expired entry or more, wherever they are; `false` when every entry is live. */
  function makeRoom(now: number): boolean {
    if (now < quietUntil) return false;
    let soonest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < SHARDS; i += 1) {
      const shard = shards[(cursor + i) % SHARDS] as MemoryShard;
      const swept = shard.sweep(now, SWEEP_BATCH);
      if (swept > 0) {
        count -= swept;
        cursor = (cursor + i) % SHARDS;
        return true;
      }
      soonest = Math.min(soonest, shard.nextDeadline());
    }
    quietUntil = soonest;
    return false;
  }

  function schedule(waitMs: number): void {
    timer = setTimeout(sweepSlice, waitMs);
    timer.unref();
  }

  function sweepSlice(): void {
    timer = undefined;
    const now = elapsed();
    const stopAt = performance.now() + SLICE_MS;
    while (makeRoom(now)) {
      if (performance.now() >= stopAt) {
        schedule(PAUSE_MS);
        return;
      }
    }
    if (count > 0) schedule(Math.min(Math.max(quietUntil - now, MIN_WAIT_MS), MAX_WAIT_MS));
  }

  return {
    create(id, envelope, { ttlMs }) {
      if (closed) return refuseClosed();
      try {
        checkTtl(ttlMs);
      } catch (error) {
        return Promise.reject(error);
      }
      const now = elapsed();
      const hash = hashId(id, seed);
      const shard = shardOf(hash);
      count -= shard.sweep(now, SWEEP_PER_CREATE);
      const slot = shard.find(id, hash);
      if (slot !== NO_SLOT) {
        if (now < shard.deadline(slot)) return EXISTS;
        shard.remove(slot);
        count -= 1;
      }
      if (count >= maxEntries && !makeRoom(now)) return FULL;
      const deadline = now + ttlMs;
      shard.add(id, hash, envelope, deadline);
      count += 1;
      if (deadline < quietUntil) quietUntil = deadline;
      if (timer === undefined) schedule(Math.min(Math.max(ttlMs, MIN_WAIT_MS), MAX_WAIT_MS));
      return CREATED;
    },

    read(id) {
      if (closed) return refuseClosed();
      const hash = hashId(id, seed);
      const shard = shardOf(hash);
      const slot = shard.find(id, hash);
      if (slot === NO_SLOT || elapsed() >= shard.deadline(slot)) return NOTHING;
      return Promise.resolve(shard.envelope(slot));
    },

    claim(id, by) {
      if (closed) return refuseClosed();
      const hash = hashId(id, seed);
      const shard = shardOf(hash);
      const slot = shard.find(id, hash);
      if (slot === NO_SLOT || elapsed() >= shard.deadline(slot)) return ABSENT;
      const envelope = shard.envelope(slot);
      const redeemer = shard.redeemer(slot);
      if (redeemer === undefined) {
        shard.setRedeemer(slot, by);
        return Promise.resolve({ state: 'first', envelope });
      }
      if (redeemer === by) return Promise.resolve({ state: 'again', envelope });
      return Promise.resolve({ state: 'taken', replays: shard.countReplay(slot) });
    },

    revoke(id) {
      if (closed) return refuseClosed();
      const hash = hashId(id, seed);
      const shard = shardOf(hash);
      const slot = shard.find(id, hash);
      if (slot === NO_SLOT) return FALSE;
      const wasLive = elapsed() < shard.deadline(slot);
      shard.remove(slot);
      count -= 1;
      return wasLive ? TRUE : FALSE;
    },

    async close() {
      closed = true;
      clearTimeout(timer);
      shards = [];
    },
  };
}

function checkOptions(maxEntries: number, clock: () => number): void {
  if (typeof maxEntries !== 'number') throw new TypeError('maxEntries must be a number.');
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > MAX_ENTRIES) {
    throw new RangeError(`maxEntries must be a whole number from 1 to ${MAX_ENTRIES}.`);
  }
  if (typeof clock !== 'function') throw new TypeError('clock must be a function.');
}

function monotonic(): number {
  return performance.now();
}

function emptyShards(): MemoryShard[] {
  return Array.from({ length: SHARDS }, () => new MemoryShard());
}

function refuseClosed(): Promise<never> {
  return Promise.reject(new StoreUnavailableError('store_unavailable', 'The store is closed.'));
}
