import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import { RUNS } from '../support/property.ts';
import { createModelStore } from './support/model-store.ts';

const id = fc.integer({ min: 0, max: 60 }).map((n) => `id-${n}`);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('create'), id, ms: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('claim'), id, by: fc.constantFrom('a', 'b') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read'), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke'), id }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.integer({ min: 1, max: 60 }) }),
  },
) as fc.Arbitrary<{ do: string; id: string; by: string; ms: number }>;

describe('createMemoryStore', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('keeps entries where timers are numbers, as in Workers and jsdom', async () => {
    for (const timer of ['setTimeout', 'setInterval']) vi.stubGlobal(timer, () => 1);
    const store = createMemoryStore();
    expect(await store.create('id', 'envelope', { ttlMs: 1_000 })).toBe('created');
    expect(await store.read('id')).toMatchObject({ envelope: 'envelope' });
  });

  test('does what a plain model does, in any order, with any lifetimes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(step, { minLength: 1, maxLength: 400, size: 'max' }),
        async (maxEntries, steps) => {
          let now = 0;
          const store = createMemoryStore({ maxEntries, clock: () => now });
          const model = createModelStore(maxEntries);
          for (const [i, { do: what, id, by, ms }] of steps.entries()) {
            if (what === 'create') {
              // In whole seconds: full is exact to that, and nothing else is.
              const outcome = await store.create(id, `e${i}`, { ttlMs: ms * 1_000 });
              expect(outcome).toBe(model.create(id, `e${i}`, ms * 1_000));
            } else if (what === 'claim') {
              expect(await store.claim(id, by)).toEqual(model.claim(id, by));
            } else if (what === 'read') {
              expect(await store.read(id)).toEqual(model.read(id));
            } else if (what === 'revoke') {
              expect(await store.revoke(id)).toBe(model.revoke(id));
            } else {
              now += ms * 1_000;
              model.pass(ms * 1_000);
            }
          }
          await store.close?.();
        },
      ),
      { numRuns: RUNS / 10 },
    );
  });

  test('keeps tens of thousands apart while its parts grow and shrink', async () => {
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

  test('lets expired entries go with the creates that follow, a few with each', async () => {
    let now = 0;
    const store = createMemoryStore({ maxEntries: 1_000, clock: () => now });
    for (let i = 0; i < 1_000; i += 1) await store.create(`${i}`, 'x', { ttlMs: 5_000 });
    expect(await store.create('more', 'x', { ttlMs: 5_000 })).toBe('full');
    now = 6_000;
    for (let i = 0; i < 1_000; i += 1) {
      expect(await store.create(`new ${i}`, 'x', { ttlMs: 5_000 })).toBe('created');
    }
    expect(await store.create('more', 'x', { ttlMs: 5_000 })).toBe('full');
  });

  test('has no timer', async () => {
    vi.useFakeTimers();
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 5_000 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('says full at its bound in bytes, and has room again after a revoke', async () => {
    const store = createMemoryStore({ maxBytes: 100_000 });
    const envelope = 'e'.repeat(16_000);
    const outcomes = [];
    for (let i = 0; i < 8; i += 1) {
      outcomes.push(await store.create(`${i}`, envelope, { ttlMs: 5_000 }));
    }
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(6);
    expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(2);
    for (let i = 0; i < 20; i += 1) {
      expect(await store.revoke('0')).toBe(true);
      expect(await store.create('0', envelope, { ttlMs: 5_000 })).toBe('created');
    }
    expect(await store.create('7', envelope, { ttlMs: 5_000 })).toBe('full');
  });

  test('rejects every call once it is closed', async () => {
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 1_000 });
    await store.close?.();
    const calls = [
      () => store.create('id', 'x', { ttlMs: 1_000 }),
      () => store.read('id'),
      () => store.claim('id', 'me'),
      () => store.revoke('id'),
    ];
    for (const call of calls) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test.each([
    ['maxEntries', { maxEntries: '5' }, TypeError],
    ['maxEntries', { maxEntries: 0 }, RangeError],
    ['maxEntries', { maxEntries: 1.5 }, RangeError],
    ['maxEntries', { maxEntries: 2 ** 25 }, RangeError],
    ['maxBytes', { maxBytes: 0 }, RangeError],
    ['maxBytes', { maxBytes: '1 GB' }, TypeError],
    ['clock', { clock: 5 }, TypeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    expect(() => createMemoryStore(options as never)).toThrow(family);
    expect(() => createMemoryStore(options as never)).toThrow(new RegExp(`^${name} must`));
  });
});
