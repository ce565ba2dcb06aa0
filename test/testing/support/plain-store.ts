import { checkTtl } from '../../../src/store/check-ttl.ts';
import { StoreUnavailableError } from '../../../src/store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../../../src/store/types.ts';
import type { StoreCapabilities, StoreRequest } from '../../../src/testing/store-contract/types.ts';

export interface Entry {
  envelope: string;
  end: number;
  by?: string;
  replays: number;
}

/** Where plain stores live: their clock, their entries by namespace, the line to them. */
export class World {
  /** Monotonic milliseconds. */
  now = 1_000_000;
  /** A clock on the wall, which may be set back. */
  wall = 1_000_000;
  cut = false;
  loseNext = false;
  readonly tables = new Map<string, Map<string, Entry>>();

  table(namespace: string): Map<string, Entry> {
    const table = this.tables.get(namespace) ?? new Map<string, Entry>();
    this.tables.set(namespace, table);
    return table;
  }

  readonly capabilities: StoreCapabilities = {
    bounded: true,
    shared: true,
    advance: (ms) => {
      this.now += ms;
      this.wall += ms;
    },
    stepBack: (ms) => {
      this.wall -= ms;
    },
    disconnect: async () => {
      this.cut = true;
      return async () => {
        this.cut = false;
      };
    },
    loseNextReply: async () => {
      this.loseNext = true;
    },
  };
}

export interface PlainStore extends ShortTokenStore {
  readonly entries: Map<string, Entry>;
  live(id: string): Entry | undefined;
}

/** Keeps every promise in the plainest way; broken stores change one thing of it. */
export function createPlainStore(world: World, request: StoreRequest): PlainStore {
  const { namespace, maxEntries = Number.POSITIVE_INFINITY } = request;
  const entries = world.table(namespace);
  const live = (id: string) => {
    const entry = entries.get(id);
    return entry && world.now < entry.end ? entry : undefined;
  };
  const unavailable = () => new StoreUnavailableError('store_unavailable', 'The line is cut.');
  const answer = async <T>(work: () => T): Promise<T> => {
    if (world.cut) throw unavailable();
    const result = work();
    if (world.loseNext) {
      world.loseNext = false;
      throw unavailable();
    }
    return result;
  };
  return {
    entries,
    live,
    create: (id, envelope, { ttlMs }) =>
      answer(() => {
        checkTtl(ttlMs);
        if (live(id)) return 'exists';
        for (const [old, { end }] of entries) if (end <= world.now) entries.delete(old);
        if (entries.size >= maxEntries) return 'full';
        entries.set(id, { envelope, end: world.now + ttlMs, replays: 0 });
        return 'created';
      }),
    read: (id) =>
      answer(() => {
        const entry = live(id);
        return entry ? { envelope: entry.envelope, claimed: entry.by !== undefined } : null;
      }),
    claim: (id, by) =>
      answer(() => {
        const entry = live(id);
        if (!entry) return { state: 'absent' };
        const { envelope } = entry;
        if (entry.by === undefined) {
          entry.by = by;
          return { state: 'first', envelope };
        }
        if (entry.by === by) return { state: 'again', envelope };
        entry.replays += 1;
        return { state: 'taken', replays: entry.replays };
      }),
    revoke: (id) =>
      answer(() => {
        const found = live(id) !== undefined;
        entries.delete(id);
        return found;
      }),
    async close() {},
  };
}
