import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';

const OPERATIONS = 60_000;

// Bound, how many ids there are, and lifetimes in milliseconds: fuller and emptier, shorter and longer than a chunk.
const CASES = [
  ['always full', 100, 4_000, [1_000, 20_000]],
  ['full beyond one chunk', 9_000, 40_000, [50_000]],
  ['few ids and many deaths', 20_000, 150, [5, 50, 500]],
  ['one lifetime', 20_000, 12_000, [1_000]],
  ['lifetimes in no order', 20_000, 40_000, [10, 1_000, 100_000]],
] as const;

/** What a store promises, on a plain Map that is searched from end to end. */
class Model {
  readonly #entries = new Map<
    string,
    { envelope: string; dead: number; by?: string; replays: number }
  >();
  readonly #bound: number;
  now = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  #live(id: string) {
    const entry = this.#entries.get(id);
    return entry && this.now < entry.dead ? entry : undefined;
  }

  create(id: string, envelope: string, ttlMs: number) {
    if (this.#live(id)) return 'exists';
    this.#entries.delete(id);
    if (this.#entries.size >= this.#bound) {
      for (const [key, { dead }] of this.#entries) if (this.now >= dead) this.#entries.delete(key);
    }
    if (this.#entries.size >= this.#bound) return 'full';
    this.#entries.set(id, { envelope, dead: this.now + ttlMs, replays: 0 });
    return 'created';
  }

  read(id: string) {
    return this.#live(id)?.envelope ?? null;
  }

  claim(id: string, by: string) {
    const entry = this.#live(id);
    if (!entry) return { state: 'absent' };
    const { envelope } = entry;
    if (entry.by === undefined) {
      entry.by = by;
      return { state: 'first', envelope };
    }
    if (entry.by === by) return { state: 'again', envelope };
    entry.replays += 1;
    return { state: 'taken', replays: entry.replays };
  }

  revoke(id: string) {
    const live = this.#live(id) !== undefined;
    this.#entries.delete(id);
    return live;
  }
}

describe('the memory store answers as a plain Map would, whatever is done to it', () => {
  for (const [name, maxEntries, ids, lives] of CASES) {
    it(name, { timeout: 60_000 }, async () => {
      const [seed] = fc.sample(fc.integer(), 1);
      const below = randomBelow(seed as number);
      const model = new Model(maxEntries);
      const store = createMemoryStore({ maxEntries, clock: () => model.now });
      const outcomes = new Set<unknown>();
      for (let i = 0; i < OPERATIONS; i += 1) {
        const id = `id ${below(ids)}`;
        const operation = below(10);
        let answers: [actual: unknown, expected: unknown];
        if (operation < 5) {
          const ttlMs = (lives[below(lives.length)] as number) + below(20);
          answers = [await store.create(id, `${i}`, { ttlMs }), model.create(id, `${i}`, ttlMs)];
        } else if (operation < 6) answers = [await store.read(id), model.read(id)];
        else if (operation < 8) {
          const by = `redeemer ${below(3)}`;
          answers = [await store.claim(id, by), model.claim(id, by)];
        } else if (operation < 9) answers = [await store.revoke(id), model.revoke(id)];
        else {
          model.now += below(3_000) === 0 ? 200_000 : below(8);
          continue;
        }
        outcomes.add(answers[1]);
        const [actual, expected] = answers.map((answer) => JSON.stringify(answer));
        // Not one assertion per operation, which would take most of the time.
        if (actual !== expected) {
          expect(actual, `seed ${seed}, operation ${i}`).toBe(expected);
        }
      }
      expect(outcomes).toContain('created');
      if (name.includes('full')) expect(outcomes).toContain('full');
      await store.close?.();
    });
  }
});

// Mulberry32, so that a seed says it all.
function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
