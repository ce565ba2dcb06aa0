import { randomInt } from 'node:crypto';
import { checkTtl } from './check-ttl.ts';
import { createElapsed } from './elapsed.ts';
import { EntrySlab } from './entry-slab.ts';
import { hashId, IdIndex, NO_SLOT } from './id-index.ts';
import { StoreUnavailableError } from './store-unavailable-error.ts';
import type { ClaimOutcome, CreateOutcome, ShortTokenStore } from './types.ts';

/** Bound and time of a memory store. */
export interface MemoryStoreOptions {
  /** Live entries that it holds at most, 1 to 16,777,216; 1,000,000 unless told. */
  readonly maxEntries?: number;
  /** Milliseconds from any origin; the process's monotonic clock unless told. */
  readonly clock?: () => number;
}

const MAX_ENTRIES = 16_777_216;
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
  let index = new IdIndex();
  let entries = new EntrySlab((hash, slot) => index.add(entries, hash, slot));
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  // Nobody can prepare ids that collide in a table whose seed they do not know.
  const seed = randomInt(0x1_0000_0000) | 0;

  function schedule(waitMs: number): void {
    timer = setTimeout(sweepSlice, waitMs);
    timer.unref();
  }

  /** One chunk or one table at a time, which is a fraction of a millisecond. */
  function sweepSlice(): void {
    timer = undefined;
    const now = elapsed();
    if (entries.sweepChunk(now) || entries.compact() || index.tidy(entries)) {
      schedule(PAUSE_MS);
    } else if (entries.size > 0) {
      schedule(Math.min(Math.max(entries.quietUntil - now, MIN_WAIT_MS), MAX_WAIT_MS));
    }
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
      entries.dropChunk(now);
      const slot = index.find(entries, id, hash);
      if (slot !== NO_SLOT) {
        if (now < entries.deadline(slot)) return EXISTS;
        entries.remove(slot);
      }
      while (entries.size >= maxEntries) if (!entries.sweepChunk(now)) return FULL;
      index.add(entries, hash, entries.add(id, hash, envelope, now + ttlMs));
      if (timer === undefined) schedule(Math.min(Math.max(ttlMs, MIN_WAIT_MS), MAX_WAIT_MS));
      return CREATED;
    },

    read(id) {
      if (closed) return refuseClosed();
      const slot = index.find(entries, id, hashId(id, seed));
      if (slot === NO_SLOT || elapsed() >= entries.deadline(slot)) return NOTHING;
      return Promise.resolve(entries.envelope(slot));
    },

    claim(id, by) {
      if (closed) return refuseClosed();
      const slot = index.find(entries, id, hashId(id, seed));
      if (slot === NO_SLOT || elapsed() >= entries.deadline(slot)) return ABSENT;
      const envelope = entries.envelope(slot);
      const redeemer = entries.redeemer(slot);
      if (redeemer === undefined) {
        entries.setRedeemer(slot, by);
        return Promise.resolve({ state: 'first', envelope });
      }
      if (redeemer === by) return Promise.resolve({ state: 'again', envelope });
      return Promise.resolve({ state: 'taken', replays: entries.countReplay(slot) });
    },

    revoke(id) {
      if (closed) return refuseClosed();
      const slot = index.find(entries, id, hashId(id, seed));
      if (slot === NO_SLOT) return FALSE;
      const wasLive = elapsed() < entries.deadline(slot);
      entries.remove(slot);
      return wasLive ? TRUE : FALSE;
    },

    async close() {
      closed = true;
      clearTimeout(timer);
      index = new IdIndex();
      entries = new EntrySlab(() => {});
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

function refuseClosed(): Promise<never> {
  return Promise.reject(new StoreUnavailableError('store_unavailable', 'The store is closed.'));
}
