import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createModelStore } from './support/model-store.ts';
import '../support/property.ts';

const OPERATIONS = 60_000;

// Bound, how many ids there are, and lifetimes in milliseconds: fuller and emptier, shorter and longer than a chunk.
const CASES = [
  ['always full', 100, 4_000, [1_000, 20_000]],
  ['full beyond one chunk', 9_000, 40_000, [50_000]],
  ['few ids and many deaths', 20_000, 150, [5, 50, 500]],
  ['one lifetime', 20_000, 12_000, [1_000]],
  ['lifetimes in no order', 20_000, 40_000, [10, 1_000, 100_000]],
] as const;

describe('the memory store answers as a plain Map would, whatever is done to it', () => {
  for (const [name, maxEntries, ids, lives] of CASES) {
    test(name, { timeout: 60_000 }, async () => {
      const [seed] = fc.sample(fc.integer(), 1);
      const below = randomBelow(seed as number);
      let now = 0;
      const model = createModelStore(maxEntries);
      const store = createMemoryStore({ maxEntries, clock: () => now });
      const outcomes = new Set<unknown>();
      for (let i = 0; i < OPERATIONS; i += 1) {
        const id = `id ${below(ids)}`;
        const operation = below(10);
        let answers: [actual: unknown, expected: unknown];
        if (operation < 5) {
          // In whole seconds: full is exact to that.
          const ttlMs = ((lives[below(lives.length)] as number) + below(20)) * 1_000;
          answers = [await store.create(id, `${i}`, { ttlMs }), model.create(id, `${i}`, ttlMs)];
        } else if (operation < 6) answers = [await store.read(id), model.read(id)];
        else if (operation < 8) {
          const by = `redeemer ${below(3)}`;
          answers = [await store.claim(id, by), model.claim(id, by)];
        } else if (operation < 9) answers = [await store.revoke(id), model.revoke(id)];
        else {
          // Seldom, since the model looks at every entry.
          if (below(10) > 0) continue;
          const ms = below(300) === 0 ? 200_000 : below(80);
          now += ms * 1_000;
          model.pass(ms * 1_000);
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

test('the memory store keeps tens of thousands apart while its parts grow and shrink', async () => {
  let now = 0;
  const store = createMemoryStore({ clock: () => now });
  for (let i = 0; i < 40_000; i += 1) {
    await store.create(`${i}`, `of ${i}`, { ttlMs: 1_000 + (i % 7) * 100 });
  }
  for (let i = 0; i < 40_000; i += 3) expect(await store.revoke(`${i}`)).toBe(true);
  now = 1_300;
  for (let i = 0; i < 40_000; i += 1) {
    const live = i % 3 !== 0 && (i % 7) * 100 > 300;
    expect((await store.read(`${i}`))?.envelope).toBe(live ? `of ${i}` : undefined);
  }
  // Expired ones leave with these, and the parts shrink and grow again around the live ones.
  for (let i = 0; i < 40_000; i += 1) await store.create(`new ${i}`, 'x', { ttlMs: 1 });
  for (let i = 0; i < 40_000; i += 1) {
    const live = i % 3 !== 0 && (i % 7) * 100 > 300;
    expect((await store.claim(`${i}`, 'me')).state).toBe(live ? 'first' : 'absent');
  }
  await store.close?.();
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
