import type { ClaimOutcome, CreateOutcome, StoredEntry } from '../../../src/store/types.ts';

/** The same promises, kept in the slowest and plainest way. */
export function createModelStore(maxEntries: number) {
  const entries = new Map<
    string,
    { envelope: string; end: number; by?: string; replays: number }
  >();
  let now = 0;
  const find = (id: string) => entries.get(id);
  return {
    pass(ms: number) {
      now += ms;
      for (const [id, { end }] of entries) if (end <= now) entries.delete(id);
    },
    create(id: string, envelope: string, ttlMs: number): CreateOutcome {
      if (find(id)) return 'exists';
      if (entries.size >= maxEntries) return 'full';
      entries.set(id, { envelope, end: now + ttlMs, replays: 0 });
      return 'created';
    },
    read(id: string): StoredEntry | null {
      const entry = find(id);
      return entry ? { envelope: entry.envelope, claimed: entry.by !== undefined } : null;
    },
    claim(id: string, by: string): ClaimOutcome {
      const entry = find(id);
      if (!entry) return { state: 'absent' };
      const { envelope } = entry;
      if (entry.by === undefined) {
        entry.by = by;
        return { state: 'first', envelope };
      }
      if (entry.by === by) return { state: 'again', envelope };
      entry.replays += 1;
      return { state: 'taken', replays: entry.replays };
    },
    revoke: (id: string) => entries.delete(id),
  };
}
